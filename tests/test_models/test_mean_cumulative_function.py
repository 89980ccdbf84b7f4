"""Mean numbers of events: against R, with deaths, with few or no events, and as a picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from golden_sets import golden, names
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.results.result import Result

ROLES = {"start": "start", "stop": "stop", "event": "event", "person": "person"}


def outcome_of(name: str) -> rv.Outcome:
    data = golden("recurrent", name).data
    frame = pd.DataFrame(data).rename(columns={"entry": "start", "time": "stop"})
    return rv.recurrent_events(frame, **ROLES)


def small(**changes: object) -> pd.DataFrame:
    """Four people: two events, one, none; and none, who dies."""
    frame = pd.DataFrame(
        {
            "person": list("aaabbcd"),
            "start": [0, 2, 5, 0, 4, 0, 0],
            "stop": [2, 5, 6, 4, 6, 3, 5],
            "event": [1, 1, 0, 1, 0, 0, 0],
            "died": [0, 0, 0, 0, 0, 0, 1],
        }
    )
    return frame.assign(**changes)


@pytest.mark.parametrize("name", names("recurrent"))
def test_means_and_test_equal_those_of_r(name: str) -> None:
    expected = golden("recurrent", name).values
    outcome = outcome_of(name)
    found = rv.mean_cumulative_function(outcome).tidy()
    np.testing.assert_array_equal(found["time"], expected["time"])
    np.testing.assert_array_equal(found["n_risk"], expected["n_risk"])
    np.testing.assert_allclose(found["estimate"], expected["mean"], rtol=1e-10)
    some = found["estimate"] > 0
    np.testing.assert_allclose(
        found["std_error"][some], np.array(expected["std_error"])[some], rtol=1e-10
    )
    by = rv.mean_cumulative_function(outcome, "group").glance().iloc[0]
    np.testing.assert_allclose(by["statistic"], expected["test"], rtol=1e-8)


def test_deaths_hold_back_events_by_hand() -> None:
    """At 5 the chance to be alive is 1; what happens at 6 counts by 2/3."""
    frame = small(event=[1, 1, 1, 1, 0, 0, 0])
    outcome = rv.recurrent_events(frame, **ROLES, terminal="died")
    found = rv.mean_cumulative_function(outcome).tidy().set_index("time")["estimate"]
    by_hand = [1 / 4, 1 / 4, 1 / 4 + 1 / 3, 1 / 4 + 2 / 3, 1 / 4 + 2 / 3 + (2 / 3) / 2]
    np.testing.assert_allclose(found.loc[[2, 3, 4, 5, 6]], by_hand, rtol=1e-12)


def test_a_fatal_event_counts_and_ends() -> None:
    together = small(event=[1, 1, 0, 1, 0, 0, 1])
    found = rv.mean_cumulative_function(rv.recurrent_events(together, **ROLES, terminal="died"))
    assert found.at([5]).tidy()["estimate"].iloc[0] == pytest.approx(1 / 4 + 1 / 3 + 2 / 3)
    assert found.glance()["n_event"].iloc[0] == 4


def test_groups_with_deaths_are_compared_by_their_means() -> None:
    frame = pd.concat([small(person=small()["person"] + str(k), arm="ab"[k % 2]) for k in range(8)])
    outcome = rv.recurrent_events(frame, **ROLES, terminal="died")
    curve = rv.mean_cumulative_function(outcome, "arm")
    assert curve.glance()["statistic"].iloc[0] == pytest.approx(0, abs=1e-20)
    assert "Ghosh" in curve.methods()
    assert "before death" in curve.describe()
    assert (curve.difference(times=[5]).tidy()["estimate"] == 0).all()


@pytest.mark.parametrize(
    "frame",
    [
        small(died=[0, 0, 0, 1, 0, 0, 0]),
        small(died=[0, 0, 0, 1, 1, 0, 0]),
        small(n=[1, 1, 2, 1, 1, 1, 1]),
    ],
)
def test_impossible_histories_are_refused(frame: pd.DataFrame) -> None:
    n = "n" if "n" in frame else None
    with pytest.raises(OutcomeError):
        rv.recurrent_events(frame, **ROLES, terminal="died", n=n)


def test_n_people_with_one_history_are_n_people() -> None:
    counted = small(n=[3, 3, 3, 1, 1, 2, 2])
    written = pd.concat(
        [
            rows.assign(person=f"{person}{k}")
            for person, rows in counted.groupby("person")
            for k in range(rows["n"].iloc[0])
        ]
    ).drop(columns="n")
    short = rv.recurrent_events(counted, **ROLES, terminal="died", n="n")
    long = rv.recurrent_events(written, **ROLES, terminal="died")
    pd.testing.assert_frame_equal(
        rv.mean_cumulative_function(short).tidy(), rv.mean_cumulative_function(long).tidy()
    )


def test_cells_of_rows_are_refused_since_a_person_would_be_lost() -> None:
    with pytest.raises(OutcomeError, match="RE-O04"):
        rv.recurrent_events(small(), **ROLES).cells()


def test_no_events_have_an_upper_limit_only() -> None:
    outcome = rv.recurrent_events(small(event=0), **ROLES)
    curve = rv.mean_cumulative_function(outcome)
    last = curve.tidy().iloc[-1]
    assert curve.status == "fallback"
    assert (last["estimate"], last["conf_low"]) == (0, 0)
    assert last["conf_high"] == pytest.approx(-np.log(0.025) / 2)  # two are left at the end


def test_everyone_alike_has_no_limits() -> None:
    frame = pd.DataFrame(
        {"person": range(8), "start": 0, "stop": 5, "event": 1, "arm": list("ab") * 4}
    )
    curve = rv.mean_cumulative_function(rv.recurrent_events(frame, **ROLES), "arm")
    assert curve.tidy()["status"].tolist() == ["flagged", "flagged"]
    assert curve.tidy()["conf_low"].isna().all()
    assert np.isnan(curve.glance()["statistic"].iloc[0])


def test_a_group_of_one_is_not_estimated() -> None:
    frame = small(arm=list("aaaaaab"))
    curve = rv.mean_cumulative_function(rv.recurrent_events(frame, **ROLES), "arm")
    rows = curve.tidy().set_index("group")
    assert rows.loc["b", "status"] == "not_estimable"
    assert np.isnan(rows.loc["b", "estimate"])


def test_other_outcomes_and_moving_groups_are_refused() -> None:
    times = rv.time_to_event(pd.DataFrame({"t": [1, 2], "e": [1, 0]}), time="t", event="e")
    with pytest.raises(EstimationError, match="RE-M20"):
        rv.mean_cumulative_function(times)
    moving = rv.recurrent_events(small(arm=list("abaaabb")), **ROLES)
    with pytest.raises(EstimationError, match="more than one group"):
        rv.mean_cumulative_function(moving, "arm")


def test_weights_scale_people() -> None:
    frame = small(w=[2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0])
    weighted = rv.mean_cumulative_function(rv.recurrent_events(frame, **ROLES), weights="w")
    counted = rv.mean_cumulative_function(rv.recurrent_events(frame, **ROLES, n="w"))
    np.testing.assert_allclose(weighted.tidy()["estimate"], counted.tidy()["estimate"])


def test_picture_and_record() -> None:
    curve = rv.mean_cumulative_function(outcome_of("bladder"), "group")
    ax = curve.plot()
    told = get_alt(ax)
    plt.close("all")
    assert "Mean number of events" in told
    assert "Robust score test of rates: statistic" in told
    assert curve.at_risk([0]).tidy()["n_risk"].sum() == curve.glance()["n"].iloc[0]
    again = Result.from_json(curve.to_json())
    pd.testing.assert_frame_equal(again.tidy(), curve.tidy(), check_dtype=False, rtol=0)
