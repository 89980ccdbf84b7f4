"""How curves of groups hang together when clusters, such as coaches, have people in several groups.

The pulls of a cluster's people on each curve are added up; their products, over clusters, are the
covariance of the curves, and over their errors the correlation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.competing.counted_curve import CountedCurve
from recoveryeval.stats.competing.counted_influence import Pulls, pulls
from recoveryeval.stats.survival.cells import Cells, Floats, Ints

BLOCK = 4_000_000  # numbers held at once


def curve_correlations(
    parts: Sequence[tuple[Cells, CountedCurve]], times: Floats
) -> NDArray[np.float64]:
    """Return correlations (G, G, K) of the curves of G groups at times (K,); 0 where none is known.

    ``parts`` hold each group's cells, whose ``cluster`` codes mean the same in all, and its curve.
    """
    clusters = np.unique(np.concatenate([cells.cluster for cells, _ in parts]))
    covariance = np.zeros((len(parts), len(parts), times.size))
    made = [_Pulled.of(*part) for part in parts]
    step = max(1, BLOCK // max(curve.time.size for _, curve in parts))
    for first in range(0, clusters.size, step):
        some = clusters[first : first + step]
        sums = np.stack([part.by_cluster(some, times) for part in made])
        covariance += np.einsum("gck,hck->ghk", sums, sums)
    error = np.sqrt(np.einsum("ggk->gk", covariance))
    scale = error[:, None] * error[None, :]
    found = np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)
    return np.asarray(np.clip(found, -1.0, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class _Pulled:
    """Cells of a group in the order of their clusters, their curve, and the pulls of its rows."""

    cells: Cells
    curve: CountedCurve
    found: Pulls
    order: NDArray[np.intp]

    @classmethod
    def of(cls, cells: Cells, curve: CountedCurve) -> _Pulled:
        """Return the pulls of a group's cells."""
        return cls(cells, curve, pulls(curve), np.argsort(cells.cluster, kind="stable"))

    def by_cluster(self, clusters: Ints, times: Floats) -> Floats:
        """Return the pulls (C, K) of sorted clusters on the curve at times (K,).

        A row's pull is a combination of basis functions whose numbers change where it begins and
        ends, so that those of a cluster are running sums.
        """
        sorted_codes = self.cells.cluster[self.order]
        ends = np.searchsorted(sorted_codes, [clusters[0], clusters[-1] + 1])
        rows = self.order[slice(*ends)]
        shape = (clusters.size, self.curve.time.size)
        key = np.searchsorted(clusters, self.cells.cluster[rows]) * shape[1]
        grid = self.curve.grid
        enter, leave = key + grid.first[rows], key + grid.last[rows]
        amount = (self.cells.n * self.cells.weight)[rows]
        at = np.searchsorted(self.curve.time, times, side="right") - 1
        out = np.zeros((clusters.size, times.size))
        for basis, live, after in zip(*self._of_rows(rows), strict=True):
            change = np.bincount(enter, amount * live, shape[0] * shape[1])
            change += np.bincount(leave, amount * (after - live), shape[0] * shape[1])
            running = change.reshape(shape).cumsum(axis=1)
            out += np.where(at >= 0, running[:, at] * basis[at], 0.0)
        return out

    def _of_rows(self, rows: NDArray[np.intp]) -> tuple[Floats, Floats, Floats]:
        """Return the basis (4, T) and the numbers (4, R) of some rows, observed and after."""
        return self.found.basis, self.found.live[:, rows], self.found.after[:, rows]
