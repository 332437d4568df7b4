# SPDX-License-Identifier: GPL-2.0
"""Do expiry, hand-over and export keep up with new flows? Nothing may be evicted or lost, and all flows are sent soon."""

import threading
import time

import idle
import pktgen
import variants
from capacity import PORT, Sink, destination, must_be_conserved
from loads import ENDLESS, FLOWS, number
from pktgen import Stream

# Of the collector, which is not what is measured here.
BUFFER = 64 << 20
# Seconds after which no flow is expected to be sent any more
PATIENCE = 120
MILLION = 1000000


def sent(what, count):
    """Wait until so many have been sent, of the destination's counter. Return: the last count"""
    limit = time.monotonic() + PATIENCE
    while (now := destination()[f'sent_{what}']) < count and time.monotonic() < limit:
        time.sleep(0.02)
    return now


def not_sent(packets):
    """How many packets of the streams are in no flow that was sent. (The machine may add packets of its own.)"""
    return max(0, packets - sent('flow_packets', packets))


def too_many(result, *names):
    """A sentence for each that should be 0."""
    return [f'{name}: {result[name]}, not 0' for name in names if result[name]]


class Rate:
    """
    A load that is judged by what it loses.

    title: for people
    settings: of the monitor
    """
    title = ''
    settings = {}

    def measure(self, say, _):
        """Return: figures, and in wrong a sentence for each that is not as it should be"""
        variants.unload()
        variant = variants.NetflowNft()
        result = {'title': self.title}
        with Sink(BUFFER) as sink:
            variant.begin(4, {'destination': f'127.0.0.1:{PORT}', **self.settings})
            variant.attach()
            self.load(result)
            must_be_conserved()
            variant.detach()
            variant.end()
            sent('flows', variants.statistics()['exported_flows'])
            must_be_conserved()
            now, there = variants.statistics(), destination()
        result['lost'] = sum(now[f'lost_{cause}_packets'] for cause in ('memory', 'backlog', 'no_destination'))
        result['lost_at_destination'] = there['lost_flows'] + there['queued_flows']
        result['missed'] = max(there['sent_messages'] - sink.told['messages'], 0)
        result['wrong'] = self.wrong(result) + too_many(result, 'lost', 'lost_at_destination', 'missed')
        figures = {name: value for name, value in result.items() if isinstance(value, (int, float))}
        say('  ' + '  '.join(f'{name} {value:.7g}' for name, value in figures.items()))
        for sentence in result['wrong']:
            say(f'  wrong: {sentence}')
        return result

    def load(self, result):
        """Send packets, and add figures to the result."""
        raise NotImplementedError

    def wrong(self, result):
        """Return: sentences"""
        raise NotImplementedError


class Churn(Rate):
    """Each packet begins a flow; after some seconds as many go idle as begin."""
    RATE, SECONDS = 200000, 60
    title = '200,000 new flows a second on each of 2 CPUs for a minute, inactive_timeout 5'
    settings = {'inactive_timeout': 5, 'maxflows': 4 * MILLION}
    # By then the cache is as full as it gets; later it may use this part more.
    FULL, GROWN = 20, 1.05

    def load(self, result):
        streams = [Stream(cpu, self.RATE * self.SECONDS, ENDLESS, host=5 + cpu, random=False, pps=self.RATE)
                   for cpu in range(2)]
        told, samples = [], []
        sender = threading.Thread(target=lambda: told.extend(pktgen.run(streams)))
        begin = time.monotonic()
        sender.start()
        while sender.is_alive():
            now = variants.statistics()
            samples.append((time.monotonic() - begin, now['used_memory'], now['cached_flows']))
            sender.join(1)
        end = time.monotonic()
        packets = sum(count for _, count in told)
        result['late'] = not_sent(packets)
        result['seconds_to_the_last'] = time.monotonic() - end
        result['rate'] = sum(count / ns * 1e9 for ns, count in told)
        result['evicted'] = variants.statistics()['expired_resources']
        result['cached'] = max(flows for _, _, flows in samples)
        result['memory'] = max(memory for _, memory, _ in samples)
        result['grown'] = (max(memory for at, memory, _ in samples if at > self.SECONDS / 2)
                           / max(memory for at, memory, _ in samples if self.FULL < at <= self.SECONDS / 2))
        result['samples'] = samples

    def wrong(self, result):
        sentences = too_many(result, 'late', 'evicted')
        # A stream ends when all packets have come, however long that takes.
        if result['rate'] < 1.95 * self.RATE:
            sentences.append(f'only {result["rate"]:.0f} packets/s came: this machine is too slow, or busy')
        if result['grown'] > self.GROWN:
            sentences.append(f'the memory still grew {result["grown"]:.2f} times in the second half')
        return sentences


class IdleWave(Rate):
    """All flows of a CPU end at the same time."""
    TIMEOUT, LIMIT = 5, 3
    # So often pktgen looks whether its threads are done: the last packet came this much earlier, or less.
    DONE = 0.1
    title = '1M flows of one CPU that go idle together'
    settings = {'inactive_timeout': TIMEOUT, 'maxflows': 4 * MILLION}

    def load(self, result):
        ports = FLOWS['1M']
        (_, packets), = pktgen.run([Stream(0, number(ports) + 1, ports, host=5, random=False)])
        timeout = time.monotonic() - self.DONE + self.TIMEOUT
        now = variants.statistics()
        result['flows'], result['early'] = now['cached_flows'], now['expired_inactive']
        result['late'] = not_sent(packets)
        result['seconds'] = time.monotonic() - timeout
        result['evicted'] = variants.statistics()['expired_resources']

    def wrong(self, result):
        sentences = too_many(result, 'early', 'late', 'evicted')
        if result['flows'] < MILLION:
            sentences.append(f'only {result["flows"]} flows were in the cache')
        if result['seconds'] > self.LIMIT:
            sentences.append(f'the last flow was sent {result["seconds"]:.1f} s after its timeout')
        return sentences


class BurstFull(Rate):
    """Each packet of a burst begins a flow and evicts one."""
    title = '1M new flows in a burst on one CPU, the cache full with 1M'
    settings = {'maxflows': MILLION}

    def load(self, result):
        ports = FLOWS['1M']
        pktgen.run([Stream(0, number(ports) + 1, ports, host=5, random=False)])
        idle.wait()
        before = variants.statistics()
        (ns, packets), = pktgen.run([Stream(0, MILLION, ENDLESS, host=6, random=False)])
        result['rate'] = packets / ns * 1e9
        result['evicted'] = variants.statistics()['expired_resources'] - before['expired_resources']
        result['cached'] = before['cached_flows']

    def wrong(self, result):
        if min(result['cached'], result['evicted']) < 0.99 * MILLION:
            return [f'the cache was not full: {result["cached"]} flows, {result["evicted"]} evicted']
        return []


MEASURES = {'churn': Churn(), 'idle-wave': IdleWave(), 'burst-full': BurstFull()}
