# SPDX-License-Identifier: GPL-2.0
"""Whether the CPUs have their cores to themselves: module/netflow_control.c measures it."""

import os

PROC = '/proc/netflow_control'
# Over the least that was ever measured: what the machine's neighbours do on the other half of a core takes 1.5 times.
QUIET = 1.1
# By this many the least is known.
TIMES = 200

least = {}


def measure(cpu):
    """Return: ns; the process stays on that CPU."""
    os.sched_setaffinity(0, {cpu})
    with open(PROC, encoding='ascii') as file:
        ns = int(file.read())
    least[cpu] = min(ns, least.get(cpu, ns))
    return ns


def quiet(cpus):
    """All of them"""
    everywhere = os.sched_getaffinity(0)
    told = [measure(cpu) <= QUIET * least[cpu] for cpu in cpus]
    os.sched_setaffinity(0, everywhere)
    return all(told)


def set_up():
    for _ in range(TIMES):
        quiet(range(os.cpu_count()))
