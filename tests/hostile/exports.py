#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0
"""How late flows are exported: send a packet of a new flow each tenth of a second, and wait for its record.

    exports.py PORT FILE

The monitor exports by IPFIX to PORT of 127.0.0.1; a packet goes to port 9 there. The first one is sent on SIGUSR1, the last
one before SIGTERM; then it ends when all records have come, or after 20 s. Writes a line for each flow to FILE: when it was
sent, in ms since 1970, and after how many ms its record came. The last line of the output is JSON: how many were sent and
received, and what was lost according to the sequence numbers.
"""

import json
import pathlib
import select
import signal
import socket
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tools'))
import messages  # pylint: disable=wrong-import-position

PERIOD, PATIENCE = 0.1, 20
FIRST_PORT, PORTS = 20000, 40000


class Exports:
    def __init__(self, port, file):
        self.collector = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.collector.bind(('127.0.0.1', port))
        self.reader, self.file = messages.Reader(), file
        self.sent, self.waiting = 0, {}
        self.received, self.lost, self.sequence = 0, 0, None

    def send(self):
        port = FIRST_PORT + self.sent % PORTS
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.bind(('127.0.0.1', port))
            self.waiting[port] = time.time()
            one.sendto(b'', ('127.0.0.1', 9))
        self.sent += 1

    def receive(self, seconds):
        if not select.select([self.collector], [], [], max(seconds, 0))[0]:
            return
        message = self.reader.read(self.collector.recv(65536))
        now = time.time()
        if self.sequence is not None:
            self.lost += message.sequence - self.sequence
        self.sequence = message.sequence + message.sequence_step()
        for record in message.records:
            began = self.waiting.pop(record.get(messages.SOURCE_PORT), None)
            if began is not None:
                self.received += 1
                self.file.write(f'{began * 1000:.0f} {(now - began) * 1000:.0f}\n')

    def run(self, begun, ended):
        while not begun:
            self.receive(PERIOD)
        due = time.monotonic()
        while not ended:
            if time.monotonic() >= due:
                self.send()
                due += PERIOD
            self.receive(due - time.monotonic())
        limit = time.monotonic() + PATIENCE
        while self.waiting and time.monotonic() < limit:
            self.receive(limit - time.monotonic())


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    begun, ended = [], []
    signal.signal(signal.SIGUSR1, lambda *_: begun.append(True))
    signal.signal(signal.SIGTERM, lambda *_: ended.append(True))
    with open(sys.argv[2], 'w', buffering=1, encoding='ascii') as file:
        exports = Exports(int(sys.argv[1]), file)
        exports.run(begun, ended)
    print(json.dumps({'sent': exports.sent, 'received': exports.received, 'lost': exports.lost}))


main()
