# SPDX-License-Identifier: GPL-2.0
"""A strict reader of NetFlow v5, v9 (RFC 3954) and IPFIX (RFC 7011) Messages.

It stands beside the collectors as a judge: they are lenient, this one refuses whatever the
documents forbid.
"""

import ipaddress
import struct

V5, V9, IPFIX = 5, 9, 10

# Information Elements that the tests read, RFC 7012
OCTETS, PACKETS, PROTOCOL, TOS, TCP_BITS, SOURCE_PORT = 1, 2, 4, 5, 6, 7
SOURCE4, INGRESS, DESTINATION_PORT, DESTINATION4, EGRESS, NEXT_HOP4 = 8, 10, 11, 12, 14, 15
LAST_UPTIME, FIRST_UPTIME, SOURCE6, DESTINATION6, FLOW_LABEL = 21, 22, 27, 28, 31
ICMP_TYPE, MIN_TTL, MAX_TTL, DIRECTION, NEXT_HOP6, END_REASON = 32, 52, 53, 61, 62, 136
ICMP6_TYPE, START_MS, END_MS = 139, 152, 153
ADDRESSES = (SOURCE4, DESTINATION4, NEXT_HOP4, SOURCE6, DESTINATION6, NEXT_HOP6)
STRINGS = (82, 83, 236, 300)
VARIABLE = 65535                # RFC 7011, 7

V5_RECORD = struct.Struct('>4s4s4sHHIIIIHHxBBBHHBBxx')


class Wrong(Exception):
    """The Message breaks a rule; the text says which."""


def require(condition, text):
    if not condition:
        raise Wrong(text)


class Message:
    """One Message, read."""

    def __init__(self, version):
        self.version = version
        self.domain = 0
        self.length = 0         # in bytes
        self.sequence = 0
        self.export_ms = 0      # since 1970; v9 and IPFIX tell whole seconds
        self.uptime_ms = None   # v5 and v9
        self.records = []       # {information element: value}, of Flow Records
        self.options = []       # the same, of Options Data Records
        self.templates = 0      # Template and Options Template Records

    def sequence_step(self):
        """By how much the next Message's sequence number is greater."""
        if self.version == V9:
            return 1
        return len(self.records) + len(self.options)

    def record_ms(self, record):
        """First and last packet, ms since 1970."""
        if START_MS in record:
            return record[START_MS], record[END_MS]
        boot = self.export_ms - self.uptime_ms
        return boot + record[FIRST_UPTIME], boot + record[LAST_UPTIME]


