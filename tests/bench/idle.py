# SPDX-License-Identifier: GPL-2.0
"""Nothing that one measurement left to do is done in the next one."""

import os
import subprocess
import time

TICKS = os.sysconf('SC_CLK_TCK')
PERIOD = 0.2
# Of all CPUs' time: what a kernel does behind the packets, such as the growth of a table, takes more.
BUSY = 0.1
# MiB that the rest of the guest needs meanwhile
SPARE = 128


def busy_ticks():
    with open('/proc/stat', encoding='ascii') as file:
        words = file.readline().split()[1:]
    user, nice, system, _, _, irq, softirq = (int(word) for word in words[:7])
    return user + nice + system + irq + softirq


def wait(seconds=60):
    """Until the CPUs have nothing to do."""
    limit = time.monotonic() + seconds
    before = busy_ticks()
    while time.monotonic() < limit:
        time.sleep(PERIOD)
        now = busy_ticks()
        if now - before <= BUSY * PERIOD * TICKS * os.cpu_count():
            return
        before = now
    raise RuntimeError(f'the CPUs were busy for {seconds} s')


def touch_memory():
    """The machine gives a guest its memory when that is first touched, which takes longer than the work there."""
    with open('/proc/meminfo', encoding='ascii') as file:
        free = next(int(line.split()[1]) // 1024 for line in file if line.startswith('MemFree'))
    directory = '/tmp/netflow-bench-memory'
    os.mkdir(directory)
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=100%', 'tmpfs', directory], check=True)
    try:
        with open(f'{directory}/file', 'wb') as file:
            for _ in range(free - SPARE):
                file.write(bytes(1 << 20))
    finally:
        subprocess.run(['umount', directory], check=True)
