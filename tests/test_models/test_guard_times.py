"""E21 to E34: times that cannot be, rows that contradict each other, answers beyond follow-up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_verbs import (
    ALL,
    OF_COMPETING_EVENTS,
    OF_ONE_EVENT,
    answer,
    asked,
    every,
    outcome_for,
    study,
)

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

KINDS = ("cox", "gray_test")  # one verb of each kind of outcome: the door is the same for all
SIZES = (1, 30, 5000)


def refused(name: str, frame: pd.DataFrame, **roles: str) -> OutcomeError:
    with pytest.raises(OutcomeError) as caught:
        outcome_for(name, frame, **roles)
    return caught.value


@pytest.mark.parametrize(("name", "size"), [(n, s) for n, s in every(ALL) if s > 1])
def test_e21_events_at_time_zero_are_kept_or_refused_by_name(name: str, size: int) -> None:
    frame = study(size)
    frame["day"] = np.where(np.arange(size) % 5 == 0, 0, frame["day"])
    kind, told = answer(name, frame)
    if name == "parametric":
        assert (kind, told.code) == ("refused", "RE-E21")
        assert told.rows == ((frame["day"] == 0) & (frame["event"] == 1)).sum()
        return
    assert kind == "result"
    if name == "residuals":
        assert len(told) == size
    elif "n_event" in told.glance() and name not in ("discrete_hazard", "rmst_regression"):
        assert told.glance()["n_event"].iloc[0] > 0


def test_e21_an_event_at_zero_counts() -> None:
    frame = pd.DataFrame({"day": [0, 0, 1, 2], "event": [1, 0, 1, 0], "arm": list("aaaa")})
    curve = rv.kaplan_meier(rv.time_to_event(frame, time="day", event="event"))
    assert curve.at(0).tidy()["estimate"].iloc[0] == 0.75


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", KINDS)
def test_e22_negative_times(name: str, size: int) -> None:
    error = refused(name, study(size).assign(day=lambda f: -f["day"]))
    assert (error.code, error.column, error.rows) == ("RE-E22", "day", size)


@pytest.mark.parametrize("code", [[1, 2], [0, 2], [-1, 1]])
def test_status_codes_other_than_0_and_1_are_refused(code: list[int]) -> None:
    error = refused("cox", study(30).assign(event=np.resize(code, 30)))
    assert error.column == "event"
    assert error.code in ("RE-V08", "RE-V09")
    assert "Recode" in error.do


@pytest.mark.parametrize("size", [30, 5000])
@pytest.mark.parametrize("name", ["kaplan_meier", "cox", "cumulative_incidence"])
def test_e27_e34_entry_after_exit_and_no_time_at_all_are_set_aside(name: str, size: int) -> None:
    frame = study(size, start=0)
    frame["start"] = np.where(np.arange(size) % 6 == 2, frame["day"] + 3, 0)
    frame["start"] = np.where(np.arange(size) % 6 == 3, frame["day"], frame["start"])
    bad = int((frame["start"] >= frame["day"]).sum())
    result = asked(name, frame, entry="start")
    assert sum(result.spec.dropped.values()) == bad
    assert result.spec.rows_used == size - bad
    assert result.spec.rows_in == size
    clean = asked(name, frame[frame["start"] < frame["day"]], entry="start")
    pd.testing.assert_frame_equal(result.tidy(), clean.tidy())


def histories(size: int) -> pd.DataFrame:
    """Return two rows for each person, the second from day 5 on."""
    first = study(size).assign(id=range(size), start=0, event=0, status=0)
    second = study(size).assign(id=range(size), start=5)
    second["day"] += 5
    return pd.concat([first.assign(day=5), second], ignore_index=True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", KINDS)
def test_e28_overlapping_rows(name: str, size: int) -> None:
    frame = histories(size)
    frame.loc[frame["start"] == 5, "start"] = 4
    error = refused(name, frame, person="id", entry="start")
    assert (error.code, error.rows) == ("RE-E28", size)
    assert f"for {size} people" in error.what


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", KINDS)
def test_e29_two_terminal_events(name: str, size: int) -> None:
    frame = histories(size).assign(event=1, status=1)
    error = refused(name, frame, person="id", entry="start")
    assert error.code == "RE-E29"
    assert error.what.startswith(f"{size} people")


@pytest.mark.parametrize("name", ["kaplan_meier", "rmst", "cox", "cumulative_incidence"])
def test_e30_durations_as_timedeltas_are_days(name: str) -> None:
    frame = study(30)
    spans = frame.assign(day=pd.to_timedelta(frame["day"], unit="D"))
    pd.testing.assert_frame_equal(asked(name, spans).tidy(), asked(name, frame).tidy())


@pytest.mark.parametrize("size", SIZES)
def test_e25_a_horizon_beyond_follow_up_has_no_number(size: int) -> None:
    frame = study(size, event=0)
    for result in (
        rv.rmst(outcome_for("rmst", frame), "arm", horizon=61),
        *(
            [rv.rmst_regression(outcome_for("rmst", frame.assign(event=[1] + [0] * (size - 1))),
                                "arm", horizon=61)] if size > 1 else []
        ),
    ):  # fmt: skip
        table = result.tidy()
        assert set(table["status"]) == {"not_estimable"}
        assert table["estimate"].isna().all()
        assert result.status == "not_estimable"


@pytest.mark.parametrize(
    "name", ["kaplan_meier", "nelson_aalen", "adjusted_curves", "cumulative_incidence"]
)
@pytest.mark.parametrize("size", [30, 5000])
def test_e26_nothing_is_carried_beyond_follow_up(name: str, size: int) -> None:
    frame = study(size)
    frame.loc[:1, ["day", "event", "status"]] = [60, 0, 0]  # somebody of each arm is left
    late = asked(name, frame).at([10, 61, 400]).tidy()
    beyond = late[late["time"] > 60]
    assert (beyond["status"] == "not_estimable").all()
    assert beyond["estimate"].isna().all()
    assert late.loc[late["time"] == 10, "estimate"].notna().all()


@pytest.mark.parametrize("name", list(ALL))
def test_e24_the_order_of_rows_decides_nothing(name: str) -> None:
    frame = study(40)
    mixed = frame.sample(frac=1, random_state=3)
    first, second = (asked(name, f) for f in (frame, mixed))
    if name == "residuals":
        first, second = (t["residual"].sort_values(ignore_index=True) for t in (first, second))
        np.testing.assert_allclose(first, second, rtol=1e-8, atol=1e-10)
        return
    one, two = first.tidy(), second.tidy()
    for column in one.select_dtypes("number"):
        np.testing.assert_allclose(
            one[column], two[column], rtol=1e-7, atol=1e-9, equal_nan=True, err_msg=column
        )


@pytest.mark.parametrize(
    "name",
    [n for n in (*OF_ONE_EVENT, *OF_COMPETING_EVENTS) if n not in ("residuals", "discrete_hazard")],
)
def test_e23_events_known_only_at_interviews_are_noticed(name: str) -> None:
    frame = study(60)
    check = asked(name, frame.assign(day=np.resize([18, 36, 60], 60))).checks().set_index("id")
    assert check.loc["few_event_times", "verdict"] == "concern"
    assert "interval_censored()" in check.loc["few_event_times", "meaning"]
    assert "few_event_times" not in asked(name, frame).checks()["id"].tolist()


def test_e40_one_cause_by_kaplan_meier_is_explained() -> None:
    check = asked("kaplan_meier of any", study(30)).checks().set_index("id").loc["competing_events"]
    assert check["verdict"] == "concern"
    assert "cumulative_incidence()" in check["meaning"]
    own: Any = outcome_for("cox", study(30))
    with pytest.raises(rv.EstimationError, match="RE-M20"):
        rv.gray_test(own, "arm")
    assert set(OF_COMPETING_EVENTS) >= {"gray_test", "fine_gray", "cumulative_incidence"}
