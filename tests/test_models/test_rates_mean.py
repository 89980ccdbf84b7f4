"""A family that cannot hold the mean says so."""

from __future__ import annotations

import numpy as np
import pandas as pd

import recoveryeval as rv


def days(share_without: float, seed: int = 1) -> rv.Outcome:
    """Return days of use out of thirty: nobody knows why some have none, others many."""
    rng = np.random.default_rng(seed)
    none = rng.random(600) < share_without
    used = np.where(none, 0, rng.binomial(30, rng.beta(6, 6, 600)))
    frame = pd.DataFrame({"days": used, "of": 30.0, "arm": list("ab") * 300, "id": range(600)})
    return rv.counts(frame, count="days", exposure="of", person="id")


def test_a_mean_that_the_family_misses_is_flagged() -> None:
    """With six of ten people without a day the beta-binomial average is not the one seen."""
    found = rv.rates(days(0.6), "arm", family="beta-binomial").checks().set_index("id")
    assert found.loc["mean_misfit", "verdict"] == "concern"
    assert abs(found.loc["mean_misfit", "statistic"]) > 0.05


def test_a_mean_that_fits_is_not() -> None:
    """Days that are beta-binomial keep their average, and Poisson always does."""
    assert "mean_misfit" not in set(
        rv.rates(days(0.0), "arm", family="beta-binomial").checks()["id"]
    )
    assert "mean_misfit" not in set(rv.rates(days(0.6), "arm").checks()["id"])
