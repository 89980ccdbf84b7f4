"""Whether groups of people have, on average, the same number of events over time.

Where nobody dies, the robust score test of equal rates (Lawless and Nadeau 1995). Where death ends
some histories, means can differ because rates do or because survival does, so the means themselves
are compared: the statistic adds up W(t) d mean(t) of each group, W(t) = 1 / sum of 1 / Y(t) over
groups, and its error adds up each person's part before squaring (Ghosh and Lin 2000,
doi:10.1111/j.0006-341X.2000.00554.x).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.competing.counted_curve import DUST, counted_curve
from recoveryeval.stats.competing.counted_influence import pulls
from recoveryeval.stats.competing.mean_cumulative import DEATH, EVENT, FATAL_EVENT
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_robust import robust_score_test
from recoveryeval.stats.sandwich import sandwich
from recoveryeval.stats.survival.cells import Cells, Floats


def same_rates(cells: Cells, n_groups: int) -> float:
    """Return the chi-square, with one df fewer than groups, of equal rates where nobody dies."""
    dummies = cells.group[:, None] == np.arange(1, n_groups)
    data = cox_data(cells, dummies.astype(float), ties="breslow")
    return robust_score_test(data, cells.cluster)


def same_means(cells: Cells, n_groups: int) -> float:
    """Return the statistic of equal means where some die, on the scale of a chi-square.

    Its reference is F with one df fewer than groups, and people less groups; it is NaN where the
    errors of the groups leave nothing to compare by.
    """
    total = np.zeros(n_groups)
    influence = np.zeros((n_groups, cells.time.size))
    for group in range(n_groups):
        own = np.flatnonzero(cells.group == group)
        total[group], influence[group, own] = _weighted_mean(cells, own, n_groups)
    covariance = sandwich(influence * _enlarged(cells, n_groups), cells.n, cells.cluster)
    against_first = np.hstack([-np.ones((n_groups - 1, 1)), np.eye(n_groups - 1)])
    difference = against_first @ total
    spread = against_first @ covariance @ against_first.T
    if np.linalg.matrix_rank(spread, hermitian=True) < n_groups - 1:
        return float("nan")
    return float(difference @ np.linalg.solve(spread, difference))


def _enlarged(cells: Cells, n_groups: int) -> NDArray[np.float64]:
    """Return the factors (G, 1) by which errors of means of few people are too small."""
    pairs = np.unique(np.stack([cells.group, cells.cluster]), axis=1)[0]
    people = np.bincount(pairs, minlength=n_groups).astype(float)
    return np.asarray(np.sqrt(people / np.maximum(people - 1, 1.0)))[:, None]


def _weighted_mean(
    cells: Cells, own: NDArray[np.intp], n_groups: int
) -> tuple[float, NDArray[np.float64]]:
    """Return the sum of W d mean of one group, and the pull (M,) of one person of its rows on it.

    The pull of a row on the mean is a combination of basis functions of time that changes when the
    row begins and ends, so that its weighted sum comes from running sums of the basis.
    """
    mine = cells.where(own)
    counted = (mine.cause == EVENT) | (mine.cause == FATAL_EVENT)
    ending = (mine.cause == DEATH) | (mine.cause == FATAL_EVENT)
    curve = counted_curve(mine, counted, ending)
    weight = _shared_weight(cells, curve.time, n_groups)
    found = pulls(curve)
    first, last = curve.grid.first, curve.grid.last
    start = np.array([1.0, -curve.estimate[-1], 0.0, 0.0])
    basis = np.concatenate([start[:, None], found.basis], axis=1)  # column k: before time k
    sums = np.concatenate(
        [np.zeros((4, 1)), np.cumsum(np.diff(basis, axis=1) * weight, axis=1)], axis=1
    )
    jump = found.after * basis[:, last + 1] - found.live * basis[:, last]
    parts = (
        found.live * (sums[:, last] - sums[:, first])
        + weight[last] * jump
        + found.after * (sums[:, -1:] - sums[:, last + 1])
    )
    total = float(weight @ np.diff(curve.estimate, prepend=0.0))
    return total, mine.weight * parts.sum(axis=0)


def _shared_weight(cells: Cells, time: Floats, n_groups: int) -> Floats:
    """Return 1 / sum of 1 / Y over groups at times (T,); 0 once a group has nobody left."""
    inverse = np.zeros(time.size)
    for group in range(n_groups):
        own = cells.where(cells.group == group)
        amount = own.n * own.weight
        risk = _still(own.time, amount, time) - _still(own.entry, amount, time)
        inverse += np.divide(
            1.0, risk, out=np.full(time.size, np.inf), where=risk > DUST * amount.sum()
        )
    return np.asarray(1.0 / inverse)


def _still(ends: Floats, amount: Floats, time: Floats) -> Floats:
    """Return the amount (T,) of rows whose end (N,) is not before each time (T,)."""
    order = np.argsort(ends, kind="stable")
    later = np.append(np.cumsum(amount[order][::-1])[::-1], 0.0)
    return np.asarray(later[np.searchsorted(ends[order], time, side="left")])
