"""Differences between arms whose coaches have people in both: against R, and by properties."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from survival_clusters import sites
from survival_kinds import repeated
from survival_verbs import study

import recoveryeval as rv
from recoveryeval.results.curve import Curve

GOLDEN = json.loads((FOLDER / "shared_clusters.json").read_text())
VERBS: dict[str, Any] = {
    "kaplan_meier": rv.kaplan_meier,
    "nelson_aalen": rv.nelson_aalen,
    "cumulative_incidence": rv.cumulative_incidence,
}


def outcome(verb: str, frame: pd.DataFrame) -> rv.Outcome:
    if verb == "cumulative_incidence":
        causes = {1: "back", 2: "dead"}
        return rv.competing_events(frame, time="time", status="event", causes=causes)
    once = frame.assign(event=(frame["event"] > 0).astype(int))
    return rv.time_to_event(once, time="time", event="event")


def curve(verb: str, frame: pd.DataFrame) -> Curve:
    found = VERBS[verb](outcome(verb, frame), "group", cluster="cluster")
    assert isinstance(found, Curve)
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_errors_of_differences_are_those_of_r(verb: str) -> None:
    expected = GOLDEN["values"][verb]
    found = curve(verb, pd.DataFrame(GOLDEN["data"]))
    for asked in (found, Curve.from_json(found.to_json())):
        rows = asked.difference(times=expected["times"]).tidy()
        rows = rows[rows["cause"] == "back"] if verb == "cumulative_incidence" else rows
        np.testing.assert_allclose(rows["estimate"], expected["estimate"], rtol=1e-9)
        np.testing.assert_allclose(rows["std_error"], expected["std_error"], rtol=1e-8)
        assert rows["method"].str.contains("share clusters").all()
        assert (rows["conf_low"] < rows["estimate"]).all()
        assert (rows["estimate"] < rows["conf_high"]).all()


@pytest.mark.parametrize("verb", VERBS)
def test_clusters_within_groups_leave_curves_independent(verb: str) -> None:
    frame = pd.DataFrame(GOLDEN["data"]).assign(cluster=lambda f: f["cluster"] + 100 * f["group"])
    rows = curve(verb, frame).difference(times=[30, 60]).tidy()
    assert not rows["method"].str.contains("share").any()


def test_twins_in_both_arms_differ_without_error() -> None:
    """Each cluster sends the same people into both arms, so that the arms cannot differ."""
    own = pd.DataFrame(GOLDEN["data"])
    twins = pd.concat([own.assign(group="a"), own.assign(group="b")])
    rows = curve("kaplan_meier", twins).difference(times=[30, 60]).tidy()
    assert (rows["estimate"].abs() < 1e-12).all()
    assert (rows["std_error"] < 1e-8).all()


def test_mean_numbers_of_events_know_shared_coaches() -> None:
    own = repeated(study(160).assign(coach=sites(160, 44)))
    apart = rv.mean_cumulative_function(own, "arm").difference(times=[30, 60]).tidy()
    found = rv.mean_cumulative_function(own, "arm", cluster="coach").difference(times=[30, 60])
    np.testing.assert_allclose(found.tidy()["estimate"], apart["estimate"], rtol=1e-12)
    assert found.tidy()["std_error"].between(apart["std_error"] / 3, apart["std_error"] * 3).all()
    assert found.tidy()["method"].str.contains("share clusters").all()
