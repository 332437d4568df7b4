# SPDX-License-Identifier: GPL-2.0
"""The kernel's packet generator, which hands packets to the receive path of a dummy device."""

import re
import subprocess
import time

PROC = '/proc/net/pktgen/'
DEVICE = 'bench0'
MAC = '02:00:00:00:00:01'


def set_up():
    subprocess.run(['modprobe', 'pktgen'], check=True)
    subprocess.run(['ip', 'link', 'add', DEVICE, 'address', MAC, 'type', 'dummy'], check=True)
    subprocess.run(['ip', 'link', 'set', DEVICE, 'up'], check=True)


def write(name, *commands):
    for command in commands:
        with open(PROC + name, 'w', encoding='ascii') as file:
            file.write(command + '\n')


class Stream:
    """Packets that one CPU receives.

    cpu: which one
    packets: how many
    family: 4 or 6
    flows: ports to choose from, (sources, destinations); in order they make all pairs, as neither
        has a divisor in common with the other
    host: streams with different ones have no flow in common
    random: choose the ports at random, not in order
    fresh: each run has flows that no run before had
    share: of 10 packets that this CPU receives; streams of one CPU take turns
    """

    def __init__(self, cpu, packets, flows, family=4, host=1, random=True, share=10,
                 fresh=False):
        self.cpu, self.packets, self.flows, self.family = cpu, packets, flows, family
        self.host, self.random, self.share, self.fresh = host, random, share, fresh
        self.names = []

    def commands(self, packets, number):
        sources, destinations = self.flows
        yield from (f'count {packets}', 'clone_skb 0', 'burst 1', 'xmit_mode netif_receive',
                    f'dst_mac {MAC}', f'delay {1 if self.share < 10 else 0}')
        host = self.host + (10 * number if self.fresh else 0)
        if self.family == 6:
            yield from (f'src6 fd00::{host:x}', 'dst6 fd00:1::1', 'pkt_size 80')
        else:
            source = f'10.0.{host // 256}.{host % 256}'
            yield from (f'src_min {source}', f'src_max {source}', 'dst_min 198.18.0.1',
                        'dst_max 198.18.0.1', 'pkt_size 60')
        yield from ('udp_src_min 1024', f'udp_src_max {1024 + sources}', 'udp_dst_min 1024',
                    f'udp_dst_max {1024 + destinations}')
        if self.random:
            yield from ('flag UDPSRC_RND', 'flag UDPDST_RND')

    def add(self, number, run_number):
        """One device of pktgen for each tenth, if there are several streams."""
        devices = self.share if self.share < 10 else 1
        for i in range(devices):
            name = f'{DEVICE}@{number}{i}'
            write(f'kpktgend_{self.cpu}', f'add_device {name}')
            write(name, *self.commands(self.packets // devices, run_number))
            self.names.append(name)

    def result(self):
        """nanoseconds, packets"""
        longest = packets = 0
        for name in self.names:
            found = finished(name)
            longest = max(longest, int(found[1]) * 1000)
            packets += int(found[2])
        return longest, packets


def finished(name):
    """Its result: on a busy machine pktgen's command returns before its threads have begun."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with open(PROC + name, encoding='ascii') as file:
            text = file.read()
        found = re.search(r'Result: OK: (\d+)\(.*?\) usec, (\d+) ', text)
        if found:
            return found
        time.sleep(0.05)
    raise RuntimeError(f'pktgen did not run {name}: {text}')


def run(streams, run_number=0):
    """All at once. Return: for each stream its nanoseconds and packets."""
    for cpu in range(2):
        write(f'kpktgend_{cpu}', 'rem_device_all')
    for number, stream in enumerate(streams):
        stream.names = []
        stream.add(number, run_number)
    write('pgctrl', 'start')
    return [stream.result() for stream in streams]
