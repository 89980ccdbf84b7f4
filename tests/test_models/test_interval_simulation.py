"""How often limits hold the truth, and how often a test sees a difference where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from visits import GRID, interviews

import recoveryeval as rv

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
    at, held = GRID[[1, 2, 4]], np.zeros(3)
    truth = np.exp(-((at / 8) ** 1.2))
    for seed in range(300):
        frame = interviews(9000 + seed, 2 * size).query("arm == 'usual'")[["left", "right"]]
        outcome = rv.interval_events(frame, left="left", right="right")
        row = rv.interval_censored(outcome, rng=seed, n_boot=200).at(at).tidy()
        held += ((row["conf_low"] <= truth) & (truth <= row["conf_high"])).to_numpy()
    assert (held / 300 > 0.912).all()  # three Monte Carlo errors below 95 %
