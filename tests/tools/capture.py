# SPDX-License-Identifier: GPL-2.0
"""UDP payloads out of a pcap file of Ethernet frames."""

import collections
import struct

Datagram = collections.namedtuple('Datagram', 'time_ms source source_port port payload')


def frames(path):
    with open(path, 'rb') as file:
        data = file.read()
    magic = data[:4]
    order = '<' if magic in (b'\xd4\xc3\xb2\xa1', b'\x4d\x3c\xb2\xa1') else '>'
    fraction = 1000 if magic in (b'\xd4\xc3\xb2\xa1', b'\xa1\xb2\xc3\xd4') else 1000000
    offset = 24
    while offset + 16 <= len(data):
        seconds, part, length, _ = struct.unpack_from(order + 'IIII', data, offset)
        offset += 16
        if offset + length > len(data):
            return                  # tcpdump was stopped while it wrote
        yield seconds * 1000 + part // fraction, data[offset:offset + length]
        offset += length


def datagrams(path, port):
    """Those to the UDP port; without IP fragments and extension headers."""
    for time_ms, frame in frames(path):
        kind, ip = frame[12:14], frame[14:]
        if kind == b'\x08\x00' and ip[9] == 17 and not (ip[6] & 0x3f or ip[7]):
            source, udp = ip[12:16], ip[(ip[0] & 15) * 4:]
        elif kind == b'\x86\xdd' and ip[6] == 17:
            source, udp = ip[8:24], ip[40:]
        else:
            continue
        source_port, to_port, length = struct.unpack_from('>HHH', udp)
        if to_port == port:
            yield Datagram(time_ms, source, source_port, to_port, udp[8:length])
