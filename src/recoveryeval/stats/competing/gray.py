"""Gray's test that a cause's cumulative incidence is the same in K groups.

Gray (1988), doi:10.1214/aos/1176350951. People who had another event stay, in expectation, in the
risk set of this one: R = Y (1 - F) / S. All formulas hold for ties; strata add up. The test is not
defined for weights or delayed entry, and is refused there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.counted_curve import per
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid


@dataclass(frozen=True, slots=True, eq=False)
class GrayTest:
    """Weighted observed less expected events (K - 1,), their covariance, and the chi-square test.

    ``statistic`` is NaN and ``df`` 0 where the groups cannot be told apart by these data.
    """

    score: Floats
    covariance: NDArray[np.float64]
    statistic: float
    df: int


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Each group (K, T) at each event time: people at risk, events of the cause, other events."""

    risk: Floats
    event: Floats
    other: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Pooled:
    """Curves just before and after each time: S (K, T) of groups, 1 - F of all together (T,)."""

    before: Floats
    after: Floats
    free_before: Floats
    free_after: Floats
    adjusted: Floats


def gray_test(
    cells: Cells, n_groups: int, *, cause: int = 1, rho: float = 0.0, grid: TimeGrid | None = None
) -> GrayTest:
    """Return the test for group codes 0 .. K - 1; ``rho`` weighs times by (1 - F)^rho.

    ``grid`` is that of the cells, where it is known already.
    """
    if cells.enters_late or not bool(np.all(cells.weight == 1.0)):
        raise EstimationError(
            "Gray's test is not defined for weights or delayed entry",
            code="RE-E40",
            do="Leave them out, or compare the groups by a Fine-Gray model.",
        )
    score, covariance = np.zeros(n_groups - 1), np.zeros((n_groups - 1, n_groups - 1))
    strata = np.flatnonzero(np.bincount(cells.stratum))
    for stratum in strata:
        own = cells if strata.size == 1 else cells.where(cells.stratum == stratum)
        known = grid if own is cells and grid is not None else time_grid(own.entry, own.time)
        part = _groups(own, n_groups, cause, known)
        if part.event.any():
            more, spread = _one_stratum(part, rho)
            score, covariance = score + more, covariance + spread
    scale = np.sqrt(np.diag(covariance))
    usable = bool((scale > 0).all()) and n_groups > 1
    if not usable or np.linalg.matrix_rank(covariance / np.outer(scale, scale)) < n_groups - 1:
        return GrayTest(score, covariance, float("nan"), 0)
    statistic = float(score @ np.linalg.solve(covariance, score))
    return GrayTest(score, covariance, statistic, n_groups - 1)


def _groups(cells: Cells, n_groups: int, cause: int, grid: TimeGrid) -> _Groups:
    """Return counts at the times where anyone has an event."""
    size = grid.time.size
    flat = cells.group * size + grid.last

    def table(amount: Floats) -> Floats:
        """Return sums (K, T) of amounts (N,) over rows that end at each time."""
        return np.bincount(flat, amount, minlength=n_groups * size).reshape(n_groups, size)

    own = cells.cause == cause
    risk = table(cells.n)[:, ::-1].cumsum(axis=1)[:, ::-1]
    event, other = table(cells.n * own), table(cells.n * (cells.event & ~own))
    used = (event + other).sum(axis=0) > 0
    # compress and not [:, used]: that would lay out a time's groups side by side, slow to sum up.
    return _Groups(*(each.compress(used, axis=1) for each in (risk, event, other)))


