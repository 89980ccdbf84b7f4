"""Mean numbers of events of people who share a coach: against R, and by the rules of few."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from scipy.stats import t
from survival_clusters import sites
from survival_verbs import study

import recoveryeval as rv
from recoveryeval.errors import EstimationError

ROLES = {"start": "start", "stop": "stop", "event": "event", "person": "person"}
SETS = json.loads((FOLDER / "mean_clusters.json").read_text())["sets"]
FEW = ["std_error", "conf_low", "conf_high"]


def mean(frame: pd.DataFrame, by: str | None = None, **asked: Any) -> Any:
    return rv.mean_cumulative_function(rv.recurrent_events(frame, **ROLES), by, **asked)


@pytest.mark.parametrize("name", SETS)
def test_errors_by_cluster_are_those_of_r(name: str) -> None:
    frame, expected = pd.DataFrame(SETS[name]["data"]), SETS[name]["values"]
    found = mean(frame, cluster="cluster")
    table = found.tidy()
    np.testing.assert_allclose(table["estimate"], expected["mean"], rtol=1e-10)
    some = table["estimate"] > 0
    count = frame["cluster"].nunique()
    enlarged = np.sqrt(count / (count - 1)) if count < 40 else 1.0
    error = np.array(expected["std_error"])[some] * enlarged
    np.testing.assert_allclose(table["std_error"][some], error, rtol=1e-8)
    by = mean(frame, "group", cluster="cluster").glance().iloc[0]
    assert by["statistic"] == pytest.approx(expected["test"][0][0], rel=1e-8)


def coached(coaches: int, size: int = 60, **changes: Any) -> pd.DataFrame:
    """Return people with one row or two, each with one of so many coaches of both arms."""
    own = study(size)
    more = own[own["age"] % 3 == 0]
    frame = pd.concat([own.assign(start=0), more.assign(start=more["day"], day=more["day"] + 9)])
    frame = frame.assign(person=frame.index, coach=sites(size, coaches)[frame.index])
    return frame.rename(columns={"day": "stop"}).drop(columns="status").assign(**changes)


def test_people_as_clusters_change_nothing_but_the_name() -> None:
    frame = coached(9, 100).assign(coach=lambda f: f["person"])
    alone, named = (mean(frame, "arm", **asked) for asked in ({}, {"cluster": "coach"}))
    some = alone.tidy()["estimate"] > 0  # before, people who stand alone have Poisson limits
    np.testing.assert_allclose(alone.tidy()[FEW][some], named.tidy()[FEW][some], rtol=1e-12)
    assert named.glance()["p_value"].iloc[0] == alone.glance()["p_value"].iloc[0]
    assert "each cluster (coach)" in named.methods()


def test_few_clusters_are_judged_by_t() -> None:
    table = mean(coached(6), cluster="coach", conf_type="plain").tidy()
    row = table[table["estimate"] > 0].iloc[-1]
    reach = t.ppf(0.975, 5) * row["std_error"]
    assert row["conf_high"] - row["estimate"] == pytest.approx(reach, rel=1e-12)
    assert "robust by coach, 6 clusters, t with 5 df" in row["method"]
    note = mean(coached(6), "arm", cluster="coach").labels["note"]
    assert "F with 5 denominator degrees of freedom, 6 clusters" in note


@pytest.mark.parametrize("dies", [False, True])
def test_two_clusters_give_an_estimate_and_nothing_else(dies: bool) -> None:
    frame = coached(2).assign(died=lambda f: (f["age"] % 7 == 0) & ~f["person"].duplicated("last"))
    roles = ROLES | ({"terminal": "died"} if dies else {})
    found = rv.mean_cumulative_function(rv.recurrent_events(frame, **roles), "arm", cluster="coach")
    table = found.tidy()
    assert table["estimate"].notna().all()
    assert table[FEW].isna().all(axis=None)
    assert (table["reason"] == "no error can be estimated from 2 clusters").all()
    assert np.isnan(found.glance()["p_value"].iloc[0])
    assert "No test" in found.labels["note"]


@pytest.mark.parametrize("dies", [False, True])
def test_an_arm_of_one_coach_is_compared_with_nobody(dies: bool) -> None:
    frame = coached(8).assign(
        arm=lambda f: np.where(f["coach"] == 0, "a", "b"), died=lambda f: f["age"] == 20
    )
    frame["died"] &= ~frame["person"].duplicated("last")
    roles = ROLES | ({"terminal": "died"} if dies else {})
    found = rv.mean_cumulative_function(rv.recurrent_events(frame, **roles), "arm", cluster="coach")
    assert np.isnan(found.glance()["p_value"].iloc[0])
    assert found.tidy().query("group == 'a'")[FEW].isna().all(axis=None)


def test_a_person_with_two_coaches_is_refused() -> None:
    frame = coached(6).assign(coach=lambda f: f["coach"] + (f["start"] > 0))
    with pytest.raises(EstimationError, match=r"RE-M21.*more than one cluster"):
        mean(frame, cluster="coach")


@pytest.mark.parametrize("asked", [{"cluster": "coach"}, {"weights": "w"}])
def test_a_group_without_events_has_no_limits_and_says_so(asked: dict[str, str]) -> None:
    frame = coached(9, w=1.5).assign(event=lambda f: f["event"].where(f["arm"] == "peer", 0))
    found = mean(frame, "arm", **asked)
    own = found.tidy().query("group == 'usual'")
    assert own[FEW].isna().all(axis=None)
    assert set(own["status"]) == {"flagged"}
    assert own["reason"].str.contains("no limits").all()
    assert found.checks().query("id == 'no_events'")["meaning"].str.contains("no limits").all()
