"""Robust errors of Cox curves: the pull of each person is what their weight does to the curve."""

from __future__ import annotations

import numpy as np
import pytest

from recoveryeval.stats.hazards.cox_curve import CoxCurve, cox_curve
from recoveryeval.stats.hazards.cox_curve_robust import together_covariance, together_error
from recoveryeval.stats.hazards.cox_data import Ties, cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.survival.cells import make_cells

RNG = np.random.default_rng(5)
SIZE = 45
TIME = RNG.integers(2, 14, SIZE).astype(float)
ENTRY = np.where(np.arange(SIZE) % 4 == 0, 1.0, -np.inf)
EVENT = RNG.integers(0, 3, SIZE) > 0
X = np.column_stack([RNG.integers(0, 2, SIZE), RNG.normal(size=SIZE)])
WEIGHT = RNG.uniform(0.5, 2.0, SIZE)
STRATUM = RNG.integers(0, 2, SIZE)
CLUSTER = RNG.integers(0, 15, SIZE)
TIMES = np.array([1.0, 4.0, 6.5, 9.0, 13.0])


def curve(weight: np.ndarray, ties: Ties) -> tuple[CoxCurve, object]:
    """Return the mean curve of everyone, everyone's share in the mean held fixed."""
    cells = make_cells(TIME, EVENT.astype(int), entry=ENTRY, weight=weight, stratum=STRATUM)
    fit = cox(cox_data(cells, X, ties=ties))
    assert fit.ending == "converged"
    return cox_curve(fit, X, TIMES, weight=WEIGHT, stratum=STRATUM), fit


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_error_is_that_of_moving_each_weight(ties: Ties) -> None:
    step = 1e-5
    pulls = []
    for i in range(SIZE):
        up, down = WEIGHT.copy(), WEIGHT.copy()
        up[i] *= 1 + step
        down[i] *= 1 - step
        change = curve(up, ties)[0].survival - curve(down, ties)[0].survival
        pulls.append(change / (2 * step))
    pull = np.array(pulls)
    whole, fit = curve(WEIGHT, ties)
    alone = together_error(whole, together_covariance(fit, TIMES))
    np.testing.assert_allclose(alone, np.sqrt((pull**2).sum(axis=0)), rtol=1e-6)
    sums = np.zeros((CLUSTER.max() + 1, TIMES.size))
    np.add.at(sums, CLUSTER, pull)
    joined = together_error(whole, together_covariance(fit, TIMES, CLUSTER))
    np.testing.assert_allclose(joined, np.sqrt((sums**2).sum(axis=0)), rtol=1e-6)
    assert (alone[1:] > 0.01).all()


def test_blocks_and_counts_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    fit = curve(WEIGHT, "efron")[1]
    expected = together_covariance(fit, TIMES, CLUSTER)
    monkeypatch.setattr("recoveryeval.stats.hazards.cox_curve_robust.BLOCK", 100)
    np.testing.assert_allclose(together_covariance(fit, TIMES, CLUSTER), expected, rtol=1e-10)
    twice = np.repeat(np.arange(SIZE), 2)
    written = make_cells(TIME[twice], EVENT[twice].astype(int), entry=ENTRY[twice])
    counted = make_cells(TIME, EVENT.astype(int), entry=ENTRY, n=np.full(SIZE, 2.0))
    first = together_covariance(cox(cox_data(written, X[twice])), TIMES)
    second = together_covariance(cox(cox_data(counted, X)), TIMES)
    np.testing.assert_allclose(first, second, rtol=1e-8, atol=1e-14)
