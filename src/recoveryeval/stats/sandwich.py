"""Robust covariance from the influence of each row: rows of a cluster are added before squaring."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.survival.cells import Floats, Ints


def sandwich(influence: Floats, n: Floats, cluster: Ints | None) -> NDArray[np.float64]:
    """Return the covariance (p, p) from the influence (p, N) of one person of each cell.

    ``n`` (N,) counts the people of a cell. Without ``cluster`` (N,) each person stands alone.
    """
    if cluster is None:
        return np.asarray((influence * n) @ influence.T)
    sums = cluster_sums(influence * n, cluster)
    if sums.shape[1] < 2:
        raise EstimationError(
            "A clustered covariance needs at least two clusters",
            code="RE-E15",
            do="Cluster by something that takes more values; ten or more are advised.",
        )
    return np.asarray(sums @ sums.T)


def cluster_sums(values: Floats, cluster: Ints) -> Floats:
    """Return sums (p, C) of values (p, N) over the clusters that are there, by rising code."""
    codes, size = dense_codes(cluster)
    if values.shape[0] == 0:
        return np.zeros((0, size))
    return np.stack([np.bincount(codes, weights=row, minlength=size) for row in values])


def dense_codes(labels: Ints) -> tuple[Ints, int]:
    """Return codes (N,) without gaps, in the order of integer labels (N,), and their number."""
    if labels.size == 0:
        return labels, 0
    low, high = int(labels.min()), int(labels.max())
    if high - low > 4 * labels.size + 1024:
        levels, codes = np.unique(labels, return_inverse=True)
        return codes, int(levels.size)
    present = np.zeros(high - low + 1, dtype=bool)
    present[labels - low] = True
    return (np.cumsum(present) - 1)[labels - low], int(present.sum())
