"""Coefficients on their way to infinity are seen at every size; large finite ones are not taken
for them."""

from __future__ import annotations

import numpy as np
import pytest

from recoveryeval.stats.competing.fine_gray import fine_gray
from recoveryeval.stats.competing.fine_gray_data import fine_gray_data
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_likelihood import likelihood
from recoveryeval.stats.survival.cells import make_cells

SIZES = (30, 300, 1000, 5000, 20000)


def two_arms(size: int, *, others: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return times, events and covariates; ``others`` people of the second arm have the event."""
    rng = np.random.default_rng(size)
    x = np.column_stack([np.arange(size) % 2, rng.normal(size=size)])
    time = rng.integers(1, 61, size).astype(float)
    event = (x[:, 0] == 0) & (rng.random(size) < 0.7)
    event[np.flatnonzero(x[:, 0] == 1)[:others]] = True
    return time, event.astype(int), x


@pytest.mark.parametrize("size", SIZES)
def test_an_arm_without_events(size: int) -> None:
    time, event, x = two_arms(size)
    fit = cox(cox_data(make_cells(time, event), x))
    assert (fit.ending, fit.diverging) == ("monotone", (0,))
    assert np.isnan(fit.coefficients).all()
    data = fine_gray_data(make_cells(time, np.where(event == 0, 2, 1)), x, cause=1)
    assert fine_gray(data).ending == "monotone"


@pytest.mark.parametrize("size", SIZES)
def test_one_event_in_an_arm_is_a_finite_ratio(size: int) -> None:
    time, event, x = two_arms(size, others=1)
    data = cox_data(make_cells(time, event), x)
    fit = cox(data)
    assert fit.ending == "converged"
    top = likelihood(data, fit.beta)
    step = np.linalg.solve(top.information, top.score)
    assert np.abs(step).max() < 1e-6


@pytest.mark.parametrize("scale", [1e-8, 1e-3, 1e4])
def test_the_size_of_weights_changes_nothing(scale: float) -> None:
    time, event, x = two_arms(300, others=20)
    weight = np.random.default_rng(1).uniform(0.5, 2, 300)
    plain = cox(cox_data(make_cells(time, event, weight=weight), x))
    scaled = cox(cox_data(make_cells(time, event, weight=weight * scale), x))
    assert scaled.ending == "converged"
    np.testing.assert_allclose(scaled.coefficients, plain.coefficients, rtol=1e-6)
    time, event, x = two_arms(300)
    none = cox(cox_data(make_cells(time, event, weight=weight * scale), x))
    assert none.ending == "monotone"


def test_a_covariate_with_far_values_is_not_taken_for_it() -> None:
    rng = np.random.default_rng(8)
    x = rng.standard_cauchy(400)
    time = rng.exponential(np.exp(-np.clip(0.05 * x, -5, 5)))
    fit = cox(cox_data(make_cells(time, np.ones(400)), x[:, None]))
    assert fit.ending == "converged"