class Reader:
    """The collector's side of one Transport Session: keeps the templates."""

    def __init__(self):
        self.templates = {}     # (domain, id): (is options, [(element, length)])

    def read(self, data):
        message = self.read_version(data)
        message.length = len(data)
        return message

    def read_version(self, data):
        require(len(data) >= 16, f'only {len(data)} bytes')
        version, = struct.unpack_from('>H', data)
        if version == V5:
            return read_v5(data)
        if version == V9:
            return self.read_v9(data)
        require(version == IPFIX, f'version {version}')
        return self.read_ipfix(data)

    def read_v9(self, data):
        message = Message(V9)
        _, count, message.uptime_ms, seconds, message.sequence, message.domain = \
            struct.unpack_from('>HHIIII', data)
        message.export_ms = seconds * 1000
        require(len(data) % 4 == 0, f'length {len(data)} is no multiple of 4')
        self.read_sets(message, data[20:], (0, 1))
        found = len(message.records) + len(message.options) + message.templates
        require(count == found, f'count {count} in the header, but {found} records')
        return message

    def read_ipfix(self, data):
        message = Message(IPFIX)
        _, length, seconds, message.sequence, message.domain = struct.unpack_from('>HHIII', data)
        message.export_ms = seconds * 1000
        require(length == len(data), f'length {length} in the header, but {len(data)} bytes')
        self.read_sets(message, data[16:], (2, 3))
        return message

    def read_sets(self, message, data, template_sets):
        while data:
            require(len(data) >= 4, f'{len(data)} bytes behind the last set')
            set_id, length = struct.unpack_from('>HH', data)
            require(4 < length <= len(data), f'set {set_id} with length {length}')
            require(length % 4 == 0 or message.version != V9, f'set {set_id}: length {length} is not padded to 4')
            body = data[4:length]
            if set_id == template_sets[0]:
                self.read_templates(message, body)
            elif set_id == template_sets[1]:
                self.read_options_templates(message, body)
            else:
                self.read_data(message, set_id, body)
            data = data[length:]

    def read_templates(self, message, body):
        while len(body) >= 4:
            template, count = struct.unpack_from('>HH', body)
            require(template >= 256 and count, f'template {template} with {count} fields')
            body = self.keep(message, template, False, count, body[4:])
        require_padding(message, body)

    def read_options_templates(self, message, body):
        # Padding can be as long as an Options Template's header; no id is less than 256.
        while len(body) >= 6 and body[:2] != b'\0\0':
            template, first, second = struct.unpack_from('>HHH', body)
            if message.version == V9:       # bytes of scope, bytes of options
                require(first and first % 4 == 0 and second % 4 == 0,
                        f'options template {template}: lengths {first} and {second}')
                count = (first + second) // 4
            else:                           # fields, fields of scope
                require(0 < second <= first, f'options template {template}: {second} of {first}')
                count = first
            body = self.keep(message, template, True, count, body[6:])
        require_padding(message, body)

    def keep(self, message, template, is_options, count, body):
        require(len(body) >= 4 * count, f'template {template} is cut short')
        fields = [struct.unpack_from('>HH', body, 4 * i) for i in range(count)]
        for element, length in fields:
            require(length and (length < 65535 or message.version == IPFIX) and element < 32768,
                    f'template {template}: element {element} with length {length}')
        before = self.templates.get((message.domain, template))
        require(before in (None, (is_options, fields)), f'template {template} has changed')
        self.templates[message.domain, template] = is_options, fields
        message.templates += 1
        return body[4 * count:]

    def read_data(self, message, set_id, body):
        known = self.templates.get((message.domain, set_id))
        require(known, f'data of template {set_id}, which was not sent')
        is_options, fields = known
        size = sum(1 if length == VARIABLE else length for _, length in fields)
        require(len(body) >= size, f'set {set_id} has no record')
        while len(body) >= size:
            record, body = self.read_record(fields, body)
            (message.options if is_options else message.records).append(record)
        require_padding(message, body)

    def read_record(self, fields, body):
        """The record, in which an element that comes again is a list, and what follows it."""
        record = {}
        for element, length in fields:
            if length == VARIABLE:
                require(body, 'a string is cut short')
                length, body = body[0], body[1:]
            require(len(body) >= length, f'element {element} is cut short')
            read = value(element, body[:length])
            record[element] = read if element not in record else [record[element], read]
            body = body[length:]
        return record, body


def require_padding(message, rest):
    most = 3 if message.version == V9 else 0
    require(len(rest) <= most and not any(rest), f'{len(rest)} bytes behind the last record')


def value(element, data):
    if element in ADDRESSES:
        return str(ipaddress.ip_address(data))
    if element in STRINGS:
        return data.rstrip(b'\0').decode()
    return int.from_bytes(data, 'big')


def read_v5(data):
    message = Message(V5)
    _, count, message.uptime_ms, seconds, ns, message.sequence, engine, _ = \
        struct.unpack_from('>HHIIIIHH', data)
    message.export_ms = seconds * 1000 + ns // 1000000
    message.domain = engine
    require(1 <= count <= 30, f'{count} records')
    require(len(data) == 24 + 48 * count, f'{len(data)} bytes for {count} records')
    require(ns < 1000000000, f'{ns} ns')
    for i in range(count):
        message.records.append(v5_record(data[24 + 48 * i:72 + 48 * i]))
    return message


def v5_record(data):
    fields = V5_RECORD.unpack(data)
    record = {element: str(ipaddress.ip_address(fields[i])) for i, element in
              enumerate((SOURCE4, DESTINATION4, NEXT_HOP4))}
    record.update(zip((INGRESS, EGRESS, PACKETS, OCTETS, FIRST_UPTIME, LAST_UPTIME, SOURCE_PORT,
                       DESTINATION_PORT, TCP_BITS, PROTOCOL, TOS), fields[3:14]))
    return record
