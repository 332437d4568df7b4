# SPDX-License-Identifier: GPL-2.0
"""What comes out of the measurements, beside what was wanted. None stands for what was not measured."""

import operator
import statistics as statistic

VARIANTS = {'none': 'none', 'counter': 'nft counter', 'dynset': 'nft dynamic set', 'nft': 'nft netflow',
            'earlier': 'nft netflow, earlier', 'xt': 'xtables', 'hooks': 'hooks', 'peer': 'peer'}
FLOWS = ('1', '1k', '100k', '1M', '4M')
BOTH = ('median', 'best')
# Of the load bh: the phase without work of ours, and the place in which it is measured
CONTROL = 'nothing'
# For a line of memory, where the floor with 4M flows was not measured
LINE_NS = 300
HOLDS = {'<=': operator.le, '<': operator.lt, '>=': operator.ge, '=': operator.eq}


class Figure:
    """
    title: for people
    value, best: measured, by medians and in the best slices
    holds, limit: what was wanted of the value, if anything
    floor: what the value would be with a table as cheap as can be, or Messages that need only be sent
    digits: behind the point
    """

    def __init__(self, title, value, holds='', limit=None, best=None, floor=None, digits=2):
        self.title, self.value, self.best, self.floor = title, value, best, floor
        self.holds, self.limit, self.digits = holds, limit, digits

    def number(self, value):
        return f'{value:.{self.digits}f}'

    def measured(self):
        if self.value is None:
            return 'not measured'
        return self.number(self.value) + (f' [{self.number(self.best)}]' if self.best is not None else '')

    def wanted(self):
        return f'{self.holds} {self.limit}' if self.holds else ''

    def missed(self):
        return bool(self.value is not None and self.holds and not HOLDS[self.holds](self.value, self.limit))


def added(results, load, variant, which='median'):
    return results.get(load, {}).get('variants', {}).get(variant, {}).get('added', {}).get(which)


def absolute(results, load, variant, which='median'):
    times = results.get(load, {}).get('variants', {}).get(variant, {}).get('ns', {})
    return times.get('least' if which == 'best' else which)


def over_earlier(load):
    """ns a packet relative to the other checkout's modules, of each round"""
    times = load.get('variants', {})
    if 'nft' not in times or 'earlier' not in times:
        return []
    return [statistic.median(nft) / statistic.median(earlier)
            for nft, earlier in zip(times['nft']['rounds'], times['earlier']['rounds'])]


def ratio(a, b):
    return a / b if a is not None and b else None


def total(*values):
    return None if None in values else sum(values)


def line_of_floor(results, load, kind='chained', which='median'):
    """ns of a table of one line a packet"""
    times = results.get(load, {}).get('floor', {}).get(kind, {}).get('ns', {})
    return times.get('least' if which == 'best' else which)


def floor(results, load, which='median'):
    """What a rule with a table of one line a packet would add."""
    return total(line_of_floor(results, load, 'chained', which), added(results, load, 'counter', which))


def scaling(results, title, one, two):
    """Packets of two CPUs over those of one, where no rule makes exactly 2."""
    ratios = []
    for which in BOTH:
        nft, none = (ratio(absolute(results, one, variant, which), absolute(results, two, variant, which))
                     for variant in ('nft', 'none'))
        over = ratio(nft, none)
        ratios.append(2 * over if over else None)
    return Figure(f'throughput of 2 CPUs relative to 1 (no rule: 2): {title}', ratios[0], '>=', 1.9, ratios[1])


def of_added(results, title, one, other, holds, limit):
    """What one pair of load and variant adds, over what another one does."""
    value, best = (ratio(added(results, *one, which), added(results, *other, which)) for which in BOTH)
    return Figure(title, value, holds, limit, best)


def packets(results):
    for flows, limit in ('1k', 0.35), ('100k', 0.18), ('1M', 0.18):
        load = f'v4-{flows}-1'
        figure = of_added(results, f'nft relative to the dynamic set, {flows} flows', (load, 'nft'), (load, 'dynset'),
                          '<=', limit)
        figure.floor = ratio(floor(results, load), added(results, load, 'dynset'))
        yield figure
    for flows in FLOWS[1:]:
        load = f'v4-{flows}-1'
        value, best = (ratio(added(results, load, 'nft', which), floor(results, load, which)) for which in BOTH)
        yield Figure(f'nft relative to the chained floor + counter, {flows} flows', value, best=best, floor=1)
    for flows in FLOWS[1:]:
        load = f'v4-{flows}-1'
        yield of_added(results, f'hooks relative to nft, {flows} flows', (load, 'hooks'), (load, 'nft'), '<', 1)


def cpus(results):
    for flows in FLOWS[1:]:
        yield scaling(results, f'{flows} separate flows', f'v4-{flows}-1', f'v4-{flows}-2')
    yield scaling(results, 'one flow on both', 'v4-1-1', 'v4-shared')


def new_flows(results):
    for family in 4, 6:
        one = f'v{family}'
        yield of_added(results, f'a new flow relative to a known one of 1M, IPv{family}', (f'{one}-new', 'nft'),
                       (f'{one}-1M-1', 'nft'), '<=', 2.5)
        yield of_added(results, f'the same, cache full with 100k flows, IPv{family}', (f'{one}-full', 'nft'),
                       (f'{one}-100k-1', 'nft'), '<=', 2.5)
    yield of_added(results, 'known flows while the other CPU floods the full cache, relative to alone',
                   ('flood', 'nft'), ('flood-off', 'nft'), '<=', 1.5)


