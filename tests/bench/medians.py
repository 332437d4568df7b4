# SPDX-License-Identifier: GPL-2.0
"""From slices, a list for each round, to what is told of them. Times are ns a packet.

disturbed: numbers of the rounds that had no quiet slice; they are left out, unless all are
"""

import statistics as statistic


def left(rounds, disturbed):
    return [one for number, one in enumerate(rounds) if number not in disturbed] or rounds


def summary(rounds, disturbed=()):
    """What disturbs one slice of a round does not count in its median."""
    rounds = left(rounds, disturbed)
    return {'median': statistic.median(map(statistic.median, rounds)), 'least': min(map(min, rounds)),
            'most': max(map(max, rounds))}


def added(variant, none, disturbed=()):
    """Over no rule: in the rounds' medians, their spread, and in the best slices of all."""
    over = left([statistic.median(a) - statistic.median(b) for a, b in zip(variant, none)], disturbed)
    return {'median': statistic.median(over), 'least': min(over), 'most': max(over),
            'best': min(map(min, variant)) - min(map(min, none))}
