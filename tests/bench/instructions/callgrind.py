# SPDX-License-Identifier: GPL-2.0
"""Reads the files of callgrind: how often each instruction ran."""

import collections
import re

NAME = re.compile(r'(ob|fl|fi|fe|fn|cob|cfi|cfl|cfn)=(.*)')
COMPRESSED = re.compile(r'\((\d+)\)(?: (.*))?')
NUMBER = re.compile(r'0x[0-9a-f]+|\d+')


class FormatError(Exception):
    """The file cannot be read."""


def _name(text, kind, known):
    """A name is written as `(number) name` the first time, then as `(number)`."""
    match = COMPRESSED.fullmatch(text)
    if not match:
        return text
    number, name = match.groups()
    if name is not None:
        known[kind, number] = name
    try:
        return known[kind, number]
    except KeyError as error:
        raise FormatError(f'name {text} is not defined') from error


def read(lines):
    """Counter of (object, source, function, address) from a file's lines; callgrind needs --dump-instr=yes for it."""
    costs, known = collections.Counter(), {}
    position, names, called = 0, {'ob': '', 'fl': '', 'fn': ''}, False
    positions = events = None
    for line in lines:
        line = line.strip()
        if line.startswith('positions:'):
            positions = line.split()[1:]
            if positions[0] != 'instr':
                raise FormatError('no addresses of instructions, callgrind needs --dump-instr=yes')
        elif line.startswith('events:'):
            events = line.split()[1:]
            if 'Ir' not in events:
                raise FormatError('no instructions among the events')
        elif match := NAME.fullmatch(line):
            kind = match[1]
            name = _name(match[2], kind[-2:] if kind[-2:] in ('ob', 'fn') else 'file', known)
            if kind in names:
                names[kind] = name
        elif line.startswith('calls='):
            called = True
        elif line.startswith(('jump=', 'jcnd=')):
            raise FormatError('jumps are not supported, callgrind must not have --collect-jumps=yes')
        elif line[:1] in '+-*0123456789' and line[:1]:
            if positions is None or events is None:
                raise FormatError('costs before the header')
            words = line.split()
            position = _position(words[0], position)
            # The line after calls= has the inclusive cost of the call, which the called function counts itself.
            if not called:
                cost = words[len(positions):]
                costs[(*names.values(), position)] += int(cost[events.index('Ir')]) if cost else 0
            called = False
    if positions is None or events is None:
        raise FormatError('not a file of callgrind')
    return costs


def _position(word, before):
    if word == '*':
        return before
    sign = {'+': 1, '-': -1}.get(word[0])
    if not NUMBER.fullmatch(word[1:] if sign else word):
        raise FormatError(f'position {word} cannot be read')
    return before + sign * int(word[1:], 0) if sign else int(word, 0)
