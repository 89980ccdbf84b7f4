"""Log-rank tests with weights and clusters: R's numbers, few clusters, sense."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from scipy.stats import chi2
from scipy.stats import f as fisher

import recoveryeval as rv

SETS: dict[str, Any] = json.loads((FOLDER / "logrank_robust.json").read_text())["sets"]


def given(name: str) -> tuple[pd.DataFrame, dict[str, Any], str | None]:
    frame = pd.DataFrame(SETS[name]["data"])
    return frame, SETS[name]["values"], "stratum" if "stratum" in frame else None


def outcome(frame: pd.DataFrame, **roles: str) -> Any:
    more = {"entry": "entry"} if "entry" in frame else {}
    return rv.time_to_event(frame, time="time", event="event", name="death", **more, **roles)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    ("which", "options"),
    [
        ("weighted", {"weights": "weight"}),
        ("clustered", {"cluster": "cluster"}),
        ("both", {"weights": "weight", "cluster": "cluster"}),
    ],
)
def test_the_statistic_is_that_of_r(name: str, which: str, options: dict[str, str]) -> None:
    frame, theirs, strata = given(name)
    row = rv.logrank(outcome(frame), "group", strata=strata, **options).tidy().iloc[0]
    np.testing.assert_allclose(row["statistic"], theirs[which], rtol=1e-9)
    q, clusters = row["df"], frame["cluster"].nunique()
    if "cluster" in options and clusters < 40:
        free = clusters - q
        expected = fisher.sf(free / q * row["statistic"] / (clusters - row["statistic"]), q, free)
        assert f"F with {free:g} denominator" in row["method"]
    else:
        expected = chi2.sf(row["statistic"], q)
    assert row["p_value"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", ["lung", "veteran"])
def test_weights_over_time(name: str) -> None:
    frame, theirs, _ = given(name)
    row = rv.logrank(
        outcome(frame), "group", weights="weight", cluster="cluster", test="fleming-harrington", p=1
    ).tidy().iloc[0]  # fmt: skip
    np.testing.assert_allclose(row["statistic"], theirs["early"], rtol=1e-9)


def test_cells_give_what_rows_give_and_whole_weights_are_counts_in_the_score() -> None:
    frame, _, _ = given("lung")
    own = outcome(frame)
    cells = own.cells(by=["group"], covariates=["cluster", "weight"]).drop(columns="entry")
    collapsed = rv.time_to_event(cells, time="time", event="event", n="n", name="death")
    options = {"weights": "weight", "cluster": "cluster"}
    first = rv.logrank(own, "group", **options).tidy()
    second = rv.logrank(collapsed, "group", **options).tidy()
    for column in ("statistic", "p_value", "estimate"):
        np.testing.assert_allclose(first[column], second[column], rtol=1e-9, equal_nan=True)
    counted = frame.assign(k=2)
    doubled = rv.logrank(outcome(counted, n="k"), "group").tidy()["estimate"]
    weighted = rv.logrank(outcome(frame.assign(k=2.0)), "group", weights="k").tidy()["estimate"]
    np.testing.assert_allclose(doubled, weighted, rtol=1e-12)


def test_pairs_are_robust_too() -> None:
    frame, _, _ = given("lung")
    own = outcome(frame)
    table = rv.logrank(own, "group", cluster="cluster", pairwise="none").tidy()
    pair = table[table["contrast"] == "1 - 0"].iloc[0]
    alone = outcome(frame[frame["group"] < 2])
    direct = rv.logrank(alone, "group", cluster="cluster").tidy().iloc[0]
    assert pair["statistic"] == pytest.approx(direct["statistic"], rel=1e-12)
    assert pair["p_value"] == pytest.approx(direct["p_value"], rel=1e-12)


def test_clusters_that_are_each_in_one_group_are_judged_as_by_two_samples() -> None:
    frame, _, _ = given("veteran")
    site = np.where(frame["group"] == 1, 0, 4) + np.arange(137) % 4
    row = rv.logrank(outcome(frame.assign(site=site)), "group", cluster="site").tidy().iloc[0]
    value = 6 * row["statistic"] / (8 - row["statistic"])  # 8 clusters less 2 groups
    assert row["p_value"] == pytest.approx(fisher.sf(value, 1, 6), rel=1e-9)


@pytest.mark.parametrize(("clusters", "status"), [(2, "not_estimable"), (6, "flagged"), (20, "ok")])
def test_few_clusters(clusters: int, status: str) -> None:
    frame, _, _ = given("veteran")
    own = outcome(frame.assign(site=np.arange(137) % clusters))
    result = rv.logrank(own, "group", cluster="site")
    assert result.status == status
    if clusters == 2:
        assert result.tidy()["p_value"].isna().all()
        assert "2 clusters" in result.tidy()["reason"].iloc[0]


def test_one_cluster_is_refused() -> None:
    frame, _, _ = given("veteran")
    with pytest.raises(rv.EstimationError, match="RE-E15"):
        rv.logrank(outcome(frame.assign(site=1)), "group", cluster="site")
