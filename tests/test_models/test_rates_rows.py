"""Rates of rows without a cluster or weight, and of totals: who counts, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def study(**more: Any) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    return pd.DataFrame(
        {
            "y": rng.poisson(2.0, 60).astype(float),
            "days": 30.0,
            "arm": np.tile(["a", "b"], 30),
            "site": np.arange(60.0) // 2 % 15,
            "w": 1.0 + np.arange(60) % 3,
            **more,
        }
    )


def counted(frame: pd.DataFrame) -> rv.Outcome:
    return rv.counts(frame, count="y", exposure="days", name="visits")


@pytest.mark.parametrize("how", [{"by": "arm"}, {"formula": "arm"}])
@pytest.mark.parametrize(("role", "column"), [("cluster", "site"), ("weights", "w")])
def test_rows_without_a_cluster_or_weight_are_counted(
    role: str, column: str, how: dict[str, str]
) -> None:
    frame = study()
    frame.loc[[4, 9], column] = np.nan
    found = rv.rates(counted(frame), **how, **{role: column})  # type: ignore[arg-type]
    known = rv.rates(counted(frame.drop(index=[4, 9])), **how, **{role: column})  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(found.tidy(), known.tidy())
    assert (found.spec.rows_used, found.spec.dropped) == (58, {f"{column} missing": 2})
    assert found.checks()["meaning"].str.contains("2 of 60 rows were not used").any()


def test_weights_of_zero_are_counted_as_in_other_models() -> None:
    frame = study()
    frame.loc[[4, 9], "w"] = 0.0
    found = rv.rates(counted(frame), by="arm", weights="w")
    assert (found.glance()["n"][0], found.spec.dropped) == (58, {"w zero": 2})


def test_most_clusters_missing_is_refused() -> None:
    frame = study()
    frame.loc[:40, "site"] = np.nan
    with pytest.raises(EstimationError, match="RE-E31") as caught:
        rv.rates(counted(frame), by="arm", cluster="site")
    assert (caught.value.column, caught.value.rows) == ("site", 41)


def test_totals_of_arms_say_that_their_exact_rows_hold() -> None:
    totals = pd.DataFrame({"arm": ["a", "b"], "y": [12.0, 5.0], "days": [1000.0, 900.0]})
    found = rv.rates(counted(totals), by="arm", per=100)
    table = found.tidy().set_index("term")
    assert (table.loc["exact", "status"] == "ok").all()
    assert (table.loc["robust", "status"] == "not_estimable").all()
    assert found.glance()["status"].tolist() == ["ok"]
    assert set(found.checks()["id"]) == {"totals_only"}
    assert "robust" not in found.methods()


def test_a_question_without_any_row_that_holds_is_not_answered() -> None:
    frame = study().assign(one=np.where(np.arange(60) == 0, "z", "y"))
    found = rv.rates(counted(frame), by="one", weights="w")
    assert found.glance()["status"].tolist() == ["not_estimable"]
