"""Pairs of answers of one cluster, and what the products of their residuals tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.clusters import Clusters
from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Places (pairs,) of both rows of every pair, and the number of what each informs about."""

    first: Ints
    second: Ints
    about: Ints

    def sums(self, left: Floats, weight: Floats) -> tuple[Floats, Floats]:
        """Return weighted sums of products of residuals (N,), and of weights, by what is told."""
        both = weight[self.first] * weight[self.second]
        size = int(self.about.max(initial=-1)) + 1
        product = both * left[self.first] * left[self.second]
        return np.bincount(self.about, product, size), np.bincount(self.about, both, size)


def places(of: Clusters) -> tuple[Ints, Ints]:
    """Return the places (pairs,) of both rows of every pair; raise on two rows of one occasion."""
    found: list[tuple[Ints, Ints]] = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
    for _, rows in of.alike(1):
        i, j = np.tril_indices(rows.shape[1], -1)
        found.append((rows[:, i].ravel(), rows[:, j].ravel()))
    first, second = (np.concatenate([pair[k] for pair in found]) for k in (0, 1))
    same = of.time[first] == of.time[second]
    if same.any():
        raise EstimationError(
            "Some clusters have several answers at one occasion, and this working correlation is "
            "about answers one after another",
            code="RE-E46",
            rows=int(same.sum()),
            do="Use structure='exchangeable' or 'independence'.",
        )
    return first, second


def neighbors(d: Floats, product: Floats, pairs: Floats) -> float:
    """Return u with sum d u^(d-1) (product - pairs u^d) = 0, where squares are least."""
    from scipy.optimize import brentq

    grid = np.concatenate([[0.0], np.exp(-np.geomspace(1e-7, 20, 200))[::-1]])
    if np.allclose(d, np.rint(d), rtol=0, atol=1e-9):
        d, grid = np.rint(d), np.concatenate([-grid[:0:-1], grid])
    power = grid[:, None] ** d
    best = int(((pairs * power - 2 * product) * power).sum(axis=1).argmin())
    ends = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]

    def slope(u: float) -> float:
        return float((d * u ** (d - 1) * (product - pairs * u**d)).sum())

    if slope(ends[0]) * slope(ends[1]) >= 0:
        return float(grid[best])
    return float(brentq(slope, *ends, xtol=1e-15, rtol=1e-14))
