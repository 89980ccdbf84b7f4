"""Item answers that add up to a given total."""

from __future__ import annotations

import numpy as np

from recoveryeval.synthetic.scales import ITEMS

ROUNDS = 4
MOVED = 0.06  # of pairs, a round: alpha of the scales is then what is published of them
# Orders of ten items to draw from: as good as new ones, and far cheaper.
_ORDERS = np.argsort(np.random.default_rng(10).random((1024, ITEMS)), axis=1)


def split_total(total: np.ndarray, top: int, rng: np.random.Generator) -> np.ndarray:
    """Return ten items from 1 to ``top`` whose sum is the total, shape (*total.shape, 10).

    Points are spread evenly, then moved between random pairs of items, which
    makes the items differ as people's answers do without touching the sum.
    """
    points = total.ravel() - ITEMS
    rank = _ORDERS[rng.integers(0, len(_ORDERS), len(points))]
    items = 1 + points[:, None] // ITEMS + (rank < (points % ITEMS)[:, None])
    for _ in range(ROUNDS):
        order = _ORDERS[rng.integers(0, len(_ORDERS), len(points))]
        mixed = np.take_along_axis(items, order, axis=1)
        give, take = mixed[:, ::2], mixed[:, 1::2]
        moves = (rng.random(give.shape) < MOVED) & (give > 1) & (take < top)
        mixed[:, ::2] = give - moves
        mixed[:, 1::2] = take + moves
        np.put_along_axis(items, order, mixed, axis=1)
    return np.asarray(items.reshape(*total.shape, ITEMS))
