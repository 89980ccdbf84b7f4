"""Mean survival of many people at many hazards, by a polynomial, against every person and time."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.hazards.mean_survival import at_hazards


def test_the_polynomial_is_the_mean_to_the_last_digits() -> None:
    rng = np.random.default_rng(0)
    risk = np.exp(rng.normal(0, 1.2, 2000))
    risk /= risk.max()
    hazard = np.sort(rng.uniform(0, 60, 4000))
    asked: list[int] = []

    def exact(at: np.ndarray) -> np.ndarray:
        asked.append(at.size)
        alive = np.exp(-np.outer(at, risk))
        return np.stack([alive.mean(axis=1), (alive * risk).mean(axis=1)])

    fast = at_hazards(hazard, float(risk.max()), exact, risk.size)
    assert asked[0] < 200
    np.testing.assert_allclose(fast, exact(hazard), rtol=0, atol=1e-13)


def test_few_people_and_times_are_taken_as_they_are() -> None:
    hazard = np.linspace(0, 2, 50)
    found = at_hazards(hazard, 1.0, lambda at: np.exp(-at)[None], 10)
    assert np.array_equal(found[0], np.exp(-hazard))
