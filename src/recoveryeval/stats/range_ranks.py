"""How much lies below a rank within any stretch of a sequence, for many stretches at once.

The ranks are read bit by bit, the highest first; each bit splits the sequence in two, zeros before
ones, and each stretch follows the half its own rank belongs to (a wavelet matrix). That makes
log2(number of ranks) passes over arrays, in place of a search tree that is walked row by row.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.cells import Floats, Ints


def amounts_below(rank: Ints, amount: Floats, start: Ints, end: Ints, below: Ints) -> Floats:
    """Return, for stretches (Q,), the sum of amounts of places with a rank below ``below`` (Q,).

    ``rank`` and ``amount`` (M,) are the sequence; a stretch is ``start <= place < end``.
    """
    total = np.zeros(below.size)
    highest = int(max(rank.max(initial=0), below.max(initial=0)))
    for bit in range(highest.bit_length() - 1, -1, -1):
        one = (rank >> bit) & 1
        zeros = np.concatenate([[0], np.cumsum(1 - one)])
        in_zeros = np.concatenate([[0.0], np.cumsum(amount * (1 - one))])
        up = ((below >> bit) & 1).astype(bool)
        total += np.where(up, in_zeros[end] - in_zeros[start], 0.0)
        start, end = (
            np.where(up, zeros[-1] + place - zeros[place], zeros[place]) for place in (start, end)
        )
        order = np.argsort(one, kind="stable")
        rank, amount = rank[order], amount[order]
    return total
