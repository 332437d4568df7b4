# SPDX-License-Identifier: GPL-2.0
"""Assigns instructions to the rows of the table, by the functions that they come from, inlined or not."""

import collections
import re
import subprocess

# The first function that has a row decides, from the innermost one outwards. Helpers such as netflow_chunks_bucket() have none:
# they belong to the step that calls them.
FUNCTIONS = {
    'hash': r'hsiphash|netflow_key_hash|netflow_flow_hash',
    'look-up': r'netflow_find\w*|netflow_key_equal|netflow_tags_like',
    'count': r'netflow_(count|update|over|seen|seen_due|flow_ended)',
    'wait': r'netflow_fetch|netflow_hash_and_fetch|netflow_cache_(meter|settle|count_waiting)',
    'leave': r'netflow_(cache_(evict|evict_chain|expire|remove)|hand_over|quota_(hand_over|pay)|backlog_pay|evict\w*|victim\w*'
             r'|stalest|expired\w*|flow_copy|table_(prune|buckets?)|next_hop_(address|put))',
    'begin': r'netflow_(begin|place|flow_begin|lose|table_place|packet_next_hop|next_hop_get|free_slot|(expire|quota)_admit'
             r'|(expire|schedule)_arm)',
    'parse': r'netflow_packet_parse|netflow_skip_\w+|netflow_ethernet_type|netflow_parse_\w+|netflow_count_wire|ipv6_ext_hdr',
    'enter': r'(nf_)?netflow_meter|netflow_meter_packet|netflow_packet_time|netflow_now|netflow_aggregate\w*|ktime_\w+',
}
ROWS = ('enter', 'parse', 'hash', 'look-up', 'count', 'wait', 'begin', 'leave', 'other')

# Not part of the packet path: the driver, and the stand-ins for memory and time.
NOT_COUNTED = re.compile(r'(driver|kernel|setup\w*)\.c')


def row_of(functions):
    """The row of an instruction in these functions, the innermost first."""
    for function in functions:
        for row, pattern in FUNCTIONS.items():
            if re.fullmatch(pattern, re.sub(r'\.(constprop|isra|part|cold).*', '', function)):
                return row
    return 'other'


def inlined(program, addresses):
    """The functions of each address, the innermost first."""
    asked = ''.join(f'{address:#x}\n' for address in addresses)
    output = subprocess.run(['addr2line', '-e', program, '-a', '-f', '-i'], input=asked, check=True, capture_output=True,
                            text=True).stdout.splitlines()
    functions, address = {}, None
    lines = iter(output)
    for line in lines:
        if line.startswith('0x'):
            address = int(line, 16)
            functions[address] = []
        else:
            functions[address].append(line)
            next(lines)     # source and line
    return functions


def sums(program, costs):
    """Instructions by row; those of the row `other` also by function."""
    mine = collections.Counter()
    for (name, source, _, address), cost in costs.items():
        if name == program and not NOT_COUNTED.fullmatch(source.rsplit('/', 1)[-1]):
            mine[address] += cost
    functions = inlined(program, sorted(mine))
    counted, strangers = collections.Counter(), collections.Counter()
    for address, cost in mine.items():
        row = row_of(functions[address])
        counted[row] += cost
        if row == 'other':
            strangers[functions[address][-1]] += cost
    return counted, strangers
