#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0
"""Send the kernel requests, rules and tables that are valid, nearly valid, or garbage.

    fuzz_netlink.py [--seed NUMBER] [--seconds NUMBER] [--count NUMBER]

Runs as root in a namespace of its own and leaves rules and monitors behind. What is sent follows from the seed, which is
printed first, and goes in turn to the generic netlink family (its commands and attributes are read from
docs/netflow.yaml), to nf_tables, and to ip_tables. The last line is JSON: for each of them, how many requests the kernel
accepted and how many it refused.
"""

import argparse
import ctypes
import json
import pathlib
import random
import socket
import struct
import sys
import time

import spec

GENERIC, NETFILTER, SOL_NETLINK, EXT_ACK = 16, 12, 270, 11
ERROR, DONE, REQUEST, ACK, DUMP, CREATE = 2, 3, 1, 4, 0x300, 0x400
NESTED, NAME_SIZE = 0x8000, 32

# In each list the valid ones are first.
MONITORS = [b'default', b'm1', b'm2', b'wan-3', b'a' * 31, b'a' * 32, b'', b'a b', b'\xff\xfe', b'../m1']
TEXTS = {
    'destination': [b'', b'127.0.0.1:2055', b'127.0.0.1:2055,[::1]:4739/v9', b'192.0.2.1%lo/v5', b'127.0.0.1@127.0.0.2',
                    b','.join(b'127.0.0.1:%d' % i for i in range(3000, 3016)), b'[fe80::1%lo]:9',
                    b'127.0.0.1:0', b'127.0.0.1,127.0.0.1', b'nowhere'],
    'aggregation': [b'', b'10.0.0.0/8=24', b'1024-65535=0', b'2001:db8::/32=48,80=80', b'10.0.0.0/33=1', b'9-8=1',
                    b'80', b'='],
    'hooks': [b'', b'input', b'output', b'prerouting,postrouting', b'forward,forward', b'nowhere', b',', b'a' * 1022],
}
# A table of 2^26 flows is allowed, but the guest has no memory for several.
NUMBERS = {
    'hashsize': [0, 1, 1000, 65536, (1 << 26) + 1, 0xffffffff],
    'sndbuf': [0, 1, 4096, 1 << 20, (1 << 29) + 1, 0xffffffff],
    'debug': [0, 1, 9, 10],
    'protocol': [5, 9, 10, 0, 7],
    'active-timeout': [1, 2, 60, 86400, 0, 86401],
    'inactive-timeout': [1, 2, 15, 86400, 0, 86401],
    'template-refresh-timeout': [0, 1, 86400, 86401],
    'max-packet-size': [0, 512, 1400, 65507, 1, 511, 65508],
    'queue-size': [1, 2, 1024, 65536, 0, 65537],
    'export-rate': [0, 10, 1000, 1000000, 1, 1000001],
}
ANY_NUMBER = [0, 1, 100, 0x7fffffff, 0xffffffff]


