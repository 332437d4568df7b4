# SPDX-License-Identifier: GPL-2.0
"""How long bottom halves are off: module/netflow_bench.c measures it, module/netflow_lines.c bounds it by a count."""

import os
import threading
import time

import variants
import pktgen
from capacity import fill, must_be_conserved, wait_for
from loads import ENDLESS
from pktgen import Stream

HISTOGRAM = '/proc/netflow_bench'
LINES = '/proc/netflow_lines'
# Where, and by what, in the order of the file's columns.
PLACES = ('packet', 'control', 'nothing')
MEASURES = ('clock', 'cpu_time', 'undisturbed')
ROUNDS = 2
# Of the control, between the phases: the machine's noise changes with time.
CONTROL_MS = 1000
CONTROL = 'nothing'


def tell(text):
    with open(HISTOGRAM, 'w', encoding='ascii') as file:
        file.write(text)


def read():
    """What was measured since the last time."""
    with open(HISTOGRAM, encoding='ascii') as file:
        lines = [line.split() for line in file.read().splitlines()]
    tell('reset')
    ends = {line[0]: ' '.join(line[1:]) for line in lines if line[0] in PLACES}
    numbers = {line[0]: [int(word) for word in line[1:]] for line in lines if line[0] not in PLACES}
    longest, sums, asking = (numbers.pop(name) for name in ('longest', 'sum', 'asking'))
    result = {'from_us': [int(bound) for bound in numbers], 'asking_ns': dict(zip(MEASURES, asking))}
    columns = [(place, measure) for place in PLACES for measure in MEASURES]
    for column, (place, measure) in enumerate(columns):
        result.setdefault(place, {'longest_ends': ends[place]})[measure] = {
            'times': [row[column] for row in numbers.values()], 'longest_ns': longest[column], 'sum_ns': sums[column]}
    return result


def read_lines():
    """The largest stretches since the last time, by lines of memory."""
    with open(LINES, encoding='ascii') as file:
        rows = [line.split() for line in file]
    with open(LINES, 'w', encoding='ascii') as file:
        file.write('0\n')
    return {place: {'most': int(most), 'stretches': int(stretches), 'ends': ' '.join(ends)}
            for place, most, stretches, *ends in rows}


def above(result, measured, limit_us=50):
    return sum(times for bound, times in zip(result['from_us'], measured['times']) if bound >= limit_us)


def settings(**names):
    variants.netflow_set(names)


def filled():
    fill('4M')


def flush():
    variants.run('netflowctl', 'flush')


def evict():
    settings(maxflows=1000000)
    wait_for(lambda: variants.statistics()['cached_flows'] < 1100000, 120)


def flood():
    pktgen.run([Stream(cpu, 1000000, ENDLESS, host=5 + cpu, random=False) for cpu in range(2)])


def expire():
    settings(inactive_timeout=1)
    wait_for(lambda: variants.statistics()['cached_flows'] == 0, 120)


def dump():
    variants.run('netflowctl', 'flows', '--limit', '1')


def passes():
    """The cache is looked through for what has expired in a second."""
    time.sleep(3)


def shrink():
    """Passes of the emptied table, each of which may halve it."""
    time.sleep(4)


def nothing():
    """The control: stretches without work of ours, on both CPUs."""
    def one(cpu):
        os.sched_setaffinity(0, {cpu})
        tell(f'nothing {CONTROL_MS}')

    threads = [threading.Thread(target=one, args=(cpu,)) for cpu in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class Phases:
    """What is done to 4M flows with bottom halves off."""
    PHASES = (('fill and resize', filled), ('passes', passes), ('dump', dump), ('flush', flush),
              ('shrink', shrink), ('fill and resize', filled), ('evict to a lower limit', evict),
              ('flood of the full cache', flood), ('expire', expire), ('shrink', shrink))

    def measure(self, say, rounds):
        result = {'title': self.title, 'phases': {}}
        self.say, self.phases = say, result['phases']
        variant = variants.NetflowNft()
        variant.begin(4, {})
        variant.attach()
        # Memory that the guest touches for the first time takes the machine long, and is not the work here.
        filled()
        flush()
        for number in range(min(rounds, self.rounds)):
            settings(maxflows=0, inactive_timeout=3600)
            self.round(number)
            must_be_conserved()
        variant.detach()
        variant.end()
        return result

    def round(self, number):
        raise NotImplementedError


class Lines(Phases):
    """By a count, which is the same however busy the machine is: once is enough."""
    title = 'lines of memory touched with bottom halves off, 4M flows on 2 CPUs'
    rounds = 1

    def round(self, number):
        for name, work in self.PHASES:
            read_lines()
            work()
            read = read_lines()
            self.phases.setdefault(name, []).append(read)
            control = read['control']
            self.say(f'  {name}: {control["stretches"]} times, at most {control["most"]} lines, '
                     f'to {control["ends"]}')


class BottomHalves(Phases):
    """Histograms of the time. In every other round the CPUs' interrupts are held off meanwhile."""
    title = 'time with bottom halves off, 4M flows on 2 CPUs'
    rounds = ROUNDS

    def round(self, number):
        held = number % 2 == 1
        tell(f'hold {held:d}')
        for name, work in self.PHASES:
            self.one(name, work, held)
            # An emptied table shrinks within a second: that is the next phase.
            if name not in ('flush', 'expire'):
                self.one(CONTROL, nothing, held)
        tell('hold 0')

    def one(self, name, work, held):
        read()
        work()
        self.phases.setdefault(name, []).append({**read(), 'held': held})
        self.say(f'  {name}{", interrupts held off" if held else ""}: {self.told(self.phases[name][-1])}')

    @staticmethod
    def told(phase):
        control = phase['nothing' if sum(phase['nothing']['clock']['times']) else 'control']
        return f'{sum(control["clock"]["times"])} times; ' + '; '.join(
            f'{measure.replace("_", " ")}: longest {control[measure]["longest_ns"] / 1000:.0f} us, '
            f'{above(phase, control[measure])} above 50 us' for measure in MEASURES
        ) + f'; the longest CPU time ends in {control["longest_ends"]}'
