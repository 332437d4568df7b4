#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0
"""Try, as a user without privileges, to take the host's memory and to make it wait.

    attacker.py [--namespaces NUMBER] [--seconds NUMBER] [--without-module]

Makes a user namespace and in it as many network namespaces, or as many as can be made in that time, and prints their number.
From SIGUSR1 on it attacks, until SIGTERM. The attackers are processes side by side:

    settings    every setting at its limit, in all namespaces in turn, and flows
    flush       flushes, in all namespaces in turn
    rules       rules that each name another monitor
    requests    requests of netflowctl
    dying       namespaces with settings at their limits and flows that end at once, some each second

--without-module does what can be done of this, and sends the packets, without the module: the kernel's own part of the cost.

What they have achieved is printed at the end as JSON. The namespaces end with this process.
"""

import argparse
import json
import mmap
import os
import pathlib
import random
import resource
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tools'))
import namespaces  # pylint: disable=wrong-import-position

PARENT_DEATH = 1  # PR_SET_PDEATHSIG
# Nobody reads what comes to this port of each namespace.
SLOW = 9000
DESTINATIONS = ','.join([f'127.0.0.1:{SLOW}', *(f'192.0.2.{i}' for i in range(1, 16))])
# The largest value first; those that follow are for when it is refused.
LIMITS = {
    'debug': ['9'], 'export_rate': ['10'], 'queue_size': ['65536'], 'max_packet_size': ['65507'],
    'template_refresh_packet': ['1'], 'template_refresh_timeout': ['1'],
    'sndbuf': ['536870912', '33554432', '4194304', '212992'],
    'aggregation': [','.join(f'10.{i}.0.0/16=24' for i in range(count)) for count in (250, 60, 10)],
    'destination': [DESTINATIONS], 'maxflows': ['0', '4294967295'], 'active_timeout': ['86400'],
    'hashsize': ['67108864', '4194304', '1000000', '350000', '100000', '20000'],
    'hooks': ['prerouting,input,forward,output,postrouting'],
}
MONITORS = 1000
DYING_PERIOD = 0.3
COUNTS = ('accepted', 'refused', 'packets', 'flushes', 'rules', 'rules_refused', 'requests', 'ended')

# Each count is written by one process.
counts = mmap.mmap(-1, 8 * len(COUNTS))


def count(name, more=1):
    at = 8 * COUNTS.index(name)
    struct.pack_into('=Q', counts, at, struct.unpack_from('=Q', counts, at)[0] + more)


class Module:
    """Is the module to be used?"""
    used = True


def write(path, text):
    """Return whether the kernel took it."""
    try:
        with open(path, 'wb', buffering=0) as file:
            file.write(text.encode())
        return True
    except OSError:
        return False


def user_namespace():
    uid, gid = os.getuid(), os.getgid()
    namespaces.unshare(namespaces.NEW_USER)
    for name, text in ('setgroups', 'deny'), ('uid_map', f'0 {uid} 1'), ('gid_map', f'0 {gid} 1'):
        if not write(f'/proc/self/{name}', text):
            sys.exit(f'attacker: {name} cannot be written')


class Network:
    """A network namespace: its loopback device, and a socket that packets are sent by."""

    def __init__(self):
        namespaces.unshare(namespaces.NEW_NETWORK)
        self.namespace = os.open('/proc/self/ns/net', os.O_RDONLY)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        namespaces.device_up('lo')
        self.collector = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.collector.bind(('127.0.0.1', SLOW))

    def enter(self):
        namespaces.enter_network(self.namespace)

    def leave(self, other):
        """It ends, unless somebody else is in it."""
        other.enter()
        for descriptor in self.namespace, self.socket.detach(), self.collector.detach():
            os.close(descriptor)

    def set(self, name):
        """Return how many values were refused, and whether one was taken."""
        if not Module.used:
            return 0, True
        for refused, text in enumerate(LIMITS[name]):
            if write(f'/proc/sys/net/netflow/{name}', text):
                return refused, True
        return len(LIMITS[name]), False

    def send(self, packets):
        """Each to another port."""
        for _ in range(packets):
            try:
                self.socket.sendto(b'', (f'127.{random.randrange(256)}.0.1', random.randrange(1, 65536)))
            except OSError:
                pass


def settings(networks):
    for network in networks:
        network.enter()
        for name in LIMITS:
            refused, taken = network.set(name)
            count('refused', refused)
            count('accepted', taken)
        network.send(500)
        count('packets', 500)


def flush(networks):
    for network in networks:
        network.enter()
        if Module.used:
            write('/proc/sys/net/netflow/flush', '1')
        else:
            time.sleep(0.01)
        count('flushes')


def run(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


def rules(networks):
    networks[-1].enter()
    run('nft', 'add table inet attack; add chain inet attack c { type filter hook output priority 0; }')
    refused = 0
    for number in range(MONITORS):
        if run('nftrule', 'add', 'inet', 'attack', 'c', f'netflow:m{number}' if Module.used else 'counter'):
            count('rules')
        else:
            refused += 1
            count('rules_refused')
        if refused == 10:
            break
    run('nft', 'delete table inet attack')


def requests(networks):
    for network in networks:
        network.enter()
        for command in ('flush', '--all'), ('flows',), ('stats',), ('show',), ('monitor', 'add', 'other'):
            run(*(('netflowctl', *command) if Module.used else ('ip', 'address')))
            count('requests')


def dying(networks):
    while True:
        begin = time.monotonic()
        network = Network()
        for name in LIMITS:
            network.set(name)
        network.send(300)
        network.leave(networks[0])
        count('ended')
        time.sleep(max(0, begin + DYING_PERIOD - time.monotonic()))


ATTACKERS = (settings, flush, rules, requests, dying)


def child(attack, networks):
    pid = os.fork()
    if pid:
        return pid
    namespaces.libc.prctl(PARENT_DEATH, signal.SIGKILL)
    while True:
        attack(networks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--namespaces', type=int, default=100)
    parser.add_argument('--seconds', type=float, default=60)
    parser.add_argument('--without-module', action='store_true')
    options = parser.parse_args()
    Module.used = not options.without_module

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGTERM})
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    user_namespace()
    networks = []
    limit = time.monotonic() + options.seconds
    while len(networks) < options.namespaces and (not networks or time.monotonic() < limit):
        networks.append(Network())
    print(len(networks), flush=True)
    children = []
    if signal.sigwait({signal.SIGUSR1, signal.SIGTERM}) == signal.SIGUSR1:
        children = [child(attack, networks) for attack in ATTACKERS]
        signal.sigwait({signal.SIGTERM})
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    print(json.dumps(dict(zip(COUNTS, struct.unpack(f'={len(COUNTS)}Q', counts)))))


main()
