"""Log-rank tests with probability weights or clusters: a robust covariance of the scores.

The score of a group is its weighted observed less expected events. A row's part in it is

    e W(t) (1{k} - share_k(t)) - sum over event times s the row is at risk of W(s) dE(s)/Y(s)
    (1{k} - share_k(s)),

and these parts are squared and summed, by cluster where rows hang together. With even weights over
time it is the robust score test of a Cox model at no effect (Lin and Wei 1989,
doi:10.2307/2290085).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.sandwich import cluster_sums
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.logrank_family import LogRank, TimeWeight, quadratic_form
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid


@dataclass(frozen=True, slots=True, eq=False)
class RobustLogRank:
    """The test, and how many clusters its covariance rests on (0 where rows stand alone)."""

    test: LogRank
    n_clusters: int


def robust_logrank(
    cells: Cells, n_groups: int, weight: TimeWeight, *, clustered: bool
) -> RobustLogRank:
    """Return the test that K survival curves are one; expected events come from weighted counts."""
    observed, expected = np.zeros(n_groups), np.zeros(n_groups)
    scores = np.zeros((n_groups, cells.time.size))
    for stratum in np.unique(cells.stratum):
        own = np.flatnonzero(cells.stratum == stratum)
        o, e, scores[:, own] = _one_stratum(cells.where(own), n_groups, weight)
        observed, expected = observed + o, expected + e
    if clustered:
        sums = cluster_sums(scores * cells.n, cells.cluster)
        covariance, count = sums @ sums.T, sums.shape[1]
    else:
        covariance, count = (scores * cells.n) @ scores.T, 0
    statistic, df = quadratic_form(observed - expected, covariance, expected > 0)
    return RobustLogRank(LogRank(observed, expected, covariance, statistic, df), count)


def hotelling(statistic: float, df: int, n_clusters: int, *, nested: bool) -> tuple[float, float]:
    """Return the F statistic and its denominator degrees of freedom for few clusters.

    The covariance of C cluster scores around zero bounds the statistic by C; around their mean it
    is Hotelling's, with C - ``df`` degrees of freedom in the denominator. Where each cluster is in
    one group (``nested``) the pooled hazard takes one more, as the pooled mean of a two-sample t.
    """
    free = float(n_clusters - df - nested)
    left = n_clusters - statistic
    if free <= 0 or left <= 0:
        return float("nan"), free
    return free / df * statistic / left, free


def _one_stratum(
    cells: Cells, n_groups: int, weight: TimeWeight
) -> tuple[Floats, Floats, NDArray[np.float64]]:
    """Return weighted observed and expected events (K,), and rows' parts (K, N) of the scores."""
    grid = time_grid(cells.entry, cells.time)
    amount = cells.n * cells.weight
    risk, event = _at_risk(grid, cells, n_groups, amount), _ended(grid, cells, amount)
    y = risk.sum(axis=0)
    share = np.divide(risk, y, out=np.zeros_like(risk), where=y > 0)
    happened = event > 0
    w = np.zeros_like(y)
    w[happened] = weight(y[happened], event[happened])
    hazard = np.divide(w * event, y, out=np.zeros_like(y), where=y > 0)
    own = (cells.group[None, :] == np.arange(n_groups)[:, None]).astype(np.float64)
    first, last = grid.first, grid.last
    seen = _between(hazard[None], first, last)
    parts = cells.event * w[last] * (own - share[:, last]) - (
        own * seen - _between(share * hazard, first, last)
    )
    observed = own @ (amount * cells.event * w[last])
    return observed, share @ (w * event), parts * cells.weight


def _between(values: Floats, first: Floats, last: Floats) -> Floats:
    """Return sums (K, N) of values (K, T) over the times at which each row is at risk."""
    running = np.concatenate([np.zeros((values.shape[0], 1)), values.cumsum(axis=1)], axis=1)
    return np.asarray(running[:, last + 1] - running[:, first])


def _ended(grid: TimeGrid, cells: Cells, amount: Floats) -> Floats:
    """Return the weight of events (T,)."""
    return np.bincount(grid.last, amount * cells.event, grid.time.size).astype(np.float64)


def _at_risk(grid: TimeGrid, cells: Cells, n_groups: int, amount: Floats) -> Floats:
    """Return the weight at risk (K, T) of each group."""
    size = grid.time.size + 1
    change = np.bincount(cells.group * size + grid.first, amount, n_groups * size)
    change -= np.bincount(cells.group * size + grid.last + 1, amount, n_groups * size)
    return np.asarray(change.reshape(n_groups, size).cumsum(axis=1)[:, :-1])
