# SPDX-License-Identifier: GPL-2.0
"""Flows as flowgen expects them and collectors report them, and their comparison."""

import csv
import ipaddress

TCP = 6


class Flow:
    """The counters of one key, added up over all its records. None: not told."""

    def __init__(self, packets=0, octets=0, tcp_flags=None, ttl_min=None, ttl_max=None):
        self.packets = packets
        self.octets = octets
        self.tcp_flags = tcp_flags
        self.ttl_min = ttl_min
        self.ttl_max = ttl_max
        self.records = 1
        self.others = {}  # interfaces, next hop, flow label: a set of the values seen

    def add(self, other):
        self.packets += other.packets
        self.octets += other.octets
        self.tcp_flags = known(lambda a, b: a | b, self.tcp_flags, other.tcp_flags)
        self.ttl_min = known(min, self.ttl_min, other.ttl_min)
        self.ttl_max = known(max, self.ttl_max, other.ttl_max)
        self.records += other.records
        for name, values in other.others.items():
            self.others.setdefault(name, set()).update(values)


def known(function, a, b):
    if a is None or b is None:
        return b if a is None else a
    return function(a, b)


def key(source, destination, protocol, source_port, destination_port, tos):
    """What makes two packets one flow; addresses in any text form."""
    return (str(ipaddress.ip_address(source)), str(ipaddress.ip_address(destination)),
            int(protocol), int(source_port), int(destination_port), int(tos))


def add(flows, flow_key, flow):
    if flow_key in flows:
        flows[flow_key].add(flow)
    else:
        flows[flow_key] = flow


def totals(flows):
    return (len(flows), sum(f.packets for f in flows.values()),
            sum(f.octets for f in flows.values()))


def load_expected(path, ttl_delta=0, ipv4_only=False):
    """Read flowgen's file. ttl_delta: what routers took off before the meter saw it."""
    flows = {}
    with open(path, newline='', encoding='ascii') as file:
        for row in csv.DictReader(file):
            if ipv4_only and row['version'] != '4':
                continue
            flow = Flow(int(row['packets']), int(row['bytes']), int(row['tcp_flags']),
                        int(row['ttl_min']) + ttl_delta, int(row['ttl_max']) + ttl_delta)
            if row['version'] == '6':
                flow.others['flow_label'] = {int(row['flow_label'])}
            add(flows, key(row['source'], row['destination'], row['protocol'],
                           row['source_port'], row['destination_port'], row['tos']), flow)
    return flows


def compare_flow(expected, got, one_record):
    for name in ('packets', 'octets', 'tcp_flags', 'ttl_min', 'ttl_max'):
        want, have = getattr(expected, name), getattr(got, name)
        if have is not None and want != have:
            yield f'{name} {have}, expected {want}'
    for name in ('flow_label', 'ingress_interface', 'egress_interface', 'next_hop'):
        want, have = expected.others.get(name), got.others.get(name)
        if want is not None and have is not None and not have <= want:
            yield f'{name} {sorted(have)}, expected {sorted(want)}'
    if one_record and got.records != 1:
        yield f'{got.records} records, expected one'


def compare(expected, got, one_record=True):
    """All differences, each a sentence. TCP flags are compared for TCP alone."""
    differences = []
    for flow_key, flow in expected.items():
        if flow_key[2] != TCP:
            flow.tcp_flags = 0
        if flow_key not in got:
            differences.append(f'{describe(flow_key)}: missing ({flow.packets} packets)')
            continue
        for difference in compare_flow(flow, got[flow_key], one_record):
            differences.append(f'{describe(flow_key)}: {difference}')
    for flow_key in got.keys() - expected.keys():
        differences.append(f'{describe(flow_key)}: not expected '
                           f'({got[flow_key].packets} packets)')
    if totals(expected) != totals(got):
        differences.append('flows, packets, bytes: %s, expected %s'
                           % (totals(got), totals(expected)))
    return differences


def describe(flow_key):
    source, destination, protocol, source_port, destination_port, tos = flow_key
    return f'{source} {source_port} > {destination} {destination_port} ' \
           f'protocol {protocol} tos {tos}'


def expect_arguments(parser):
    """The options with which every judge learns what to expect."""
    parser.add_argument('--expect', metavar='FILE', help="flowgen's file; without it only sums")
    parser.add_argument('--ttl-delta', type=int, default=0, metavar='N',
                        help='what the meter sees of the TTL: -1 behind a router')
    parser.add_argument('--ipv4-only', action='store_true', help='expect no IPv6 (NetFlow v5)')
    parser.add_argument('--several-records', action='store_true',
                        help='a flow may have more than one record')
    parser.add_argument('--ingress-interface', type=int, metavar='INDEX')
    parser.add_argument('--egress-interface', type=int, metavar='INDEX')
    parser.add_argument('--next-hop4', metavar='ADDRESS')
    parser.add_argument('--next-hop6', metavar='ADDRESS')


def expected_by(arguments):
    """The flows to expect by the options of expect_arguments()."""
    flows = load_expected(arguments.expect, arguments.ttl_delta, arguments.ipv4_only)
    for flow_key, flow in flows.items():
        hop = arguments.next_hop6 if ':' in flow_key[0] else arguments.next_hop4
        for name, value in (('ingress_interface', arguments.ingress_interface),
                            ('egress_interface', arguments.egress_interface),
                            ('next_hop', hop)):
            if value is not None:
                flow.others[name] = {value}
    return flows


def verdict(judge, got, differences, shown=20):
    """Print the outcome; the exit status."""
    print('%s: %d flows, %d packets, %d bytes' % (judge, *totals(got)))
    for difference in differences[:shown]:
        print(f'{judge}: {difference}')
    if len(differences) > shown:
        print(f'{judge}: and {len(differences) - shown} differences more')
    return 1 if differences else 0
