# SPDX-License-Identifier: GPL-2.0
"""Memory, export and flush."""

import json
import os
import signal
import statistics as statistic
import subprocess
import threading
import time

import idle
import pktgen
import variants
from loads import FLOWS, HALF, number
from pktgen import Stream

PORT = 2055
PAGE = os.sysconf('SC_PAGE_SIZE')


def fill(flows, family=4):
    """So many flows, half of them on each CPU."""
    ports = HALF[flows]
    results = pktgen.run([Stream(cpu, number(ports) + 1, ports, family, host=1 + cpu, random=False)
                          for cpu in range(2)])
    idle.wait()
    return sum(packets for _, packets in results)


def wait_for(condition, seconds):
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise RuntimeError(f'{condition.__name__} did not come to be in {seconds} s')
        time.sleep(0.05)


def must_be_conserved():
    wrong = variants.conserved(variants.statistics())
    if wrong:
        raise RuntimeError(wrong)


def wait_for_memory():
    """Until nothing more is given back: tables become smaller when the flows have stayed as many for 8 passes, one a second."""
    kept = [None] * 12
    while len(set(kept)) > 1 or None in kept:
        time.sleep(1)
        kept = [*kept[1:], variants.statistics()['memory']]
    idle.wait()


class Memory:
    """Pages that are not free any more, whatever they are used for."""

    def __init__(self, family):
        self.family = family
        self.title = f'memory of 1M flows on 2 CPUs, IPv{family}'

    @staticmethod
    def free():
        """Bytes that nobody uses; with those pages that a CPU keeps for its next allocation, which MemFree leaves out."""
        for name, text in ('drop_caches', '3\n'), ('stat_refresh', '1\n'):
            with open(f'/proc/sys/vm/{name}', 'w', encoding='ascii') as file:
                file.write(text)
        with open('/proc/zoneinfo', encoding='ascii') as file:
            words = [line.split() for line in file]
        return PAGE * sum(int(line[1]) for line in words if line and line[0] in ('nr_free_pages', 'count:'))

    def measure(self, say, rounds):
        result = {'title': self.title, 'grown': [], 'used': [], 'told': [], 'kept': []}
        for _ in range(min(rounds, 3)):
            variant = variants.NetflowNft()
            variant.begin(self.family, {})
            variant.attach()
            # What is used once and kept, as a slab's first pages, is not a flow's.
            fill('100k', self.family)
            variants.run('netflowctl', 'flush')
            wait_for_memory()
            before = self.free()
            fill('1M', self.family)
            flows = variants.statistics()['cached_flows']
            result['grown'].append((before - self.free()) / flows)
            wait_for_memory()
            result['told'].append(variants.statistics()['memory'] / flows)
            result['used'].append((before - self.free()) / flows)
            variant.detach()
            variant.end()
            wait_for_memory()
            result['kept'].append((before - self.free()) / flows)
            say(f'  {result["used"][-1]:.1f} bytes a flow, of them told '
                f'{result["told"][-1]:.1f}; just grown {result["grown"][-1]:.1f}; after the flush {result["kept"][-1]:.1f}')
        return result


def compiled(name):
    """A program beside this file."""
    out = f'/tmp/netflow-bench-{name}'
    variants.run('gcc', '-O2', '-D_GNU_SOURCE', '-o', out,
                 os.path.join(os.path.dirname(os.path.abspath(__file__)), f'{name}.c'))
    return out


class Sink:
    """A collector on this machine that only counts.

    buffer: bytes that its socket asks for, 0: what Linux gives it
    """

    def __init__(self, buffer=0):
        self.buffer = buffer

    def __enter__(self):
        self.process = subprocess.Popen([compiled('sink'), str(PORT), str(self.buffer)], stdout=subprocess.PIPE)
        time.sleep(0.2)
        return self

    def __exit__(self, *error):
        time.sleep(0.3)
        self.process.send_signal(signal.SIGTERM)
        # It waits for a Message.
        variants.run('bash', '-c', f'echo >/dev/udp/127.0.0.1/{PORT}')
        self.told = json.loads(self.process.communicate()[0] or '{}')


def destination(monitor='default'):
    shown = json.loads(variants.run('netflowctl', 'show', '--json', monitor))
    return shown['monitors'][0]['destinations'][0]


def flush(monitor):
    """Flush, and wait until all is sent. Return: seconds"""
    begin = time.monotonic()
    variants.run('netflowctl', 'flush', '--monitor', monitor)
    while destination(monitor)['queued_flows']:
        time.sleep(0.02)
    return time.monotonic() - begin


