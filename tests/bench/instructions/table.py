# SPDX-License-Identifier: GPL-2.0
"""Tables of the counts, and of their differences from another run."""

import rows


def _aligned(lines):
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return '\n'.join('  '.join(cell.ljust(width) if not i else cell.rjust(width)
                               for i, (cell, width) in enumerate(zip(line, widths))).rstrip() for line in lines)


def _shown_rows(*runs):
    return [row for row in rows.ROWS if any(load['rows'].get(row) for run in runs for load in run['loads'].values())]


def _per_packet(load, row):
    return (load['total'] if row == 'total' else load['rows'].get(row, 0)) / load['packets']


def costs(run):
    """Instructions a packet: a line for each load, a column for each row."""
    shown = [*_shown_rows(run), 'total']
    return _aligned([['instructions a packet', *shown]] +
                    [[name, *(f'{_per_packet(load, row):.1f}' for row in shown)] for name, load in run['loads'].items()])


def compare(before, now, limit):
    """A table of the differences per packet, and a sentence for each load above the limit."""
    failures = [f'the runs have different {what}s: {before[what]}, {now[what]}' for what in ('compiler', 'machine')
                if before[what] != now[what]]
    shown = _shown_rows(before, now)
    lines = [['change', *shown, 'before', 'now', '%']]
    for name, load in now['loads'].items():
        old = before['loads'].get(name)
        if not old or old['packets'] != load['packets']:
            failures.append(f'{name}: the other run lacks this load or has another number of packets')
            continue
        more = (load['total'] - old['total']) * 100
        percent = more / old['total']
        lines.append([name, *(f'{_per_packet(load, row) - _per_packet(old, row):+.1f}' for row in shown),
                      f'{_per_packet(old, "total"):.1f}', f'{_per_packet(load, "total"):.1f}', f'{percent:+.2f}'])
        if more > limit * old['total']:
            failures.append(f'{name}: {percent:.2f} % more instructions a packet; at most {limit:g} % are allowed')
    return _aligned(lines), failures