class Fuzzer(random.Random):
    """A source of random choices and attributes, `odds` of which are wrong."""
    odds = 0.0

    def mood(self):
        self.odds = self.choice([0, 0, 0.05, 0.15, 0.5])

    def wrong(self):
        return self.odds and self.random() < self.odds

    def attribute(self, kind, data, nested=False):
        length = 4 + len(data)
        kind |= NESTED if nested else 0
        if not self.wrong():
            return self.packed(length, kind, data)
        fault = self.randrange(8)
        if fault == 0:
            return b''
        if fault == 1:
            return self.packed(length, kind, data) * 2
        if fault == 2:
            return self.packed(self.choice([0, 1, 3, 4, length - 1, length + 1, length + 4, 0xffff]) & 0xffff, kind, data)
        if fault == 3:
            kind ^= 1 << self.randrange(16)
        elif fault == 4:
            data = data[:self.randrange(len(data) + 1)]
        elif fault == 5:
            data += self.randbytes(self.choice([1, 4, 60, 2000]))
        elif fault == 6:
            data = self.randbytes(len(data))
        else:
            data = self.packed(length, kind, data)
        return self.packed(4 + len(data), kind, data)

    @staticmethod
    def packed(length, kind, data):
        return struct.pack('=HH', length, kind & 0xffff) + data + bytes(-len(data) % 4)

    def pick(self, choices):
        """One of the first half, in most cases."""
        return self.choice(choices[:(len(choices) + 1) // 2] if self.random() < 0.9 else choices)

    def text(self, kind, choices):
        return self.attribute(kind, self.pick(choices) + b'\0')

    def message(self, kind, flags, sequence, payload):
        header = struct.pack('=IHHII', 16 + len(payload), kind, flags, sequence, 0)
        if not self.wrong():
            return header + payload + bytes(-len(payload) % 4)
        message = bytearray(header + payload)
        for _ in range(self.randrange(1, 8)):
            message[self.randrange(len(message))] = self.randrange(256)
        del message[self.randrange(16, len(message) + 1):]
        struct.pack_into('=I', message, 0, self.choice([len(message), len(message), len(message) + 4]))
        return bytes(message) + bytes(-len(message) % 4)


class Netlink:
    """A socket, and what the kernel thought of what was sent."""

    def __init__(self, protocol):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, protocol)
        self.socket.bind((0, 0))
        self.socket.setsockopt(SOL_NETLINK, EXT_ACK, 1)
        self.socket.settimeout(0.02)
        self.accepted = self.refused = 0

    def send(self, data):
        try:
            self.socket.send(data)
        except OSError:
            self.refused += 1
            return []
        return self.receive()

    def receive(self):
        """Until nothing comes any more; an answer to a request may be in several parts."""
        answers = []
        while True:
            try:
                data = self.socket.recv(1 << 20)
            except socket.timeout:
                return answers
            except OSError:
                continue
            answers.append(data)
            if self.count(data):
                return answers

    def count(self, data):
        """Return whether the end of a request was among the messages."""
        end = False
        while len(data) >= 16:
            length, kind = struct.unpack_from('=IH', data)
            if kind == ERROR:
                bad = struct.unpack_from('=i', data, 16)[0]
                self.refused += bad != 0
                self.accepted += bad == 0
            end |= kind in (ERROR, DONE)
            data = data[max((length + 3) & ~3, 16):]
        return end


class Family:
    """Requests of the generic netlink family."""
    name = 'netlink'

    def __init__(self, fuzzer):
        self.fuzzer, self.netlink = fuzzer, Netlink(GENERIC)
        self.sets, self.commands = spec.read(pathlib.Path(__file__).resolve().parents[2] / 'docs/netflow.yaml')
        request = struct.pack('=BBH', 3, 1, 0) + fuzzer.attribute(2, b'netflow\0')
        answer = self.netlink.send(fuzzer.message(16, REQUEST, 1, request))[0]
        self.id = None
        at = 20
        while at + 4 <= len(answer):
            length, kind = struct.unpack_from('=HH', answer, at)
            if kind == 1:
                self.id = struct.unpack_from('=H', answer, at + 4)[0]
            at += max((length + 3) & ~3, 4)

    def value(self, kind, name, attribute):
        fuzzer = self.fuzzer
        if name == 'monitor':
            return fuzzer.text(kind, MONITORS)
        if name == 'text':
            return fuzzer.text(kind, TEXTS['destination'])
        if attribute['type'] == 'string':
            return fuzzer.text(kind, TEXTS.get(name, MONITORS))
        if attribute['type'] == 'nest':
            return fuzzer.attribute(kind, self.nest(attribute['nested-attributes']), nested=True)
        size = {'u8': 1, 'u16': 2, 'u64': 8}.get(attribute['type'], 4)
        number = fuzzer.pick(NUMBERS.get(name, ANY_NUMBER))
        return fuzzer.attribute(kind, number.to_bytes(8, sys.byteorder)[:size])

    def nest(self, name):
        """Some of the attributes that a request may have in there; when in the mood, any."""
        members = list(enumerate(self.sets[name].items(), 1))
        if name == 'destination' and not self.fuzzer.wrong():
            members = members[:1]
        chosen = self.fuzzer.sample(members, self.fuzzer.randrange(1, min(len(members), 5) + 1))
        return b''.join(self.value(kind, attribute, rest) for kind, (attribute, rest) in chosen)

    def payload(self, command):
        names = list(self.sets['netflow'])
        wanted = [name for name in command['attributes'] if self.fuzzer.random() < 0.8]
        if self.fuzzer.wrong():
            wanted.append(self.fuzzer.choice(names))
        return b''.join(self.value(names.index(name) + 1, name, self.sets['netflow'][name]) for name in wanted)

    def round(self):
        fuzzer, data = self.fuzzer, b''
        for sequence in range(fuzzer.choice([1, 1, 1, 3])):
            number, command = fuzzer.choice(list(enumerate(self.commands, 1)))
            flags = REQUEST | ACK | (DUMP if command['dump'] and fuzzer.random() < 0.5 else 0)
            if fuzzer.wrong():
                number, flags = fuzzer.randrange(256), fuzzer.randrange(1 << 16) | REQUEST
            header = struct.pack('=BBH', number, 1, 0)
            data += fuzzer.message(self.id, flags, sequence, header + self.payload(command))
        self.netlink.send(data)


class Tables:
    """Rules of nf_tables with the expression, and with the target by nft_compat."""
    name = 'nf_tables'
    FAMILIES = {'ip': 2, 'inet': 1, 'arp': 3, 'bridge': 7, 'netdev': 5}

    def __init__(self, fuzzer):
        self.fuzzer, self.netlink = fuzzer, Netlink(NETFILTER)

    def expression(self, name, data):
        fuzzer = self.fuzzer
        return fuzzer.attribute(1, fuzzer.attribute(1, name + b'\0') + fuzzer.attribute(2, data, nested=True), nested=True)

    def netflow(self):
        fuzzer = self.fuzzer
        return fuzzer.text(1, MONITORS) if fuzzer.random() < 0.8 else b''

    def target(self):
        fuzzer = self.fuzzer
        return (fuzzer.attribute(1, b'NETFLOW\0') + fuzzer.attribute(2, struct.pack('>I', 1)) +
                fuzzer.attribute(3, target_info(fuzzer)))

    def dynset(self):
        """The statement of a set's elements, which it cannot be."""
        fuzzer = self.fuzzer
        inner = fuzzer.attribute(1, b'netflow\0') + fuzzer.attribute(2, self.netflow(), nested=True)
        return (fuzzer.attribute(1, b's\0') + fuzzer.attribute(3, bytes(4)) +
                fuzzer.attribute(4, struct.pack('>I', 1)) + fuzzer.attribute(7, inner, nested=True))

    def expressions(self):
        fuzzer, some = self.fuzzer, b''
        for _ in range(fuzzer.choice([1, 1, 2, 5, 40])):
            kind = fuzzer.choice(['netflow', 'netflow', 'netflow', 'counter', 'target', 'dynset'])
            if kind == 'netflow':
                some += self.expression(b'netflow', self.netflow())
            elif kind == 'target':
                some += self.expression(b'target', self.target())
            elif kind == 'dynset':
                some += self.expression(b'payload', b''.join(
                    fuzzer.attribute(i, struct.pack('>I', value)) for i, value in enumerate((1, 1, 12, 4), 1)))
                some += self.expression(b'dynset', self.dynset())
            else:
                some += self.expression(b'counter', b'')
        return some

    def command(self, family):
        """(type, flags, attributes) of one message."""
        fuzzer = self.fuzzer
        table, chain = fuzzer.attribute(1, b'f\0'), fuzzer.choice([b'c\0', b'c\0', b'd\0'])
        kind = fuzzer.choice(['rule', 'rule', 'rule', 'rules', 'table', 'set', 'list', 'delete'])
        if kind == 'rule':
            return 6, CREATE | 0x800, (table + fuzzer.attribute(2, chain) +
                                       fuzzer.attribute(4, self.expressions(), nested=True))
        if kind == 'rules':
            return 8, 0, table + fuzzer.attribute(2, chain)
        if kind == 'set':
            return 9, CREATE, (table + fuzzer.attribute(2, b's\0') + fuzzer.attribute(3, struct.pack('>I', 0x40)) +
                               fuzzer.attribute(4, struct.pack('>I', 7)) + fuzzer.attribute(5, struct.pack('>I', 4)) +
                               fuzzer.attribute(10, struct.pack('>I', 1)) +
                               (fuzzer.attribute(17, fuzzer.attribute(1, b'netflow\0'), nested=True)
                                if fuzzer.random() < 0.3 else b''))
        if kind == 'list':
            return 7, DUMP, table
        if kind == 'delete' and fuzzer.random() < 0.3:
            return 2, 0, table
        return 0, CREATE, table

    def chains(self, family):
        """A chain at a hook and one that is only jumped to, in a table of their own."""
        fuzzer = self.fuzzer
        yield 0, CREATE, fuzzer.attribute(1, b'f\0')
        hook = fuzzer.attribute(1, struct.pack('>I', 0 if family == 5 else 1)) + fuzzer.attribute(2, bytes(4))
        if family == 5:
            hook += fuzzer.attribute(3, b'lo\0')
        yield 3, CREATE, (fuzzer.attribute(1, b'f\0') + fuzzer.attribute(3, b'c\0') +
                          fuzzer.attribute(4, hook, nested=True) + fuzzer.attribute(7, b'filter\0'))
        yield 3, CREATE, fuzzer.attribute(1, b'f\0') + fuzzer.attribute(3, b'd\0')

    def round(self):
        fuzzer = self.fuzzer
        family = fuzzer.choice(list(self.FAMILIES.values()))
        header = struct.pack('>BBH', family, 0, 0)
        commands = list(self.chains(family)) + [self.command(family) for _ in range(fuzzer.choice([1, 2, 5]))]
        edge = struct.pack('>BBH', 0, 0, 10)
        data = fuzzer.message(0x10, REQUEST, 0, edge)
        for sequence, (kind, flags, attributes) in enumerate(commands):
            data += fuzzer.message(10 << 8 | kind, REQUEST | ACK | flags, sequence, header + attributes)
        # Without its end the batch is only a check.
        if fuzzer.random() < 0.7:
            data += fuzzer.message(0x11, REQUEST, 0, edge)
        self.netlink.send(data)
        # Each message of a batch has an answer of its own.
        self.netlink.receive()


def target_info(fuzzer):
    """struct xt_netflow_info"""
    monitor = fuzzer.pick(MONITORS).ljust(NAME_SIZE, b'\0')
    if fuzzer.wrong():
        monitor = fuzzer.randbytes(NAME_SIZE)
    info = monitor + fuzzer.choice([bytes(8), b'\xff' * 8])
    return info[:fuzzer.randrange(len(info))] if fuzzer.wrong() else info


class Iptables:
    """Tables of ip_tables with the target. The structures are those of a 64-bit machine."""
    name = 'ip_tables'
    REPLACE = INFO = 64
    HOOKS = (1, 2, 3)

    def __init__(self, fuzzer):
        self.fuzzer = fuzzer
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.accepted = self.refused = 0

    def entries_now(self):
        """The kernel wants to return as many counters as the table has entries."""
        info, size = ctypes.create_string_buffer(b'filter', 84), ctypes.c_uint32(84)
        if self.libc.getsockopt(self.socket.fileno(), socket.SOL_IP, self.INFO, info, ctypes.byref(size)):
            raise OSError(ctypes.get_errno(), 'no table filter')
        return struct.unpack_from('=I', info.raw, 76)[0]

    def entry(self, target):
        size = 112 + len(target)
        if self.fuzzer.wrong():
            size = self.fuzzer.choice([0, 112, size + 8, size - 8, 0xffff])
        return bytes(84) + struct.pack('=IHHI', 0, 112, size & 0xffff, 0) + bytes(16) + target

    def target(self, name, data, revision=0):
        size = (32 + len(data) + 7) & ~7
        told = self.fuzzer.choice([0, 32, size + 8, 0xffff]) if self.fuzzer.wrong() else size
        return struct.pack('=H29sB', told, name, revision) + data.ljust(size - 32, b'\0')

    def verdict(self, number):
        return self.entry(self.target(b'', struct.pack('=ii', number, 0)))

    def netflow(self):
        fuzzer = self.fuzzer
        revision = fuzzer.choice([0, 2, 255]) if fuzzer.wrong() else 1
        return self.entry(self.target(b'NETFLOW', target_info(fuzzer), revision))

    def table(self):
        """(entries, their number, where each hook begins, where its policy is)"""
        data, count, begins, policies = b'', 0, [0] * 5, [0] * 5
        for hook in self.HOOKS:
            begins[hook] = len(data)
            for _ in range(self.fuzzer.randrange(3)):
                data += self.netflow()
                count += 1
            if self.fuzzer.random() < 0.1:	# a target that is only for other tables, after ours
                data += self.entry(self.target(b'SNAT', bytes(24), 0))
                count += 1
            policies[hook] = len(data)
            data += self.verdict(-2)
            count += 1
        return data + self.entry(self.target(b'ERROR', b'ERROR'.ljust(30, b'\0'))), count + 1, begins, policies

    def round(self):
        fuzzer = self.fuzzer
        data, count, begins, policies = self.table()
        now = self.entries_now()
        counters = ctypes.create_string_buffer(16 * now)
        if fuzzer.wrong():
            data = data[:fuzzer.randrange(len(data))]
        replace = struct.pack('=32sIII5I5IIQ', b'filter', 0xe, count, len(data), *begins, *policies,
                              now, ctypes.addressof(counters))
        try:
            self.socket.setsockopt(socket.SOL_IP, self.REPLACE, replace + data)
            self.accepted += 1
        except OSError:
            self.refused += 1


def traffic(sender, fuzzer):
    """To the loopback device, so that whatever meters has something to count."""
    for _ in range(fuzzer.randrange(4)):
        try:
            sender.sendto(bytes(fuzzer.randrange(200)), ('127.0.0.1', fuzzer.randrange(1024, 1100)))
        except OSError:
            pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--seed', type=int, default=time.time_ns() % (1 << 32))
    parser.add_argument('--seconds', type=float, default=60)
    parser.add_argument('--count', type=int, default=1 << 62)
    arguments = parser.parse_args()
    print(f'seed {arguments.seed}', flush=True)
    fuzzer = Fuzzer(arguments.seed)
    interfaces = [Family(fuzzer), Tables(fuzzer), Iptables(fuzzer)]
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end, rounds = time.monotonic() + arguments.seconds, 0
    while time.monotonic() < end and rounds < arguments.count:
        fuzzer.mood()
        fuzzer.choice(interfaces).round()
        traffic(sender, fuzzer)
        rounds += 1
    result = {'rounds': rounds}
    for interface in interfaces:
        counts = getattr(interface, 'netlink', interface)
        result[interface.name] = {'accepted': counts.accepted, 'refused': counts.refused}
    print(json.dumps(result))


if __name__ == '__main__':
    main()
