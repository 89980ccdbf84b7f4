"""What kaplan_meier() does at the edges: no events, only events, one person, bad columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError

CLEAN = pd.DataFrame(
    {
        "week": [1, 2, 2, 4, 6, 3, 5, 5, 7, 8],
        "event": [1, 1, 0, 1, 0, 1, 0, 1, 1, 0],
        "arm": list("aaaaabbbbb"),
    }
)


def outcome(frame: pd.DataFrame = CLEAN, **roles: Any) -> Any:
    return rv.time_to_event(
        frame, time="week", event="event", unit="weeks", name="relapse", **roles
    )


def test_everyone_censored_has_exact_limits_and_no_median() -> None:
    frame = CLEAN.assign(event=0)
    curve = rv.kaplan_meier(outcome(frame))
    table = curve.tidy()
    assert (table["estimate"] == 1).all()
    assert (table["conf_high"] == 1).all()
    # Clopper and Pearson for 10 of 10, then for 9 of 9 from the first leaving on.
    assert table.loc[0, "conf_low"] == pytest.approx(0.025 ** (1 / 10), rel=1e-12)
    assert table.loc[1, "conf_low"] == pytest.approx(0.025 ** (1 / 9), rel=1e-12)
    assert set(table["status"]) == {"fallback"}
    assert curve.status == "fallback"
    median = curve.quantiles(0.5).tidy().iloc[0]
    assert median["status"] == "not_estimable"
    assert "not reached" in median["reason"]
    at = curve.at([2.5]).tidy().iloc[0]
    assert at["conf_low"] == pytest.approx(0.025 ** (1 / 7), rel=1e-12)


def test_everyone_having_the_event_ends_at_zero_with_limits() -> None:
    frame = pd.DataFrame({"week": [1, 2, 3, 4], "event": 1})
    curve = rv.kaplan_meier(outcome(frame))
    last = curve.tidy().iloc[-1]
    assert last["estimate"] == 0
    assert (last["conf_low"], last["status"]) == (0, "flagged")
    assert last["conf_high"] == pytest.approx(1 - 0.025 ** (1 / 4), rel=1e-10)
    assert np.isnan(last["std_error"])
    # Everyone had the event: the share is known to stay at 0.
    beyond = curve.at([100]).tidy().iloc[0]
    assert (beyond["estimate"], beyond["status"]) == (0, "flagged")


def test_an_arm_of_one_person_is_not_estimated() -> None:
    frame = CLEAN.drop(index=[1, 2, 3, 4])
    curve = rv.kaplan_meier(outcome(frame), "arm")
    table = curve.tidy()
    alone = table[table["group"] == "a"]
    assert alone[["estimate", "conf_low", "conf_high"]].isna().all(axis=None)
    assert set(alone["status"]) == {"not_estimable"}
    assert alone["reason"].str.contains("one person").all()
    assert set(table[table["group"] == "b"]["status"]) == {"ok"}
    assert curve.at([0, 1, 9]).tidy()["status"].tolist()[:3] == ["not_estimable"] * 3
    assert "a is not drawn" in " ".join(t.get_text() for t in curve.plot().texts)


def test_an_empty_arm_is_refused_by_name() -> None:
    arm = pd.Categorical(CLEAN["arm"], categories=["a", "b", "waiting list"])
    with pytest.raises(EstimationError, match="'waiting list'") as caught:
        rv.kaplan_meier(outcome(CLEAN.assign(arm=arm)), "arm")
    assert caught.value.code == "RE-E02"


def test_competing_events_get_an_explanation() -> None:
    frame = pd.DataFrame({"day": [1, 2, 3, 4, 5], "status": [1, 2, 0, 1, 0]})
    both = rv.competing_events(
        frame, time="day", status="status", causes={1: "readmission", 2: "death"}
    )
    curve = rv.kaplan_meier(both)
    assert curve.status == "flagged"
    told = curve.checks().set_index("id").loc["competing_events", "meaning"]
    assert "readmission, death" in told
    assert "cumulative_incidence" in told
    assert curve.tidy()["n_event"].sum() == 3
    assert "without any of: readmission, death" in curve.describe()


@pytest.mark.parametrize("conf_level", [0, 1, 95, -0.1])
def test_impossible_confidence_is_refused(conf_level: float) -> None:
    with pytest.raises(EstimationError, match="between 0 and 1"):
        rv.kaplan_meier(outcome(), conf_level=conf_level)


def test_another_kind_of_outcome_is_refused() -> None:
    scores = pd.DataFrame({"id": ["x", "y"], "wave": [0, 0], "score": [1.0, 2.0]})
    repeated = rv.repeated_measures(scores, value="score", person="id", wave="wave")
    with pytest.raises(EstimationError, match="kind time_to_event or competing"):
        rv.kaplan_meier(repeated)


def test_an_unknown_column_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(OutcomeError, match="nearest valid name is 'arm'"):
        rv.kaplan_meier(outcome(), "arms")


def test_a_person_in_two_groups_is_refused() -> None:
    frame = CLEAN.assign(id="x", start=0.0).iloc[[0, 5]].assign(event=[0, 1], start=[0, 1])
    with pytest.raises(EstimationError, match="more than one group"):
        rv.kaplan_meier(outcome(frame, person="id", entry="start"), "arm")


def test_missing_groups_are_counted_and_too_many_refused() -> None:
    few = CLEAN.assign(arm=CLEAN["arm"].where(CLEAN.index != 0))
    curve = rv.kaplan_meier(outcome(few), "arm")
    assert curve.spec.dropped == {"arm missing": 1}
    assert (curve.spec.rows_in, curve.spec.rows_used) == (10, 9)
    assert "1 row (arm missing)" in curve.describe()
    assert curve.status == "flagged"
    most = CLEAN.assign(arm=CLEAN["arm"].where(CLEAN.index > 6))
    with pytest.raises(EstimationError, match="More than half"):
        rv.kaplan_meier(outcome(most), "arm")


def test_weights_count_people_and_use_a_robust_error() -> None:
    weight = 0.5 + np.arange(10) % 3
    curve = rv.kaplan_meier(outcome(CLEAN.assign(w=weight)), "arm", weights="w")
    table = curve.tidy()
    assert table["n_risk"].max() == 5
    inside = table["estimate"].between(0, 1, inclusive="neither")
    assert table[inside]["method"].str.contains("robust").all()
    assert "infinitesimal jackknife" in curve.methods()
    # No exact limits exist for weights, so none are given before the first event.
    assert np.isnan(curve.at([0]).tidy().loc[0, "conf_low"])


@pytest.mark.parametrize(
    "weight", [np.full(10, -1.0), np.zeros(10), np.full(10, np.inf), np.array(list("abcdefghij"))]
)
def test_impossible_weights_are_refused(weight: np.ndarray) -> None:
    with pytest.raises(EstimationError, match="Probability weights") as caught:
        rv.kaplan_meier(outcome(CLEAN.assign(w=weight)), weights="w")
    assert caught.value.code == "RE-E33"


def test_a_missing_weight_is_counted() -> None:
    weight = np.where(np.arange(10) == 3, np.nan, 2.0)
    curve = rv.kaplan_meier(outcome(CLEAN.assign(w=weight)), weights="w")
    assert curve.spec.dropped == {"w missing": 1}
    assert curve.glance().loc[0, "n"] == 9


def test_a_row_that_stands_for_nobody_is_nobody() -> None:
    frame = CLEAN.assign(n=np.where(CLEAN.index == 4, 0, 2))
    found = rv.kaplan_meier(outcome(frame, n="n"), "arm")
    assert found.glance().loc[0, "n"] == 18
    with pytest.raises(EstimationError, match="Nobody is left"):
        rv.kaplan_meier(outcome(CLEAN.assign(n=0), n="n"))
