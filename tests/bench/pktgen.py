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


def tear_down():
    have([])
    subprocess.run(['ip', 'link', 'delete', DEVICE], check=True)


def write(name, *commands):
    for command in commands:
        with open(PROC + name, 'w', encoding='ascii') as file:
            file.write(command + '\n')


def read(name):
    with open(PROC + name, encoding='ascii') as file:
        return file.read()


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
    pps: packets per second, 0: as fast as possible
    share: of 10 packets that this CPU receives; streams of one CPU take turns
    """

    def __init__(self, cpu, packets, flows, family=4, host=1, random=True, share=10,
                 fresh=False, pps=0):
        self.cpu, self.packets, self.flows, self.family = cpu, packets, flows, family
        self.host, self.random, self.share, self.fresh = host, random, share, fresh
        # Nanoseconds from one packet to the next; pktgen lets streams of one CPU take turns only if there are some.
        self.delay = 10 ** 9 // pps if pps else int(share < 10)

    def devices(self, number):
        """Of pktgen: one for each tenth, if there are several streams. What it was for before is in its name."""
        kind = f'{self.family}{"r" if self.random else "o"}'
        return [f'{DEVICE}@{number}{kind}{i}' for i in range(self.share if self.share < 10 else 1)]

    def commands(self, packets, number):
        sources, destinations = self.flows
        yield from (f'count {packets}', 'clone_skb 0', 'burst 1', 'xmit_mode netif_receive',
                    f'dst_mac {MAC}', f'delay {self.delay}')
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

    def prepare(self, number, run_number):
        names = self.devices(number)
        for name in names:
            write(name, *self.commands(self.packets // len(names), run_number))

    def result(self, number):
        """nanoseconds, packets"""
        found = [finished(name) for name in self.devices(number)]
        return max(int(one[1]) for one in found) * 1000, sum(int(one[2]) for one in found)


def finished(name):
    """Its result: on a busy machine pktgen's command returns before its threads have begun."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        text = read(name)
        # The last setting's "OK" has no such numbers, so it is no result of a run before.
        found = re.search(r'Result: OK: (\d+)\(.*?\) usec, (\d+) ', text)
        if found:
            return found
        time.sleep(0.05)
    raise RuntimeError(f'pktgen did not run {name}: {text}')


def empty(cpu):
    """Remove its devices: on a busy machine pktgen's command returns before its thread has done so."""
    write(f'kpktgend_{cpu}', 'rem_device_all')
    limit = time.monotonic() + 60
    while DEVICE in (text := read(f'kpktgend_{cpu}')):
        if time.monotonic() > limit:
            raise RuntimeError(f'pktgen did not remove its devices: {text}')
        time.sleep(0.01)


def have(devices):
    """Only these, pairs of CPU and name. To remove some takes pktgen an eighth of a second for each CPU."""
    global present
    if devices == present:
        return
    for cpu in {cpu for cpu, _ in present}:
        empty(cpu)
    for cpu, name in devices:
        write(f'kpktgend_{cpu}', f'add_device {name}')
    present = devices


present = []


def run(streams, run_number=0):
    """All at once. Return: for each stream its nanoseconds and packets."""
    have([(stream.cpu, name) for number, stream in enumerate(streams) for name in stream.devices(number)])
    for number, stream in enumerate(streams):
        stream.prepare(number, run_number)
    write('pgctrl', 'start')
    return [stream.result(number) for number, stream in enumerate(streams)]
