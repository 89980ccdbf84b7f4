"""Limits where the normal approximation breaks down, and of differences."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import beta, norm

from recoveryeval.stats.survival.differences import difference_limits
from recoveryeval.stats.survival.exact_limits import lower_without_events, upper_after_last_event
from recoveryeval.stats.survival.limits import survival_limits, z_value


@pytest.mark.parametrize("n", [1, 2, 7, 400])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_no_events_is_clopper_and_pearson(n: int, level: float) -> None:
    found = lower_without_events(np.array([float(n)]), level)[0]
    assert found == pytest.approx(beta.ppf((1 - level) / 2, n, 1), rel=1e-12)
    assert lower_without_events(np.array([0.0]), level)[0] == 0


@pytest.mark.parametrize("events", [[4], [1, 1, 1, 1], [1, 2, 1]])
def test_only_events_is_clopper_and_pearson(events: list[int]) -> None:
    d = np.array(events, dtype=float)
    risk = d[::-1].cumsum()[::-1]
    n = d.sum()
    found = upper_after_last_event(risk, d, 0.95)
    assert found == pytest.approx(beta.ppf(0.975, 1, n), rel=1e-9)


def test_upper_limit_with_censoring_against_simulation() -> None:
    risk, event = np.array([10.0, 7.0, 3.0, 1.0]), np.array([1.0, 2.0, 1.0, 1.0])
    rng = np.random.default_rng(5)
    draws = rng.beta(risk - event + 1, event, size=(400_000, 4)).prod(axis=1)
    # Matching two moments is an approximation; it lies within a few percent of the product.
    found = upper_after_last_event(risk, event, 0.95)
    assert found == pytest.approx(np.quantile(draws, 0.975), rel=0.06)


@pytest.mark.parametrize("conf_type", ["log-log", "log", "plain"])
def test_limits_stay_between_0_and_1_and_say_nothing_at_the_ends(conf_type: str) -> None:
    low, high = survival_limits(
        np.array([1.0, 0.98, 0.5, 0.02, 0.0]),
        np.array([0.0, 0.05, 0.1, 0.03, np.nan]),
        conf_level=0.95,
        conf_type=conf_type,  # type: ignore[arg-type]
    )
    assert np.isnan(low[[0, 4]]).all()
    assert np.isnan(high[[0, 4]]).all()
    assert (low[1:4] >= 0).all()
    assert (high[1:4] <= 1).all()
    assert (low[1:4] < high[1:4]).all()


def test_normal_quantile() -> None:
    for level in (0.5, 0.9, 0.95, 0.999):
        assert z_value(level) == pytest.approx(norm.ppf(0.5 + level / 2), rel=1e-12)


def test_difference_of_symmetric_limits_is_the_usual_interval() -> None:
    one = tuple(np.array([v]) for v in (0.6, 0.6 - 0.12, 0.6 + 0.12))
    two = tuple(np.array([v]) for v in (0.4, 0.4 - 0.05, 0.4 + 0.05))
    low, high = difference_limits(one, two)  # type: ignore[arg-type]
    assert low[0] == pytest.approx(0.2 - 0.13, rel=1e-12)
    assert high[0] == pytest.approx(0.2 + 0.13, rel=1e-12)
