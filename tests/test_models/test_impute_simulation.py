"""Imputation in simulation: limits hold the truth where people leave by what was seen of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from simulated_imputation import FILE, OURS, SIZES, WIDE, at_last, quick, run, study, wide

import recoveryeval as rv


def test_the_quick_model_of_the_simulation_is_the_package_s_own() -> None:
    """Pooled numbers are the same, so that the simulation is about ``linear()``."""
    made = rv.impute(study(np.random.default_rng(1), 60), m=3, rng=1, by="arm")
    slow = made.fit(at_last).tidy()
    fast = made.fit(quick(at_last(made.outcomes[0]))).tidy()
    pd.testing.assert_frame_equal(fast, slow, rtol=1e-9)


def test_the_page_shows_what_imputation_keeps_and_carrying_forward_does_not() -> None:
    """Coverage of the stored run: 94 to 96 of 100, within two Monte Carlo errors, at any size."""
    stored = pd.read_csv(FILE).set_index(["method", "people"])
    for people in SIZES:
        row = stored.loc[(OURS, people)]
        allowed = 2 * row["monte_carlo_error"]
        assert 0.94 - allowed <= row["coverage"] <= 0.96 + allowed
        assert row["studies"] >= 2000
        assert abs(row["bias"]) < 0.1
    assert stored.loc[("last score carried forward", 1000), "coverage"] < 0.5


def test_the_table_of_the_page_is_made_of_the_figures() -> None:
    table = pd.read_csv(WIDE, keep_default_na=False)
    pd.testing.assert_frame_equal(wide(pd.read_csv(FILE)), table, check_dtype=False)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "studies"), [(40, 400), (120, 400), (1000, 150)])
def test_pooled_limits_hold_the_truth(people: int, studies: int) -> None:
    found = run(OURS, people, studies, seed=7)
    allowed = 3 * float(np.sqrt(0.95 * 0.05 / studies))
    assert abs(float(found["coverage"]) - 0.95) < allowed  # type: ignore[arg-type]
