"""Restricted means with weights and clusters: R's numbers, few clusters, groups that share them."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from scipy.stats import t as student

import recoveryeval as rv

SETS: dict[str, Any] = json.loads((FOLDER / "rmst_robust.json").read_text())["sets"]


def outcome(frame: pd.DataFrame, **roles: str) -> Any:
    more = {"entry": "entry"} if "entry" in frame else {}
    return rv.time_to_event(frame, time="time", event="event", name="death", **more, **roles)


@pytest.mark.parametrize("name", SETS)
def test_means_errors_and_their_difference_are_those_of_r(name: str) -> None:
    found, frame = SETS[name], pd.DataFrame(SETS[name]["data"])
    asked: dict[str, Any] = {"horizon": found["horizon"], "weights": "weight"}
    table = rv.rmst(outcome(frame), "group", **asked).tidy()
    covariance = np.array(found["values"]["covariance"])
    np.testing.assert_allclose(table["estimate"].iloc[:2], found["values"]["mean"], rtol=1e-10)
    np.testing.assert_allclose(table["std_error"].iloc[:2] ** 2, np.diag(covariance), rtol=1e-9)
    row = table.iloc[2]
    assert row["std_error"] ** 2 == pytest.approx(np.trace(covariance), rel=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_clusters_that_span_groups(name: str) -> None:
    found, frame = SETS[name], pd.DataFrame(SETS[name]["data"])
    asked: dict[str, Any] = {"horizon": found["horizon"], "weights": "weight"}
    table = rv.rmst(outcome(frame), "group", cluster="cluster", **asked).tidy()
    count = frame.groupby("group")["cluster"].nunique().to_numpy()
    factor = np.sqrt(np.where(count < 40, count / (count - 1), 1.0))
    covariance = np.array(found["values"]["cluster_covariance"]) * np.outer(factor, factor)
    np.testing.assert_allclose(table["std_error"].iloc[:2] ** 2, np.diag(covariance), rtol=1e-9)
    expected = math.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    row, mean = table.iloc[2], found["values"]["mean"]
    assert row["std_error"] == pytest.approx(expected, rel=1e-9)
    value = (mean[1] - mean[0]) / expected
    clusters = frame["cluster"].nunique()
    df = clusters - 1 if clusters < 40 else np.inf
    assert row["p_value"] == pytest.approx(2 * student.sf(abs(value), df), rel=1e-8)


def test_without_weights_robust_errors_of_rows_are_greenwoods_but_for_ties() -> None:
    frame = pd.DataFrame(SETS["veteran"]["data"]).assign(one=1.0)
    own = outcome(frame)
    plain = rv.rmst(own, "group", horizon=200).tidy()
    robust = rv.rmst(own, "group", horizon=200, weights="one").tidy()
    np.testing.assert_allclose(robust["estimate"], plain["estimate"], rtol=1e-12)
    np.testing.assert_allclose(robust["std_error"], plain["std_error"], rtol=1e-9)


def test_cells_give_what_rows_give() -> None:
    frame = pd.DataFrame(SETS["lung"]["data"])
    own = outcome(frame)
    cells = own.cells(by=["group"], covariates=["cluster", "weight"]).drop(columns="entry")
    collapsed = rv.time_to_event(cells, time="time", event="event", n="n", name="death")
    options: dict[str, Any] = {"horizon": 18, "weights": "weight", "cluster": "cluster"}
    first, second = (rv.rmst(o, "group", **options).tidy() for o in (own, collapsed))
    for column in ("estimate", "std_error", "p_value", "conf_low"):
        np.testing.assert_allclose(first[column], second[column], rtol=1e-9, equal_nan=True)


@pytest.mark.parametrize(("clusters", "status"), [(2, "flagged"), (6, "flagged"), (20, "ok")])
def test_few_clusters(clusters: int, status: str) -> None:
    frame = pd.DataFrame(SETS["veteran"]["data"]).assign(site=np.arange(137) % clusters)
    result = rv.rmst(outcome(frame), "group", horizon=200, cluster="site", conf_type="plain")
    assert result.status == status
    table = result.tidy()
    assert table["std_error"].isna().all() == (clusters == 2)
    if clusters == 6:
        assert (table["df"].iloc[2:] == 5).all()
        half = (table["conf_high"] - table["conf_low"])[:2] / 2 / table["std_error"][:2]
        np.testing.assert_allclose(half, student.ppf(0.975, 5), rtol=1e-9)


def test_clusters_within_groups_have_satterthwaites_degrees_of_freedom() -> None:
    frame = pd.DataFrame(SETS["veteran"]["data"])
    frame["site"] = np.where(frame["group"] == 1, 0, 5) + np.arange(137) % 5
    table = rv.rmst(outcome(frame), "group", horizon=200, cluster="site").tidy()
    v = table["std_error"].iloc[:2].to_numpy() ** 2
    expected = v.sum() ** 2 / (v**2 / 4).sum()
    assert table["df"].iloc[2] == pytest.approx(expected, rel=1e-9)


def test_no_event_with_weights_has_no_limits() -> None:
    frame = pd.DataFrame({"time": [3, 5, 8, 4, 6, 9], "event": [0, 0, 0, 1, 1, 0],
                          "group": list("aaabbb"), "weight": [1.0, 2, 1, 1, 2, 1]})  # fmt: skip
    table = rv.rmst(outcome(frame), "group", horizon=7, weights="weight").tidy()
    assert table.loc[0, "status"] == "flagged"
    assert np.isnan(table.loc[0, "conf_low"])
    assert "rule out exact limits" in table.loc[0, "reason"]