def middle(values):
    return statistic.median(values) if values else None


def memory(results):
    for family, limit in (4, 96), (6, 128):
        told = results.get(f'memory-v{family}', {})
        yield Figure(f'bytes of memory per flow, 1M flows on 2 CPUs, IPv{family}', middle(told.get('used')), '<=',
                     limit, digits=1)
        yield Figure('the same before the tables are steady', middle(told.get('grown')), digits=1)
        yield Figure('of these not returned after a flush', middle(told.get('kept')), digits=1)


def export(results):
    for name, how in ('export', ''), ('export-buffer', ' with a buffer of 4 MiB'), ('export-1400', ', Messages of 1400 bytes'):
        told = results.get(name, {})
        sinks = told.get('sink', [])
        rate = middle(told.get('flows_per_second'))
        yield Figure(f'million flows/s exported to a local socket{how}', ratio(rate, 1e6), '>=', 1,
                     floor=ratio(middle(told.get('floor')), 1e6))
        yield Figure('seconds to flush 1M flows', middle(told.get('seconds')))
        yield Figure('flows lost', max((sink['lost_flows'] for sink in sinks), default=None), '=', 0, digits=0)
        yield Figure('Messages that the collector missed', max((sink['missed'] for sink in sinks), default=None), '=', 0,
                     digits=0)
        yield Figure('longest burst ahead of 1 Gbit/s, kB',
                     max((sink['burst_octets'] / 1000 for sink in sinks), default=None), digits=0)
    told = results.get('beside', {})
    added = [middle([with_it - without for with_it, without in zip(told.get(name, []), told.get(f'{name}_none', []))])
             for name in ('exporting', 'alone')]
    yield Figure('cost of metering a packet while 1M flows are exported, relative to otherwise', ratio(*added), '<=',
                 1.1)


def rates(results):
    churn, wave, burst = (results.get(name, {}) for name in ('churn', 'idle-wave', 'burst-full'))
    yield Figure('200,000 new flows/s on each of 2 CPUs for a minute: flows evicted', churn.get('evicted'), '=', 0, digits=0)
    yield Figure('most flows in the cache, millions', ratio(churn.get('cached'), 1e6))
    yield Figure('most memory, MiB', ratio(churn.get('memory'), 1 << 20), digits=0)
    yield Figure('memory in the second half relative to the first', churn.get('grown'), '<=', 1.05)
    yield Figure('1M flows of one CPU that go idle together: seconds after their timeout until all are sent',
                 wave.get('seconds'), '<=', 3)
    yield Figure('a burst of 1M new flows into a full cache: millions a second', ratio(burst.get('rate'), 1e6))
    for title, told in ('churn', churn), ('wave', wave), ('burst', burst):
        yield Figure(f'flows lost, {title}', total(told.get('lost'), told.get('lost_at_destination')), '=', 0, digits=0)


class Tail:
    """Of some reads of the histogram: stretches, those above 50 µs, the longest in µs.

    seconds: that they took, with what asking for the time takes in each: what disturbs that is counted as well
    """

    def __init__(self, reads, place='control', measure='cpu_time'):
        told = [(read['from_us'], read[place][measure]) for read in reads]
        self.stretches = sum(sum(one['times']) for _, one in told)
        self.seconds = sum(read[place][measure]['sum_ns'] + read['asking_ns'][measure] * sum(read[place][measure]['times'])
                           for read in reads) / 1e9
        self.above = sum(times for bounds, one in told for bound, times in zip(bounds, one['times']) if bound >= 50)
        self.longest = max((one['longest_ns'] / 1000 for _, one in told), default=None)

    def a_second(self):
        return ratio(self.above, self.seconds)


def reads_of(results, held=False):
    """Return: those of our work, and those of the control"""
    ours, control = [], []
    for name, reads in results.get('bh', {}).get('phases', {}).items():
        (control if name == CONTROL else ours).extend(read for read in reads if read['held'] == held)
    return ours, control


def most_lines(results):
    return max((read['control']['most'] for reads in results.get('bh-lines', {}).get('phases', {}).values()
                for read in reads), default=None)


def ns_of_line(results):
    """What a line of memory takes that is in no cache"""
    return line_of_floor(results, 'v4-4M-1') or LINE_NS


def bottom_halves(results):
    lines, ns = most_lines(results), ns_of_line(results)
    yield Figure(f'µs with bottom halves disabled at 4M flows, by count: at most {lines or "no"} cache lines, '
                 f'{ns:.0f} ns each', lines and lines * ns / 1000, '<=', 50, digits=0)
    ours, control = map(Tail, reads_of(results), ('control', CONTROL))
    yield Figure('stretches above 50 µs per second of them, relative to a control without memory accesses',
                 ratio(ours.a_second(), control.a_second()), '<=', 1)
    yield Figure('longest stretch, µs of CPU time', ours.longest, digits=0)
    yield Figure('longest stretch of the control, µs of CPU time', control.longest, digits=0)


def all_figures(results):
    for part in packets, cpus, new_flows, memory, export, rates, bottom_halves:
        yield from part(results)
