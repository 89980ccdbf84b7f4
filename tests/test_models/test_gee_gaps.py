"""Marginal models of people who missed visits: working correlations against geepack."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

GOLDEN = json.loads((ROOT / "tests/golden/gee_gaps.json").read_text(encoding="utf-8"))


def seizures(held: str = "data") -> rv.Outcome:
    """Return counts of seizures, in ``data`` with visits missed at random."""
    table = pd.DataFrame(GOLDEN[held]).rename(columns={"period": "wave"}).assign(one=1.0)
    return rv.counts(table, count="y", exposure="one", person="subject")


@pytest.mark.parametrize(
    ("structure", "weights", "named"),
    [
        ("exchangeable", None, "exchangeable"),
        ("autoregressive", None, "autoregressive"),
        ("exchangeable", "w", "weighted"),
        ("autoregressive", "w", "weighted_autoregressive"),
    ],
)
def test_missed_visits_agree_with_geepack(structure: str, weights: str | None, named: str) -> None:
    """Two visits on either side of a missed one are two apart, and pairs are weighted."""
    want = GOLDEN[named]
    found = rv.gee(
        seizures(),
        "trt + base",
        structure=structure,
        weights=weights,
        variance="robust",  # type: ignore[arg-type]
    )
    table = found.tidy()
    table = table[~table["term"].str.startswith("standardized")].iloc[:3]
    alpha = found.checks().set_index("id").loc["working_correlation", "statistic"]
    np.testing.assert_allclose(alpha, want["alpha"], rtol=1e-7)
    # trt has its levels in another order there.
    np.testing.assert_allclose(table["estimate"].iloc[2], want["beta"][2], rtol=1e-7)
    np.testing.assert_allclose(table["std_error"].iloc[2], want["se"][2], rtol=1e-7)
    np.testing.assert_allclose(abs(table["estimate"].iloc[1]), abs(want["beta"][1]), rtol=1e-7)


def test_an_unstructured_correlation_agrees_with_geepack() -> None:
    """Every pair of visits has the mean product of its own residuals."""
    want = GOLDEN["unstructured"]
    found = rv.gee(seizures("full"), "trt + base", structure="unstructured", variance="robust")
    np.testing.assert_allclose(found.tidy()["estimate"].iloc[2], want["beta"][2], rtol=1e-7)
    np.testing.assert_allclose(found.tidy()["std_error"].iloc[2], want["se"][2], rtol=1e-7)


def test_days_apart_are_what_an_autoregressive_correlation_counts() -> None:
    """Days in place of waves give the same answer where they are evenly spaced."""
    table = pd.DataFrame(GOLDEN["data"]).assign(seen=lambda t: t["period"] * 14.0)
    by_day = rv.repeated_measures(table, value="y", person="subject", day="seen")
    by_wave = rv.repeated_measures(table, value="y", person="subject", wave="period")
    first, second = (
        rv.gee(own, "trt + base", structure="autoregressive").tidy() for own in (by_day, by_wave)
    )
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-9)


def test_several_answers_at_one_occasion_are_not_one_after_another() -> None:
    """People of one coach who answer at the same wave have no order."""
    table = pd.DataFrame(GOLDEN["data"])
    table["coach"] = table["subject"] % 12
    own = rv.repeated_measures(table, value="y", person="subject", wave="period")
    with pytest.raises(rv.EstimationError, match="one occasion"):
        rv.gee(own, "trt", cluster="coach", structure="autoregressive")
