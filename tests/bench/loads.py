# SPDX-License-Identifier: GPL-2.0
"""What the variants are measured with."""

from pktgen import Stream

# Numbers of flows as pairs of numbers without a common divisor, see Stream.
FLOWS = {'1': (1, 1), '1k': (8, 125), '100k': (32, 3125), '1M': (64, 15625), '4M': (256, 15625)}
HALF = {'1': (1, 1), '1k': (4, 125), '100k': (16, 3125), '1M': (32, 15625), '4M': (128, 15625)}
# As good as without an end.
ENDLESS = (60000, 59999)

# In a slice: short, so that some of them meet nothing else that the machine does.
PACKETS = 50000
NETFLOW = ('nft', 'earlier', 'xt', 'hooks')
ALL = ('none', 'counter', 'dynset', 'nft', 'earlier', 'xt', 'hooks', 'peer')


def number(flows):
    return flows[0] * flows[1]


class Load:
    """
    title: for people
    streams: what is measured; the time of a packet is that of the first one if there are others beside it
    known: streams whose flows are there before
    variants: that make sense here
    settings: of the monitor
    alone: only the first stream counts
    anew: the tables are made again for each variant in each round, as they grow
    floor: lines of memory of the floor that is measured in the same rounds
    """

    def __init__(self, title, streams, known=(), variants=ALL, settings=None, alone=False, anew=False, floor=0):
        self.title, self.streams, self.known = title, streams, known
        self.variants, self.settings, self.alone = variants, settings or {}, alone
        self.anew, self.floor = anew, floor
        self.family = streams[0].family

    def warm_up(self):
        """Each flow that shall be known once."""
        return [Stream(s.cpu, number(s.flows) + 1, s.flows, s.family, s.host, random=False)
                for s in self.known]


def known(flows, family, cpus):
    if cpus == 1:
        streams = [Stream(0, PACKETS, FLOWS[flows], family)]
    else:
        streams = [Stream(cpu, PACKETS, HALF[flows], family, host=1 + cpu) for cpu in range(cpus)]
    title = f'{flows} flow{"s" if flows != "1" else ""}, IPv{family}, {cpus} CPU{"s" if cpus > 1 else ""}'
    return Load(title, streams, streams, floor=number(FLOWS[flows]) if (family, cpus) == (4, 1) else 0)


def shared(family):
    streams = [Stream(cpu, PACKETS, FLOWS['1'], family) for cpu in range(2)]
    return Load(f'one flow on 2 CPUs, IPv{family}', streams, streams)


def new(family):
    return Load(f'all packets begin flows, beside 1M known ones, IPv{family}',
                [Stream(0, PACKETS, ENDLESS, family, host=2, random=False, fresh=True)],
                [Stream(0, PACKETS, FLOWS['1M'], family)],
                variants=('none', 'dynset', 'nft', 'earlier', 'hooks'), anew=True)


def full(family):
    known_flows = Stream(0, PACKETS, FLOWS['100k'], family)
    return Load(f'all packets begin flows, a cache full with 100k, IPv{family}',
                [Stream(0, PACKETS, ENDLESS, family, host=2, random=False, fresh=True)], [known_flows],
                variants=('none', 'nft', 'earlier', 'hooks'), settings={'maxflows': 100000})


def mix(title, settings):
    streams = [Stream(0, PACKETS, FLOWS['100k'], share=9),
               Stream(0, PACKETS // 9, ENDLESS, host=2, random=False, fresh=True, share=1)]
    return Load(title, streams, streams[:1], settings=settings, anew=not settings,
                variants=ALL if not settings else ('none', *NETFLOW))


def flood(flooding):
    """The first CPU's known flows, while the other one floods the full cache, or is idle."""
    known_flows = Stream(0, PACKETS, HALF['100k'])
    beside = [Stream(1, PACKETS, ENDLESS, host=2, random=False, fresh=True)] if flooding else []
    title = '50k flows on CPU 0' + (', the full cache flooded by CPU 1' if flooding else ' alone')
    return Load(title, [known_flows, *beside], [known_flows], alone=True,
                variants=('none', 'nft'), settings={'maxflows': 100000})


def all_loads():
    loads = {}
    for cpus in 1, 2:
        for flows in FLOWS:
            if (flows, cpus) != ('1', 2):
                loads[f'v4-{flows}-{cpus}'] = known(flows, 4, cpus)
        for flows in '1k', '100k', '1M':
            loads[f'v6-{flows}-{cpus}'] = known(flows, 6, cpus)
    for family in 4, 6:
        loads[f'v{family}-shared'] = shared(family)
        loads[f'v{family}-new'] = new(family)
        loads[f'v{family}-full'] = full(family)
    loads['mix'] = mix('9 of 10 packets in 100k known flows, the others begin flows', {})
    loads['mix-full'] = mix('the same, the cache full with 100k', {'maxflows': 100000})
    loads['flood-off'] = flood(False)
    loads['flood'] = flood(True)
    return loads


LOADS = all_loads()
