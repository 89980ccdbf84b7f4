"""Return to use from a program's dated events and interviews, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from returning_people import checks, day, tables

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


@pytest.fixture(scope="module")
def cohort() -> rv.Cohort:
    return rv.cohort(rv.program(tables(), extract_date=day(60)))


def test_dated_events(cohort: rv.Cohort) -> None:
    found = rv.relapse(cohort, definition="first_use")
    assert found.data["time"].tolist() == [20, 40, 24, 60]
    assert found.data["event"].tolist() == [True, True, False, False]
    told = checks(found)
    assert "use_events_after_death" not in told  # set aside when the program was made
    assert told["use_events_before"] == 1
    assert told["censored_by_death"] == 1
    dead = rv.relapse(cohort, definition="first_use", death="competing").data
    assert dead["cause"].tolist() == [1, 1, 2, 0]
    again = rv.relapse(cohort, definition="use_episodes").data
    assert again[["person", "start", "stop", "event"]].to_numpy().tolist() == [
        ["a", 0.0, 20.0, True],
        ["a", 20.0, 50.0, True],
        ["a", 50.0, 60.0, False],
        ["b", 0.0, 40.0, True],
        ["b", 40.0, 60.0, False],
        ["c", 0.0, 24.0, False],
        ["d", 0.0, 60.0, False],
    ]
    close = rv.relapse(cohort, definition="use_episodes", apart_days=1).data
    assert close["event"].sum() == 4
    with pytest.raises(OutcomeError, match="RE-W15"):
        rv.relapse(cohort, definition="first_use", event_types="overdose")


def test_interviews_only(cohort: rv.Cohort) -> None:
    found = rv.relapse(cohort, definition="interview_use")
    assert found.kind == "interval"
    assert found.data[["person", "left", "right"]].to_numpy().tolist() == [
        ["a", 0.0, 30.0],
        ["b", 28.0, 55.0],
        ["d", 31.0, np.inf],
    ]
    assert found.dropped == {"no answer after time zero": 1}
    assert checks(found)["answers_without_value"] == 1
    assert checks(found)["days_never_asked_about"] == 1
    heavy = rv.relapse(cohort, definition="interview_heavy_use").data.set_index("person")
    assert heavy.loc["a", "right"] == 30
    assert heavy.loc["b", ["left", "right"]].tolist() == [55.0, np.inf]
    counted = rv.relapse(cohort, definition="days_abstinent").data
    assert counted[["person", "count", "exposure"]].to_numpy().tolist() == [
        ["a", 18.0, 30.0],
        ["b", 52.0, 55.0],
        ["d", 30.0, 30.0],
    ]


def test_abstinent_at_follow_up(cohort: rv.Cohort) -> None:
    found = rv.relapse(cohort, definition="abstinent_at_followup", wave="month_1")
    assert found.data.set_index("person")["value"].to_dict() == {
        "a": False, "b": True, "c": False, "d": True,
    }  # fmt: skip
    assert checks(found)["observed_only_twin"] == 2
    seen = rv.relapse(
        cohort, definition="abstinent_at_followup", wave="month_1", missing="left out"
    )
    assert seen.data["person"].tolist() == list("abd")
    with pytest.raises(OutcomeError, match="month_1, month_2"):
        rv.relapse(cohort, definition="abstinent_at_followup", wave="month_9")


def test_records_that_are_not_there_are_said() -> None:
    held = tables()
    for name, code, definition in (
        ("panel", "RE-W10", "ctn0094"),
        ("event", "RE-W15", "first_use"),
        ("response", "RE-W16", "interview_use"),
    ):
        less = {k: v for k, v in held.items() if k != name}
        with pytest.raises(OutcomeError, match=code):
            rv.relapse(rv.cohort(rv.program(less, extract_date=day(60))), definition=definition)
