# SPDX-License-Identifier: GPL-2.0
"""Namespaces and their devices, by the system calls: what ip and unshare do, without a process for each."""

import ctypes
import fcntl
import os
import socket
import struct

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP

libc = ctypes.CDLL(None, use_errno=True)


def _checked(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def unshare(kinds):
    """Enter new namespaces: NEW_USER, NEW_NETWORK or both."""
    _checked(libc.unshare(kinds))


def enter_network(descriptor):
    """Enter the network namespace that the open file is."""
    _checked(libc.setns(descriptor, NEW_NETWORK))


def device_up(name):
    """Bring up a device of this network namespace, as `ip link set NAME up` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack('16sh14x', name.encode(), 0)
        flags = struct.unpack_from('=h', fcntl.ioctl(any_socket, GET_FLAGS, request), 16)[0]
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack('16sh14x', name.encode(), flags | UP))
