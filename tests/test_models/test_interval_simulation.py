"""How often limits hold the truth, and how often a test sees a difference where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from visits import GRID, interviews

import recoveryeval as rv
from recoveryeval.stats.interval_cells import interval_cells
from recoveryeval.stats.turnbull import turnbull_bootstrap

pytestmark = pytest.mark.slow
TRUTH = 1.2 * np.log(14 / 8)  # log hazard ratio of usual against peer in interviews()


def seen(seed: int, size: int) -> rv.Outcome:
    """Return the interviews of one study."""
    return rv.interval_events(
        interviews(seed, size)[["left", "right", "arm"]], left="left", right="right"
    )


@pytest.mark.parametrize(("size", "repeats"), [(40, 400), (120, 400), (1000, 200)])
def test_proportional_hazards_limits_hold_the_truth(size: int, repeats: int) -> None:
    held = []
    for seed in range(repeats):
        row = rv.parametric(seen(1000 + seed, size), "arm", ratio="hazard").tidy().iloc[1]
        held.append(row["conf_low"] <= TRUTH <= row["conf_high"])
    assert 0.915 < np.mean(held) < 0.985  # three Monte Carlo errors about 95 % of 400


@pytest.mark.parametrize("size", [40, 120])
def test_groups_that_are_alike_seldom_differ(size: int) -> None:
    found = 0
    for seed in range(600):
        frame = interviews(5000 + seed, size)[["left", "right", "arm"]]
        frame["arm"] = np.random.default_rng(seed).permutation(frame["arm"])
        outcome = rv.interval_events(frame, left="left", right="right")
        found += rv.interval_logrank(outcome, "arm").tidy()["p_value"].iloc[0] < 0.05
    assert found / 600 < 0.077


@pytest.mark.parametrize("size", [40, 120])
def test_bootstrap_limits_on_a_shared_schedule_hold_the_truth(size: int) -> None:
    at = GRID[[1, 2, 4]]
    truth, held = np.exp(-((at / 10) ** 1.2)), np.zeros(3)
    for seed in range(300):
        rng = np.random.default_rng(seed)
        time = rng.weibull(1.2, size) * 10
        came = rng.random((size, GRID.size)) < 0.85
        came[:, 0] = True
        left = np.where(came & (time[:, None] > GRID), GRID, 0.0).max(axis=1)
        right = np.where(came & (time[:, None] <= GRID), GRID, np.inf).min(axis=1)
        cells = interval_cells(left, right, np.ones(size))
        low, high = turnbull_bootstrap(*cells, at, repeats=200, rng=rng)
        inside = np.quantile(low, 0.025, axis=0) <= truth
        held += inside & (truth <= np.quantile(high, 0.975, axis=0))
    assert (held / 300 > 0.9).all()
