#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0
"""Send frames that are nearly right: valid ones of many kinds, spoiled, and trains of segments.

    fuzz_packets.py [--seed N] [--seconds N | --packets N] DEVICE

The same seed gives the same frames in the same order. Every frame is composed of layers (Ethernet, VLAN, MPLS, PPPoE, IPv4
with options, IPv6 with extension headers, fragments, tunnels, transport). Most are spoiled then: bits, bytes, lengths, headers
cut short, doubled or left out. Some go through a socket with PACKET_VNET_HDR, which makes them GSO trains or gives them a
checksum to be completed. Some are sent under another protocol than theirs.

It prints the seed, and how many frames the kernel took and how many it refused.
"""

import argparse
import ipaddress
import random
import socket
import struct
import sys
import time

SOL_PACKET, PACKET_VNET_HDR = 263, 15
ETH_IP, ETH_IPV6, ETH_VLAN, ETH_QINQ = 0x0800, 0x86dd, 0x8100, 0x88a8
ETH_MPLS, ETH_PPP_SES, ETH_ARP = 0x8847, 0x8864, 0x0806
TCP, UDP, ICMP, ICMPV6, GRE, SCTP, DCCP, UDPLITE = 6, 17, 1, 58, 47, 132, 33, 136
IPIP, IPV6, ROUTING, FRAGMENT, AUTH, NONE, OPTIONS, HOPS = 4, 41, 43, 44, 51, 59, 60, 0
TYPES = (ETH_IP, ETH_IPV6, ETH_VLAN, ETH_QINQ, ETH_MPLS, ETH_PPP_SES, ETH_ARP, 0x6558, 0x0003, 46)
INTERESTING = (0, 1, 4, 5, 6, 7, 8, 20, 40, 0x7f, 0x80, 0xff, 0x0800, 0x86dd, 0x8100, 0x7fff, 0x8000, 0xfffe, 0xffff)
GSO = {(4, TCP): 1, (6, TCP): 4, (4, UDP): 5, (6, UDP): 5}
LONGEST = 1500


def checksum(data):
    if len(data) % 2:
        data += b'\0'
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


