"""How curves of groups hang together when clusters, such as coaches, have people in several groups.

The pulls of a cluster's people on each curve are added up; their products, over clusters, are the
covariance of the curves, and over their errors the correlation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.competing.counted_curve import CountedCurve
from recoveryeval.stats.competing.counted_influence import counted_influence
from recoveryeval.stats.survival.cells import Cells, Floats

BLOCK = 2_000_000  # numbers held at once


def curve_correlations(
    parts: Sequence[tuple[Cells, CountedCurve]], times: Floats
) -> NDArray[np.float64]:
    """Return correlations (G, G, K) of the curves of G groups at times (K,); 0 where none is known.

    ``parts`` hold each group's cells, whose ``cluster`` codes mean the same in all, and its curve.
    """
    clusters = np.unique(np.concatenate([cells.cluster for cells, _ in parts]))
    sums = np.stack([_by_cluster(*part, times, clusters) for part in parts])
    covariance = np.einsum("gck,hck->ghk", sums, sums)
    error = np.sqrt(np.einsum("ggk->gk", covariance))
    scale = error[:, None] * error[None, :]
    found = np.divide(covariance, scale, out=np.zeros_like(covariance), where=scale > 0)
    return np.asarray(np.clip(found, -1.0, 1.0))


def _by_cluster(cells: Cells, curve: CountedCurve, times: Floats, clusters: np.ndarray) -> Floats:
    """Return the pulls (C, K) of clusters on a curve."""
    code = np.searchsorted(clusters, cells.cluster)
    order = np.argsort(code, kind="stable")
    starts = np.flatnonzero(np.diff(code[order], prepend=-1))
    out = np.zeros((clusters.size, times.size))
    step = max(1, BLOCK // max(code.size, 1))
    for first in range(0, times.size, step):
        some = slice(first, first + step)
        pulls = counted_influence(cells, curve, times[some]) * cells.n[:, None]
        out[code[order][starts], some] = np.add.reduceat(pulls[order], starts, axis=0)
    return out
