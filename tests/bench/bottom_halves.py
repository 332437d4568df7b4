# SPDX-License-Identifier: GPL-2.0
"""How long bottom halves are off: module/netflow_bench.c measures it."""

import time

import variants
import pktgen
from capacity import fill, must_be_conserved, wait_for
from loads import ENDLESS
from pktgen import Stream

HISTOGRAM = '/proc/netflow_bench'
# Where, and by what, in the order of the file's columns.
PLACES = ('packet', 'control')
MEASURES = ('clock', 'cpu_time', 'undisturbed')
ROUNDS = 2


def read():
    """What was measured since the last time."""
    with open(HISTOGRAM, encoding='ascii') as file:
        lines = [line.split() for line in file.read().splitlines()]
    with open(HISTOGRAM, 'w', encoding='ascii') as file:
        file.write('0\n')
    ends = {line[0]: ' '.join(line[1:]) for line in lines if line[0] in PLACES}
    numbers = {line[0]: [int(word) for word in line[1:]] for line in lines if line[0] not in PLACES}
    longest, asking = numbers.pop('longest'), numbers.pop('asking')
    result = {'from_us': [int(bound) for bound in numbers], 'asking_ns': dict(zip(MEASURES, asking))}
    columns = [(place, measure) for place in PLACES for measure in MEASURES]
    for column, (place, measure) in enumerate(columns):
        result.setdefault(place, {'longest_ends': ends[place]})[measure] = {
            'times': [row[column] for row in numbers.values()], 'longest_ns': longest[column]}
    return result


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


class BottomHalves:
    """Histograms of the time with bottom halves off, at 4M flows."""
    title = 'time with bottom halves off, 4M flows on 2 CPUs'
    PHASES = (('fill and resize', filled), ('passes', passes), ('dump', dump), ('flush', flush),
              ('shrink', shrink), ('fill and resize', filled), ('evict to a lower limit', evict),
              ('flood of the full cache', flood), ('expire', expire), ('shrink', shrink))

    def measure(self, say, rounds):
        result = {'title': self.title, 'phases': {}}
        variant = variants.NetflowNft()
        variant.begin(4, {})
        variant.attach()
        # Memory that the guest touches for the first time takes the machine long, and is not the work here.
        filled()
        flush()
        for _ in range(min(rounds, ROUNDS)):
            settings(maxflows=0, inactive_timeout=3600)
            for name, work in self.PHASES:
                read()
                work()
                result['phases'].setdefault(name, []).append(read())
                say(f'  {name}: {self.told(result["phases"][name][-1])}')
            must_be_conserved()
        variant.detach()
        variant.end()
        return result

    @staticmethod
    def told(phase):
        control = phase['control']
        return f'{sum(control["clock"]["times"])} times; ' + '; '.join(
            f'{measure.replace("_", " ")}: longest {control[measure]["longest_ns"] / 1000:.0f} us, '
            f'{above(phase, control[measure])} above 50 us' for measure in MEASURES
        ) + f'; the longest CPU time ends in {control["longest_ends"]}'
