"""kaplan_meier() by hand, and how its curve answers questions."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.results.curve import Curve

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


def test_by_hand() -> None:
    # Group a: 5 at risk at week 1, 4 at week 2 (one event, one censored after it), 2 at week 4.
    table = rv.kaplan_meier(outcome(), "arm").tidy()
    rows = table[table["group"] == "a"]
    np.testing.assert_allclose(rows["estimate"], [4 / 5, 3 / 5, 3 / 10, 3 / 10], rtol=1e-14)
    assert rows["n_risk"].tolist() == [5, 4, 2, 1]
    # Greenwood at week 2: S^2 (1 / (5 4) + 1 / (4 3)).
    expected = 0.6 * np.sqrt(1 / 20 + 1 / 12)
    assert rows["std_error"].iloc[1] == pytest.approx(expected, rel=1e-14)


def test_an_event_at_time_zero_counts() -> None:
    table = rv.kaplan_meier(outcome(CLEAN.assign(week=CLEAN["week"] - 1))).tidy()
    assert table.loc[0, ["time", "n_risk", "n_event", "estimate"]].tolist() == [0, 10, 1, 0.9]


def test_late_entry_is_at_risk_after_entry_only() -> None:
    frame = CLEAN.assign(start=[0, 0, 1, 2, 2, 0, 0, 0, 0, 0])
    table = rv.kaplan_meier(outcome(frame, entry="start"), "arm").tidy()
    # Entry at 1 is not at risk at 1, entry at 2 is not at risk at 2.
    assert table[table["group"] == "a"]["n_risk"].tolist() == [2, 2, 2, 1]
    curve = rv.kaplan_meier(outcome(frame, entry="start"), "arm")
    assert curve.at_risk([1, 1.5, 2, 3]).tidy()["n_risk"].tolist()[:4] == [2, 2, 2, 2]
    assert "late_entry" in curve.checks()["id"].tolist()


def test_a_risk_set_that_empties_early_is_flagged() -> None:
    frame = CLEAN.assign(start=[0, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    curve = rv.kaplan_meier(outcome(frame, entry="start"), "arm")
    assert "risk_set_emptied" in curve.checks()["id"].tolist()
    assert curve.status == "flagged"


def test_nothing_is_carried_beyond_the_last_observed_time() -> None:
    found = rv.kaplan_meier(outcome(), "arm").at([0, 5, 6, 7]).tidy()
    states = found.pivot_table(index="time", columns="group", values="status", aggfunc="first")
    assert states["a"].tolist() == ["ok", "ok", "ok", "not_estimable"]
    assert states["b"].tolist() == ["ok", "ok", "ok", "ok"]
    lost = found[found["status"] == "not_estimable"].iloc[0]
    assert np.isnan(lost["estimate"])
    assert "last observed time" in lost["reason"]


def test_difference_names_who_is_compared_with_whom() -> None:
    curve = rv.kaplan_meier(outcome(), "arm")
    found = curve.difference(times=[5]).tidy().iloc[0]
    parts = curve.at([5]).tidy().set_index("group")
    assert found["contrast"] == "b - a"
    expected = parts.loc["b", "estimate"] - parts.loc["a", "estimate"]
    assert found["estimate"] == pytest.approx(expected, rel=1e-14)
    reverse = curve.difference("b", times=[5]).tidy().iloc[0]
    assert reverse["contrast"] == "a - b"
    assert reverse["conf_low"] == pytest.approx(-found["conf_high"], rel=1e-14)


def test_difference_has_limits_where_one_curve_is_still_at_one() -> None:
    frame = CLEAN.assign(event=np.where(CLEAN["arm"] == "b", 0, CLEAN["event"]))
    found = rv.kaplan_meier(outcome(frame), "arm").difference(times=[4]).tidy().iloc[0]
    assert found["conf_low"] < found["estimate"] < found["conf_high"]
    assert np.isnan(found["std_error"])


def test_a_difference_needs_two_groups_and_a_known_reference() -> None:
    with pytest.raises(EstimationError, match="at least two groups"):
        rv.kaplan_meier(outcome()).difference(times=[1])
    with pytest.raises(EstimationError, match="no group of that name"):
        rv.kaplan_meier(outcome(), "arm").difference("z", times=[1])


@pytest.mark.parametrize("times", [[], [-1], [np.nan], [np.inf]])
def test_impossible_times_are_refused(times: list[float]) -> None:
    with pytest.raises(EstimationError, match="zero or more"):
        rv.kaplan_meier(outcome()).at(times)


@pytest.mark.parametrize("shares", [[], [0], [1], [50]])
def test_impossible_shares_are_refused(shares: list[float]) -> None:
    with pytest.raises(EstimationError, match="between 0 and 1"):
        rv.kaplan_meier(outcome()).quantiles(shares)


def test_json_keeps_the_curve_and_its_answers() -> None:
    curve = rv.kaplan_meier(outcome(CLEAN.assign(start=0.5), entry="start"), "arm")
    again = Curve.from_json(curve.to_json())
    asked = ("at", [0, 2.5, 7]), ("quantiles", [0.5]), ("at_risk", [0, 3])
    for question, values in asked:
        first, second = (getattr(c, question)(values).tidy() for c in (curve, again))
        pd.testing.assert_frame_equal(first, second, check_dtype=False)
    pd.testing.assert_frame_equal(
        curve.difference(times=[3]).tidy(), again.difference(times=[3]).tidy(), check_dtype=False
    )
    assert "person" not in json.dumps(json.loads(curve.to_json())["content"]["extras"])
