"""Regression of the restricted mean: R's numbers, means that agree, edges and refusals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER

import recoveryeval as rv

SETS: dict[str, Any] = json.loads((FOLDER / "rmst_regression.json").read_text())["sets"]


def given(name: str) -> tuple[Any, str, float, dict[str, Any]]:
    found = SETS[name]
    x = pd.DataFrame(found["data"]["X"])
    x.columns = [f"x{j}" for j in range(x.shape[1])]
    roles = {k: found["data"][k] for k in ("time", "event", "cluster", "cluster2")}
    outcome = rv.time_to_event(x.assign(**roles), time="time", event="event", name="death")
    return outcome, " + ".join(x.columns), found["horizon"], found["values"]


def rows(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    return table[table["estimand"].str.startswith(kind)]


@pytest.mark.parametrize("name", SETS)
def test_differences_and_ratios_are_those_of_r(name: str) -> None:
    outcome, formula, horizon, theirs = given(name)
    table = rv.rmst_regression(outcome, formula, horizon=horizon).tidy()
    first = table.iloc[: len(theirs["difference"])]
    np.testing.assert_allclose(first["estimate"], theirs["difference"], rtol=1e-8)
    np.testing.assert_allclose(first["std_error"], theirs["difference_error"], rtol=1e-8)
    ratio = rows(table, "ratio")
    np.testing.assert_allclose(np.log(ratio["estimate"]), theirs["log_ratio"][1:], rtol=1e-7)
    error = ratio["std_error"] / ratio["estimate"]
    np.testing.assert_allclose(error, theirs["ratio_error"][1:], rtol=1e-7)


@pytest.mark.parametrize("name", SETS)
def test_clusters_and_censoring_groups(name: str) -> None:
    outcome, formula, horizon, theirs = given(name)
    table = rv.rmst_regression(outcome, formula, horizon=horizon, cluster="cluster").tidy()
    first = table.iloc[: len(theirs["difference"])]
    np.testing.assert_allclose(first["std_error"], theirs["cluster_error"], rtol=1e-8)
    np.testing.assert_allclose(first["df"], theirs["cluster_df"], rtol=1e-6)
    own = rv.rmst_regression(outcome, formula, horizon=horizon, censoring_groups="cluster2")
    within = own.tidy().iloc[: len(theirs["within"])]["estimate"]
    np.testing.assert_allclose(within, theirs["within"], rtol=1e-8)


def test_one_factor_agrees_with_the_areas_under_its_curves() -> None:
    outcome, _, horizon, _ = given("lung")
    model = rv.rmst_regression(outcome, "C(x1)", horizon=horizon, censoring_groups="x1")
    direct = rv.rmst(outcome, "x1", horizon=horizon).tidy()
    row = rows(model.tidy(), "difference").iloc[0]
    assert row["estimate"] == pytest.approx(direct["estimate"].iloc[2], rel=1e-9)
    assert row["std_error"] == pytest.approx(direct["std_error"].iloc[2], rel=0.03)


def test_cells_give_what_rows_give() -> None:
    outcome, _, horizon, _ = given("veteran_weeks")
    cells = outcome.cells(covariates=["x0", "x2", "cluster"]).drop(columns="entry")
    collapsed = rv.time_to_event(cells, time="time", event="event", n="n", name="death")
    for options in ({}, {"cluster": "cluster"}):
        first = rv.rmst_regression(outcome, "x0 + x2", horizon=horizon, **options).tidy()
        second = rv.rmst_regression(collapsed, "x0 + x2", horizon=horizon, **options).tidy()
        for column in ("estimate", "std_error", "p_value"):
            np.testing.assert_allclose(first[column], second[column], rtol=1e-8)


def small(**changes: object) -> Any:
    base = {
        "t": [5, 9, 12, 20, 7, 14, 22, 30],
        "e": [1, 1, 0, 1, 1, 0, 1, 0],
        "g": list("aaaabbbb"),
    }
    frame = pd.DataFrame({**base, **changes})
    roles = {r: c for r, c in (("person", "id"), ("entry", "start")) if c in frame}
    return rv.time_to_event(frame, time="t", event="e", name="relapse", **roles)


@pytest.mark.parametrize(
    ("changes", "horizon", "reason"),
    [
        ({}, 40, "beyond the last observed time"),
        ({"e": 0}, 10, "nobody had the event"),
        ({"e": 1, "t": 4}, 10, "same time"),
    ],
)
def test_where_nothing_can_be_estimated(changes: Any, horizon: float, reason: str) -> None:
    model = rv.rmst_regression(small(**changes), "g", horizon=horizon)
    table = model.tidy()
    assert set(table["status"]) == {"not_estimable"}
    assert table["reason"].str.contains(reason).all()
    assert model.means("g").tidy()["estimate"].isna().all()


def test_a_level_of_one_person_has_no_number() -> None:
    table = rv.rmst_regression(small(g=list("aaabbbbc")), "g", horizon=18).tidy()
    by = table[table["term"] == "g: c"]
    assert set(by["status"]) == {"not_estimable"}
    assert by["reason"].str.contains("one person only").all()
    assert table.loc[table["term"] == "g: b", "estimate"].notna().all()


def test_two_clusters_give_no_error_and_few_are_flagged() -> None:
    two = rv.rmst_regression(small(site=[1, 2] * 4), "g", horizon=18, cluster="site")
    assert set(two.tidy()["status"]) == {"flagged"}
    assert two.tidy()["estimate"].notna().all()
    assert two.tidy()[["std_error", "p_value", "conf_low"]].isna().all(axis=None)
    four = rv.rmst_regression(small(site=[1, 2, 3, 4] * 2), "g", horizon=18, cluster="site")
    assert four.status == "flagged"
    assert (four.tidy()["df"].dropna() < 4).all()


@pytest.mark.parametrize(
    ("changes", "options", "code"),
    [
        ({"start": [0.0] * 4 + [1.0] * 4}, {}, "RE-E40"),
        ({"id": [1, 1, 2, 3, 4, 5, 6, 7], "start": [0, 5, 0, 0, 0, 0, 0, 0],
          "e": [0, 1, 0, 1, 1, 0, 1, 0]}, {}, "RE-M07"),
        ({"site": 1}, {"cluster": "site"}, "RE-E15"),
        ({}, {"horizon": -1}, "RE-M29"),
    ],
)  # fmt: skip
def test_what_is_refused(changes: Any, options: Any, code: str) -> None:
    with pytest.raises(rv.EstimationError) as caught:
        rv.rmst_regression(small(**changes), "g", **{"horizon": 18, **options})
    assert caught.value.code == code