class Frame:
    """A valid frame, built from the inside to the outside."""

    def __init__(self, rng):
        self.rng = rng
        self.lengths = []       # of bytes from the end of the frame: where lengths and types are
        self.data = b''
        self.version, self.protocol, self.transport = 4, UDP, 0
        self.ip(rng.choice((4, 6)), tunnels=rng.choice((0, 0, 0, 1, 2)))
        self.link()

    def put(self, header, *lengths):
        """A header before what there is; lengths: the places in it that tell a length, a type or a version."""
        self.data = header + self.data
        self.lengths += [len(self.data) - at for at in lengths]

    def number(self, bits):
        return self.rng.getrandbits(bits)

    def address(self, version, net):
        """One of few, so that flows have several packets; now and then any, or one with a meaning of its own."""
        rng = self.rng
        if rng.random() < 0.05:
            return rng.choice((b'\0', b'\xff', b'\x7f', b'\xe0', b'\xfe')) + rng.randbytes(3 if version == 4 else 15)
        if version == 4:
            return bytes((10, net, 0, rng.randrange(1, 30)))
        return ipaddress.ip_address(f'fd00:{net}::{rng.randrange(1, 30):x}').packed

    def transport_header(self, version):
        rng = self.rng
        protocol = rng.choice((TCP, TCP, UDP, UDP, ICMP if version == 4 else ICMPV6, SCTP, DCCP, UDPLITE, GRE,
                               rng.randrange(256)))
        ports = struct.pack('>HH', rng.randrange(1, 40), rng.choice((9, 53, 80, 443, 4789, 6081, 500)))
        self.data = rng.randbytes(rng.choice((0, 1, 8, 64, rng.randrange(900))))
        if protocol == TCP:
            options = rng.randbytes(4 * rng.choice((0, 0, 3, 10)))
            self.put(ports + struct.pack('>IIBBHHH', self.number(32), self.number(32), (5 + len(options) // 4) << 4,
                                         self.number(8), self.number(16), 0, 0) + options, 12)
        elif protocol in (UDP, UDPLITE):
            self.put(ports + struct.pack('>HH', len(self.data) + 8, 0), 4)
        elif protocol in (ICMP, ICMPV6):
            self.put(struct.pack('>BBHI', rng.choice((0, 3, 8, 11, 128, 129, 1, 2)), self.number(3), 0, self.number(32)), 0)
        elif protocol in (SCTP, DCCP):
            self.put(ports + rng.randbytes(8), 4)
        elif protocol == GRE:
            self.put(struct.pack('>HH', rng.choice((0, 0x2000, 0x8000, 0xb000, 0x3001)), rng.choice(TYPES)), 0, 2)
        self.version, self.protocol, self.transport = version, protocol, len(self.data)
        return protocol

    def extensions(self, protocol):
        """IPv6 extension headers before what there is; returns the first one's number."""
        rng = self.rng
        for kind in rng.choices((HOPS, ROUTING, FRAGMENT, AUTH, OPTIONS, NONE), k=rng.choice((0, 0, 0, 1, 2, 4, 9))):
            if kind == FRAGMENT:
                self.put(struct.pack('>BBHI', protocol, 0, self.number(2) * rng.choice((0, 8, 8 * 100)) + self.number(1),
                                     self.number(4)), 0, 2)
            elif kind == AUTH:
                self.put(struct.pack('>BBHII', protocol, 1, 0, 1, self.number(32)), 0, 1)
            else:
                units = rng.choice((0, 0, 1, 3))
                self.put(bytes((protocol, units)) + (b'\1\4' + bytes(4) if units == 0 else rng.randbytes(6 + 8 * units)), 0, 1)
            protocol = kind
        return protocol

    def ipv4(self, protocol):
        rng = self.rng
        options = rng.randbytes(4 * rng.choice((0, 0, 0, 0, 1, 3, 10)))
        fragment = rng.choice((0, 0, 0, 0x4000, 0x2000, 0x2000 + self.number(4), self.number(8), 0x1fff))
        header = struct.pack('>BBHHHBBH', 0x45 + len(options) // 4, self.number(8) if rng.random() < 0.1 else 0,
                             20 + len(options) + len(self.data), self.number(4), fragment, rng.choice((0, 1, 2, 64, 255)),
                             protocol, 0)
        addresses = self.address(4, 1) + self.address(4, 2)
        total = checksum(header + addresses + options)
        self.put(header[:10] + struct.pack('>H', total) + addresses + options, 0, 2, 6, 9)
        return ETH_IP

    def ipv6(self, protocol):
        protocol = self.extensions(protocol)
        self.put(struct.pack('>IHBB', 6 << 28 | self.number(20) % 3 << 8, len(self.data), protocol,
                             self.rng.choice((0, 1, 64, 255))) + self.address(6, 1) + self.address(6, 2), 0, 4, 6)
        return ETH_IPV6

    def ip(self, version, tunnels):
        """IP and what it carries, perhaps IP again: directly, in GRE, or in VXLAN with its own Ethernet header."""
        rng = self.rng
        if not tunnels:
            protocol = self.transport_header(version)
        else:
            self.ip(rng.choice((4, 6)), tunnels - 1)
            inner = self.type
            protocol = rng.choice((IPIP if inner == ETH_IP else IPV6, GRE, UDP))
            if protocol == GRE:
                self.put(struct.pack('>HH', 0, inner), 0, 2)
            elif protocol == UDP:
                self.put(b'\2\0\0\0\0\2\2\0\0\0\0\1' + struct.pack('>H', inner), 12)
                self.put(struct.pack('>BBHI', 8, 0, 0, self.number(4) << 8))
                self.put(struct.pack('>HHHH', 4000, 4789, len(self.data) + 8, 0), 4)
        self.type = (self.ipv4 if version == 4 else self.ipv6)(protocol)

    def link(self):
        rng = self.rng
        kind = self.type
        if rng.random() < 0.1:
            self.put(struct.pack('>BBHHH', 0x11, 0, rng.choice((0, 1, 0xffff)), len(self.data) + 2,
                                 {ETH_IP: 0x21, ETH_IPV6: 0x57}[kind]), 4, 6)
            kind = ETH_PPP_SES
        elif rng.random() < 0.05:
            self.put(b''.join(struct.pack('>I', self.number(20) << 12 | (n == 0) << 8 | 64) for n in (2, 1, 0)), 0, 8)
            kind = ETH_MPLS
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 3, 10))):
            self.put(struct.pack('>HH', self.number(16), kind), 2)
            kind = rng.choice((ETH_VLAN, ETH_QINQ))
        # The router's address or its neighbour's, seldom another.
        self.put((b'\2\0\0\0' + bytes(rng.choice(((1, 1), (1, 1), (2, 2), (0, 1)))) if rng.random() < 0.9 else b'\xff' * 6) +
                 b'\2\0\0\0\0\2' + struct.pack('>H', kind), 12)


