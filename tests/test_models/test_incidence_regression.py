"""Regression of the cumulative incidence at a day: R's numbers, curves that agree, edges."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER

import recoveryeval as rv

SETS: dict[str, Any] = json.loads((FOLDER / "incidence_regression.json").read_text())["sets"]
CAUSES = {1: "progression", 2: "death"}


def given(name: str) -> tuple[rv.Outcome, str, float, dict[str, Any]]:
    """Return the outcome, formula, horizon and R's values of a data set."""
    found = SETS[name]
    x = pd.DataFrame(found["data"]["X"])
    x.columns = [f"x{j}" for j in range(x.shape[1])]
    frame = x.assign(**{k: found["data"][k] for k in ("time", "status", "cluster")})
    own = rv.competing_events(frame, time="time", status="status", causes=CAUSES)
    return own, " + ".join(x.columns), found["horizon"], found["values"]


def asked(name: str, **options: Any) -> pd.DataFrame:
    """Return the rows of a data set's regression."""
    own, formula, horizon, _ = given(name)
    options = {"cause": "progression", **options}
    return rv.incidence_regression(own, formula, horizon=horizon, **options).tidy()


@pytest.mark.parametrize("name", SETS)
def test_differences_and_ratios_are_those_of_r(name: str) -> None:
    theirs = SETS[name]["values"]
    table = asked(name)
    first, ratio = table.iloc[:3], table.iloc[3:]
    np.testing.assert_allclose(first["estimate"], theirs["difference"], rtol=1e-8)
    np.testing.assert_allclose(first["std_error"], theirs["difference_error"], rtol=1e-8)
    np.testing.assert_allclose(np.log(ratio["estimate"]), theirs["log_ratio"][1:], rtol=1e-6)
    error = ratio["std_error"] / ratio["estimate"]
    np.testing.assert_allclose(error, theirs["ratio_error"][1:], rtol=1e-6)


@pytest.mark.parametrize("name", SETS)
def test_clusters_are_those_of_clubsandwich(name: str) -> None:
    theirs = SETS[name]["values"]
    first = asked(name, cluster="cluster").iloc[:3]
    np.testing.assert_allclose(first["std_error"], theirs["cluster_error"], rtol=1e-8)
    np.testing.assert_allclose(first["df"], theirs["cluster_df"], rtol=1e-6)


def test_one_factor_agrees_with_its_curves() -> None:
    own, _, horizon, _ = given("mgus_years")
    model = rv.incidence_regression(
        own, "C(x1)", horizon=horizon, cause="death", censoring_groups="x1"
    )
    curve = rv.cumulative_incidence(own, "x1", cause="death").difference(times=horizon).tidy()
    row = model.tidy().iloc[1]
    assert row["estimate"] == pytest.approx(curve["estimate"].iloc[0], rel=1e-9)
    assert row["std_error"] == pytest.approx(curve["std_error"].iloc[0], rel=0.03)
    assert model.means("x1").tidy()["estimate"].between(0, 1).all()
    assert "the other events compete" in model.estimand.other_events


def test_one_event_without_others_is_one_minus_survival() -> None:
    frame = pd.DataFrame({"t": [3, 5, 5, 8, 9, 12, 14, 15], "e": [1, 1, 0, 1, 0, 1, 0, 1]})
    own = rv.time_to_event(frame.assign(g=list("aabbaabb")), time="t", event="e", name="relapse")
    table = rv.incidence_regression(own, "g", horizon=10).tidy()
    total = rv.kaplan_meier(own).at(10).tidy()["estimate"].iloc[0]
    assert table["estimate"].iloc[0] + table["estimate"].iloc[1] / 2 == pytest.approx(
        1 - total, abs=0.02
    )


@pytest.mark.parametrize(
    ("horizon", "reason"),
    [(1, "nobody had the event by"), (400, "beyond the last observed time")],
)
def test_a_horizon_without_an_answer_gives_no_number(horizon: float, reason: str) -> None:
    frame = pd.DataFrame({"t": [3, 5, 6, 8], "s": [1, 2, 1, 0], "g": list("abab")})
    own = rv.competing_events(frame, time="t", status="s", causes=CAUSES)
    table = rv.incidence_regression(own, "g", horizon=horizon, cause="progression").tidy()
    assert set(table["status"]) == {"not_estimable"}
    assert table["reason"].str.contains(reason).all()


def test_a_cause_must_be_named_among_several_and_be_one_of_them() -> None:
    own, formula, horizon, _ = given("mgus_years")
    with pytest.raises(rv.EstimationError, match=r"RE-M22.*one of them.*progression, death"):
        rv.incidence_regression(own, formula, horizon=horizon)
    with pytest.raises(rv.EstimationError, match="RE-M22"):
        rv.incidence_regression(own, formula, horizon=horizon, cause="deth")
