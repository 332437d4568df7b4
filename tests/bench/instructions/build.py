# SPDX-License-Identifier: GPL-2.0
"""Builds the packet path of a source tree for userspace, with the kernel's flags."""

import glob
import os
import platform
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))

# The packet path is in these rooms; the linker drops what no packet reaches.
ROOMS = ('metering', 'flow')
# What reads flows for userspace, and what only a VRF's packets reach, would need more stand-ins.
LEFT_OUT = ('dump.c', 'vrf.c')

# Each tree has its own code to set the packet path up. Trees without it are from before the metering had a struct of its own.
SETUP = 'tests/bench/instructions/setup.c'
FIRST_SETUP = os.path.join(HERE, 'setup_monitor.c')

KERNEL_FLAGS = ['-O2', '-std=gnu11', '-fno-strict-aliasing', '-fno-common', '-fshort-wchar', '-fno-PIE', '-fno-strict-overflow',
                '-fno-delete-null-pointer-checks', '-fconserve-stack', '-fno-stack-protector', '-fno-asynchronous-unwind-tables',
                '-fomit-frame-pointer', '-fcf-protection=none']
MACHINE_FLAGS = {
    'x86_64': ['-mno-sse', '-mno-mmx', '-mno-sse2', '-mno-3dnow', '-mno-avx', '-mno-80387', '-mno-fp-ret-in-387',
               '-mpreferred-stack-boundary=3', '-mskip-rax-setup', '-mtune=generic', '-mno-red-zone', '-falign-jumps=1',
               '-falign-loops=1'],
    'aarch64': ['-mgeneral-regs-only'],
}
# The C library's calls need an aligned stack.
HOST_FLAGS = {'x86_64': ['-mstackrealign']}
COMMON_FLAGS = ['-g', '-D_GNU_SOURCE', '-ffunction-sections', '-Wall', '-Werror', '-Wno-pointer-sign',
                '-include', 'bench_kernel.h', '-DEXPORT_SYMBOL_GPL(symbol)=']
WITH_C_LIBRARY = ('driver.c', 'kernel.c')


class BuildError(Exception):
    """A sentence for the user."""


def compiler():
    return os.environ.get('CC', 'gcc')


def compiler_version():
    return subprocess.run([compiler(), '--version'], check=True, capture_output=True, text=True).stdout.splitlines()[0]


def packet_path(module):
    """The sources of the packet path in a tree's src/module."""
    return sorted(path for room in ROOMS for path in glob.glob(os.path.join(module, room, '*.c'))
                  if os.path.basename(path) not in LEFT_OUT)


def first_of(*paths):
    """The first of these that exists."""
    for path in paths:
        if os.path.exists(path):
            return path
    raise BuildError(f'there is no {paths[0]}')


def empty_headers(module, directory):
    """Makes the kernel headers that userspace lacks, empty: every source includes the stand-ins first."""
    names = set()
    for root, _, files in os.walk(module):
        for name in files:
            if name.endswith(('.c', '.h')):
                with open(os.path.join(root, name), encoding='utf-8') as file:
                    names.update(re.findall(r'^#include <((?:linux|net)/\S+)>', file.read(), re.MULTILINE))
    for name in names:
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'#if __has_include_next(<{name}>)\n#include_next <{name}>\n#endif\n')


def run(command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise BuildError(f'{" ".join(command)}\n{result.stderr}')


def build(tree, output):
    """Builds the driver in a new directory; returns the program's path."""
    tree = os.path.abspath(tree)
    module = os.path.join(tree, 'src/module')
    stubs = os.path.dirname(first_of(os.path.join(tree, 'src/stubs/kernel.h'), os.path.join(module, 'compat/userspace/kernel.h')))
    setup = first_of(os.path.join(tree, SETUP), FIRST_SETUP)
    shutil.rmtree(output, ignore_errors=True)
    headers = os.path.join(output, 'include')
    empty_headers(module, headers)
    include = [f'-I{path}' for path in (headers, os.path.join(HERE, 'include'), HERE, module, stubs)]
    machine = platform.machine()
    objects = []
    sources = packet_path(module) + [setup] + [os.path.join(HERE, name) for name in ('inline.c', *WITH_C_LIBRARY)]
    for source in sources:
        built = os.path.join(output, os.path.relpath(source, os.path.dirname(module)).replace('../', '').replace('/', '-') + '.o')
        if os.path.basename(source) in WITH_C_LIBRARY and source.startswith(HERE):
            flags = ['-O2', '-fno-PIE', *HOST_FLAGS.get(machine, [])]
        else:
            flags = KERNEL_FLAGS + MACHINE_FLAGS.get(machine, [])
        run([compiler(), *flags, *COMMON_FLAGS, *include, '-c', source, '-o', built])
        objects.append(built)
    program = os.path.join(output, 'driver')
    run([compiler(), '-no-pie', '-Wl,--gc-sections', *objects, '-o', program])
    return program
