"""Rows of clusters side by side, so that what is done to one is done to all of a size at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.survival.cells import Floats, Ints

BLOCK = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Where rows (N,), sorted by cluster and occasion, belong.

    ``code`` (N,) is the cluster of each row, ``start`` and ``size`` (C,) its first row and number
    of rows, ``time`` (N,) its occasion.
    """

    code: Ints
    start: Ints
    size: Ints
    time: Floats

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sums (C, ...) of values (N, ...) over the rows of each cluster."""
        return np.asarray(np.add.reduceat(values, self.start, axis=0))

    def alike(self, width: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield clusters (g,) of m rows each and their rows (g, m), not too many at once.

        ``width`` is the number of columns that will be worked on.
        """
        order = np.argsort(self.size, kind="stable")
        sizes, first = np.unique(self.size[order], return_index=True)
        for m, of in zip(sizes.tolist(), np.split(order, first[1:]), strict=True):
            step = max(1, BLOCK // (max(m, width) ** 2))
            for at in range(0, of.size, step):
                some = of[at : at + step]
                yield some, self.start[some][:, None] + np.arange(m)


def clusters_of(cluster: Ints, occasion: Floats) -> tuple[Ints, Clusters]:
    """Return the order (N,) of rows by cluster and occasion, and the clusters in that order."""
    order = np.lexsort((occasion, cluster))
    sizes = np.unique(cluster, return_counts=True)[1]
    start = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    code = np.repeat(np.arange(sizes.size), sizes)
    return order, Clusters(code, start, sizes, np.asarray(occasion, dtype=float)[order])
