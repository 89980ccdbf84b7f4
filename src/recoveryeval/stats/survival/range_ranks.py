"""How much lies below a rank, and at it, within any stretch of a sequence, for many at once.

The ranks are read bit by bit, the highest first; each bit splits the sequence in two, zeros before
ones, and each stretch follows the half its own rank belongs to (a wavelet matrix). That makes
log2(number of ranks) passes over arrays, in place of a search tree that is walked row by row. What
is left of a stretch after the last bit is what has its rank.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats, Ints


def amounts_by_rank(
    rank: Ints, amount: Floats, start: Ints, end: Ints, own: Ints
) -> tuple[Floats, Floats]:
    """Return, for stretches (Q,), the sums of amounts with a rank below ``own`` (Q,), and at it.

    ``rank`` and ``amount`` (M,) are the sequence; a stretch is ``start <= place < end``.
    """
    alike = bool(amount.size) and bool(
        (amount == amount[0]).all()
    )  # then places need only counting
    below = np.zeros(own.size)
    highest = int(max(rank.max(initial=0), own.max(initial=0)))
    places = np.stack([start, end]).astype(np.int32)  # half the memory to walk through
    ranks, owns = rank.astype(np.int32), own.astype(np.int32)
    held, each = amount, amount[0] if alike else 1.0
    for bit in range(highest.bit_length() - 1, -1, -1):
        one = (ranks >> bit & 1).astype(bool)
        zeros = np.zeros(ranks.size + 1, dtype=np.int32)
        np.cumsum(~one, out=zeros[1:], dtype=np.int32)
        so_far = zeros if alike else _running(np.where(one, 0.0, held))
        up = np.flatnonzero(owns >> bit & 1)
        below[up] += so_far[places[1, up]] - so_far[places[0, up]]
        passed = zeros[places]
        passed[:, up] = zeros[-1] + places[:, up] - passed[:, up]
        places = passed
        order = np.concatenate([np.flatnonzero(~one), np.flatnonzero(one)])
        ranks, held = ranks[order], held if alike else held[order]
    so_far = np.arange(ranks.size + 1) if alike else _running(held)
    return each * below, each * (so_far[places[1]] - so_far[places[0]])


def amounts_in(amount: Floats, start: Ints, end: Ints) -> Floats:
    """Return, for stretches (Q,), the sum of all amounts (M,) in them."""
    held = _running(amount)
    return np.asarray(held[end] - held[start])


def _running(amount: Floats) -> Floats:
    """Return sums (M + 1,) of the amounts (M,) before each place."""
    out = np.zeros(amount.size + 1)
    np.cumsum(amount, out=out[1:])
    return out