def spoil(rng, frame):
    """Another frame, of at least an Ethernet header."""
    data = bytearray(frame.data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        way, at = rng.randrange(8), rng.randrange(len(data))
        if way < 3 and frame.lengths:
            at = max(0, len(data) - rng.choice(frame.lengths))
            data[at:at + 2] = struct.pack('>H', rng.choice(INTERESTING) if way else rng.getrandbits(16))
        elif way == 3:
            data[at] ^= 1 << rng.randrange(8)
        elif way == 4:
            data[at] = rng.choice(INTERESTING) & 0xff
        elif way == 5:
            del data[max(14, at):]
        elif way == 6:
            del data[at:at + rng.choice((1, 2, 4, 8))]
        else:
            data[at:at] = data[at:at + rng.choice((2, 4, 8, 40))]
        if len(data) < 14:
            data += bytes(14 - len(data))
    return bytes(data[:LONGEST])


def vnet_header(rng, frame, data):
    """struct virtio_net_hdr: a train of segments, or a checksum that is still to be made"""
    transport = len(data) - frame.transport
    offset = {TCP: 16, UDP: 6}.get(frame.protocol, 0)
    gso = GSO.get((frame.version, frame.protocol), 0)
    if not offset or transport < 14 or rng.random() < 0.1:
        return struct.pack('=BBHHHH', rng.choice((0, 1)), rng.choice((0, 1, 3, 4, 5, 0x81)), rng.getrandbits(8),
                           rng.choice(INTERESTING), rng.getrandbits(8), rng.getrandbits(4))
    if rng.random() < 0.2:
        gso = 0
    length = transport + (20 if frame.protocol == TCP else 8)
    return struct.pack('=BBHHHH', 1, gso, rng.choice((length, length, 0, 14, len(data))),
                       rng.choice((1, 8, 100, 500, 1400)) if gso else 0, transport, offset)


class Sender:
    def __init__(self, device):
        self.device = device
        self.plain = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self.vnet = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        self.vnet.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
        for sock in (self.plain, self.vnet):
            sock.bind((device, 0))
        self.taken = self.refused = 0

    def send(self, sock, data, protocol):
        try:
            sock.sendto(data, (self.device, protocol))
            self.taken += 1
        except OSError:
            self.refused += 1


def one(rng, sender):
    frame = Frame(rng)
    data = spoil(rng, frame) if rng.random() < 0.7 else frame.data[:LONGEST]
    protocol = rng.choice(TYPES) if rng.random() < 0.05 else 0
    if rng.random() < 0.2:
        sender.send(sender.vnet, vnet_header(rng, frame, data) + data, protocol)
    else:
        sender.send(sender.plain, data, protocol)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--seconds', type=float, default=45)
    parser.add_argument('--packets', type=int, default=sys.maxsize, help='no more than these')
    parser.add_argument('device')
    arguments = parser.parse_args()
    print(f'seed {arguments.seed}', flush=True)
    rng = random.Random(arguments.seed)
    sender = Sender(arguments.device)
    end = time.monotonic() + arguments.seconds
    for number in range(arguments.packets):
        if time.monotonic() >= end:
            break
        one(rng, sender)
        if number % 10000 == 0:
            print(f'{number} frames', flush=True)
    print(f'{sender.taken} frames sent, {sender.refused} refused')


if __name__ == '__main__':
    main()