class Export:
    """size: of a Message, 0: as the path takes it; buffer: of the collector"""

    def __init__(self, title, size=0, buffer=0):
        self.title, self.size, self.buffer = title, size, buffer

    def floor(self, messages):
        """Seconds that a process takes which only sends as many Messages, of a flush's size."""
        with Sink(self.buffer):
            size = str(messages['octets'] // messages['messages'])
            return float(variants.run(compiled('sender'), str(PORT), size, str(messages['sent'])))

    def measure(self, say, rounds):
        result = {'title': self.title, 'seconds': [], 'flows_per_second': [], 'sink': [],
                  'floor': []}
        for _ in range(rounds):
            variant = variants.NetflowNft()
            variant.begin(4, {'destination': f'127.0.0.1:{PORT}', 'protocol': 10,
                              'max_packet_size': self.size})
            variant.attach()
            with Sink(self.buffer) as sink:
                fill('1M')
                flows = variants.statistics()['cached_flows']
                before = destination()
                seconds = flush('default')
                time.sleep(0.5)
                after = destination()
            must_be_conserved()
            variant.detach()
            variant.end()
            result['seconds'].append(seconds)
            result['flows_per_second'].append(flows / seconds)
            sent = after['sent_messages'] - before['sent_messages']
            # The empty one that ends the sink is no Message; templates came before the flush.
            missed = max(sent - sink.told['messages'], 0)
            result['sink'].append({**sink.told, 'sent': sent, 'missed': missed,
                                   'lost_flows': after['lost_flows']})
            result['floor'].append(flows / self.floor(result['sink'][-1]))
            say(f'  {flows / seconds / 1e6:.2f} million flows/s; {sent} Messages, {missed} missed, '
                f'longest burst {sink.told["burst_octets"]} octets')
        result['median'] = statistic.median(result['flows_per_second'])
        return result


class Beside:
    """What metering adds to a packet of known flows while another monitor exports: over packets that match no rule."""
    title = 'packets on CPU 0 while another monitor exports 1M flows'
    RULES = '''
table inet bench {
    chain prerouting {
        type filter hook prerouting priority -300
        ip saddr 10.0.0.2 netflow monitor big
        ip saddr 10.0.0.1 netflow
    }
}'''

    @staticmethod
    def keep_off(cpu):
        """The flush, the collector and workers that any CPU may run use the others."""
        others = [number for number in range(os.cpu_count()) if number != cpu]
        os.sched_setaffinity(0, others)
        with open('/sys/devices/virtual/workqueue/cpumask', 'w', encoding='ascii') as file:
            file.write(f'{sum(1 << number for number in others):x}\n')

    def one(self, exporting, host):
        """ns a packet from 10.0.0.HOST"""
        variants.run('netflowctl', 'nft', '-f', '-', text=self.RULES)
        flows, big = FLOWS['100k'], FLOWS['1M']
        pktgen.run([Stream(0, number(flows) + 1, flows, host=host, random=False)])
        if exporting:
            pktgen.run([Stream(1, number(big) + 1, big, host=2, random=False)])
        idle.wait()
        thread = threading.Thread(target=flush, args=('big',))
        if exporting:
            thread.start()
        (ns, packets), = pktgen.run([Stream(0, 1000000, flows, host=host)])
        if exporting:
            thread.join()
        variants.run('nft', 'delete', 'table', 'inet', 'bench')
        return ns / packets

    def measure(self, say, rounds):
        variants.run('modprobe', 'nf_netflow')
        # Packets come in a thread here, as softirqs they would not share a CPU with processes.
        self.keep_off(cpu=0)
        result = {'title': self.title, 'alone': [], 'exporting': [], 'alone_none': [], 'exporting_none': []}
        for monitor in 'default', 'big':
            variants.run('netflowctl', 'monitor', 'set' if monitor == 'default' else 'add',
                         '--active_timeout', '3600', '--inactive_timeout', '3600', '--destination',
                         f'127.0.0.1:{PORT}' if monitor == 'big' else '', monitor)
        with Sink():
            for _ in range(rounds):
                for name, exporting in ('alone', False), ('exporting', True):
                    result[f'{name}_none'].append(self.one(exporting, host=3))
                    result[name].append(self.one(exporting, host=1))
                    variants.run('netflowctl', 'flush', '--all')
                say('  ' + '  '.join(f'{name} {result[name][-1]:.0f}, no rule {result[f"{name}_none"][-1]:.0f}'
                                     for name in ('alone', 'exporting')))
        variants.run('netflowctl', 'monitor', 'delete', 'big')
        must_be_conserved()
        self.keep_off(cpu=None)
        return result


MEASURES = {
    'memory-v4': Memory(4),
    'memory-v6': Memory(6),
    'export': Export('1M flows by IPFIX to a socket on this machine'),
    'export-buffer': Export('the same, to one that asks for a buffer of 4 MiB', buffer=4 << 20),
    'export-1400': Export('the same, in Messages of 1400 bytes', size=1400),
    'beside': Beside(),
}
