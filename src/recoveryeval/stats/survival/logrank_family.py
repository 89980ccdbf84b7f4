"""The family of log-rank tests: K samples, strata, and weights over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid

# From pooled people at risk and events at each event time (T,) to a weight for each (T,).
TimeWeight = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class LogRank:
    """Weighted observed and expected events (K,), their covariance (K, K), and the test."""

    observed: Floats
    expected: Floats
    covariance: NDArray[np.float64]
    statistic: float
    df: int


def logrank_family(cells: Cells, n_groups: int, weight: TimeWeight) -> LogRank:
    """Return the test that K survival curves are one, with hypergeometric variance.

    Cells count as replications: n people tied at a time are n people in the variance.
    """
    observed, expected = np.zeros(n_groups), np.zeros(n_groups)
    covariance = np.zeros((n_groups, n_groups))
    for stratum in np.unique(cells.stratum):
        part = cells.where(cells.stratum == stratum)
        o, e, v = _one_stratum(part, n_groups, weight)
        observed, expected, covariance = observed + o, expected + e, covariance + v
    statistic, df = quadratic_form(observed - expected, covariance, expected > 0)
    return LogRank(observed, expected, covariance, statistic, df)


def _one_stratum(
    cells: Cells, n_groups: int, weight: TimeWeight
) -> tuple[Floats, Floats, NDArray[np.float64]]:
    """Return observed, expected (K,) and covariance (K, K) of one stratum."""
    grid = time_grid(cells.entry, cells.time)
    event = _by_group(grid, cells, n_groups, cells.n * cells.event)
    happened = event.sum(axis=0) > 0
    event = event.compress(happened, axis=1)
    risk = _risk_by_group(grid, cells, n_groups).compress(happened, axis=1)
    d, y = event.sum(axis=0), risk.sum(axis=0)
    w = weight(y, d)
    share = risk / y
    spread = w**2 * d * np.divide(y - d, y - 1, out=np.zeros_like(y), where=y > 1)
    covariance = -(share * spread) @ share.T
    # A group alone in its stratum has a variance of exactly zero, and not of a rounding.
    np.fill_diagonal(covariance, (share * (1 - share)) @ spread)
    return event @ w, share @ (w * d), covariance


def _by_group(grid: TimeGrid, cells: Cells, n_groups: int, amount: Floats) -> Floats:
    """Return the sum (K, T) of amounts (N,) over rows that end at each time, by group."""
    size = grid.time.size
    flat = np.bincount(cells.group * size + grid.last, amount, minlength=n_groups * size)
    return np.asarray(flat.reshape(n_groups, size))


def _risk_by_group(grid: TimeGrid, cells: Cells, n_groups: int) -> Floats:
    """Return people at risk (K, T) by group."""
    staying = _by_group(grid, cells, n_groups, cells.n)[:, ::-1].cumsum(axis=1)[:, ::-1]
    if not grid.first.any():
        return np.asarray(staying)
    size = grid.time.size + 1
    flat = np.bincount(cells.group * size + grid.first, cells.n, minlength=n_groups * size)
    later = flat.reshape(n_groups, size)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.asarray(staying - later[:, 1:])


def quadratic_form(
    score: Floats, covariance: NDArray[np.float64], informative: NDArray[np.bool_]
) -> tuple[float, int]:
    """Return u' V^- u and its degrees of freedom; NaN and 0 where nothing can be compared."""
    kept = np.flatnonzero(informative)[:-1]
    if kept.size == 0:
        return float("nan"), 0
    u, v = score[kept], covariance[np.ix_(kept, kept)]
    scale = np.sqrt(np.diag(v))
    if (scale == 0).any() or np.linalg.matrix_rank(v / np.outer(scale, scale)) < kept.size:
        return float("nan"), 0
    return float(u @ np.linalg.solve(v, u)), int(kept.size)