def _one_stratum(part: _Groups, rho: float) -> tuple[Floats, NDArray[np.float64]]:
    """Return score (K - 1,) and covariance (K - 1, K - 1) of one stratum."""
    curves = _curves(part)
    d, h = part.event.sum(axis=0), curves.adjusted
    weight = curves.free_before**rho
    free = 1.0 - _shifted(np.cumsum(curves.before * per(part.event, part.risk), axis=1), 0.0)
    at_risk = h * free
    expected = d * at_risk / at_risk.sum(axis=0)
    score = (weight * (part.event - expected)).sum(axis=1)
    total = h.sum(axis=0)
    step = per(d, total * curves.free_before)
    covariance = np.zeros((score.size - 1, score.size - 1))
    for g in range(score.size):
        alpha = -weight * h[:-1] * (h[g] / total)
        if g < score.size - 1:
            alpha[g] += weight * h[g]
        covariance += _spread(part, curves, g, alpha, np.cumsum(alpha * step, axis=1))
    return score[:-1], covariance


def _curves(part: _Groups) -> _Pooled:
    """Return the curves that the test is made of."""
    after = np.cumprod(1.0 - per(part.event + part.other, part.risk), axis=1)
    before = _shifted(after, 1.0)
    h = per(part.risk, np.where(part.risk > 0, before, 0.0))
    jumps = np.cumsum(part.event.sum(axis=0) / h.sum(axis=0))
    return _Pooled(before, after, 1.0 - _shifted(jumps, 0.0), 1.0 - jumps, h)


def _shifted(values: Floats, start: float) -> Floats:
    """Return values (..., T) just before each time, beginning with ``start``."""
    first = np.full((*values.shape[:-1], 1), start)
    return np.concatenate([first, values[..., :-1]], axis=-1)


def _spread(
    part: _Groups, curves: _Pooled, g: int, alpha: Floats, beta: Floats
) -> NDArray[np.float64]:
    """Return what group g adds to the covariance, from alpha and beta (K - 1, T)."""
    own = _own_events(part, curves, g, alpha, beta)
    other = _other_events(part, curves, g, beta)
    square = own[0] + other[0]
    cross, size = own[1] - other[1], own[2] + other[2]
    last = beta[:, -1]
    return np.asarray(
        square + np.outer(last, cross) + np.outer(cross, last) + size * np.outer(last, last)
    )


_Sums = tuple[NDArray[np.float64], Floats, float]


def _own_events(part: _Groups, curves: _Pooled, g: int, alpha: Floats, beta: Floats) -> _Sums:
    """Return sums over times of events of the cause: of v x x' (K - 1, K - 1), v r x and v r r."""
    at = np.flatnonzero(part.event.any(axis=0))
    d, total = part.event.sum(axis=0)[at], curves.adjusted.sum(axis=0)[at]
    before, after = curves.before[g, at], curves.after[g, at]
    tie = 1.0 - per(d - 1.0, total * before - 1.0) * (d > 1)
    v = tie * per(before * d, total * part.risk[g, at])
    r = np.where(after > 0, 1.0 - per(curves.free_after[at], after), 1.0)
    x = alpha[:, at] - r * beta[:, at]
    return _sums(v, x, r)


def _other_events(part: _Groups, curves: _Pooled, g: int, beta: Floats) -> _Sums:
    """Return the same sums over times of other events in the group, with kept in place of r."""
    at = np.flatnonzero((part.other[g] > 0) & (curves.after[g] > 0))
    other, risk = part.other[g, at], part.risk[g, at]
    tie = 1.0 - per(other - 1.0, risk - 1.0) * (other > 1)
    v = tie * per(curves.before[g, at] ** 2 * other, risk**2)
    kept = curves.free_after[at] / curves.after[g, at]
    return _sums(v, kept * beta[:, at], kept)


def _sums(v: Floats, x: Floats, r: Floats) -> _Sums:
    """Return sums over times (T,) of v x x', v r x and v r r, for x (K - 1, T)."""
    # einsum and not @: sums this thin are slower when they are shared out to threads.
    weighed = v * x
    square, cross = np.einsum("it,jt->ij", weighed, x), np.einsum("it,t->i", weighed, r)
    return square, cross, float(np.einsum("t,t,t->", v, r, r))
