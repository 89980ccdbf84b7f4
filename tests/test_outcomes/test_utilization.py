"""Visits and admissions counted in windows, by hand, and what makes windows differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from five_stays import EXTRACT, counts, date, five_tables

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


def visits(*rows: tuple[str, int], kind: str = "ed", **more: pd.DataFrame) -> rv.Cohort:
    """A cohort of A to E with visits on some days, and other tables."""
    event = pd.DataFrame(
        [{"person_id": who, "type": kind, "start": date(day), "end": date(day)}
         for who, day in rows]
    ).assign(event_id=lambda d: [f"x{i}" for i in range(len(d))])  # fmt: skip
    deaths = five_tables()["event"].query("type == 'death'")
    tables = {**five_tables(), "event": pd.concat([event, deaths]), **more}
    return rv.cohort(rv.program(tables, extract_date=EXTRACT))


SOME = visits(("A", -40), ("A", -2), ("A", 0), ("A", 3), ("A", 3), ("B", 90), ("B", 91), ("E", 5))


def test_counts_and_days_observed_by_hand() -> None:
    data = rv.utilization(SOME, last_day=90).data
    assert data["count"].tolist() == [1, 1, 0, 0, 1]  # day 0 and day 91 lie outside, day 3 is one
    assert data["exposure"].tolist() == [90, 90, 90, 90, 18]  # E died on day 18


def test_mirrored_windows_by_hand() -> None:
    data = rv.utilization(SOME, form="mirrored", last_day=60, step_days=30).data
    told = data[data["person"] == "A"]
    assert told["step"].tolist() == [-2, -1, 1, 2]
    assert told["count"].tolist() == [1, 1, 1, 0]
    assert told["period"].tolist() == ["before", "before", "after", "after"]
    assert told["exposure"].tolist() == [30] * 4
    dead = data[data["person"] == "E"]
    assert dead["exposure"].tolist() == [30, 30, 18]


def test_the_last_step_may_be_shorter_and_nothing_is_counted_twice() -> None:
    data = rv.utilization(SOME, form="mirrored", last_day=100, step_days=30).data
    sums = data[data["person"] == "B"].groupby("step")["exposure"].sum()
    assert sums.loc[[-4, 4]].tolist() == [10, 10]
    assert data["count"].sum() == 6  # all but the visit of day 0; two on day 3 are one


def test_every_event_in_time() -> None:
    data = rv.utilization(SOME, form="recurrent", last_day=120).data
    told = data[data["person"] == "B"][["start", "stop", "event"]]
    assert told.to_numpy().tolist() == [[0, 90, True], [90, 91, True], [91, 120, False]]
    assert data[data["person"] == "E"]["rule"].tolist() == ["event", "death"]


def test_admissions_that_touch_are_one() -> None:
    cohort = visits(("A", 10), ("A", 11), ("A", 20), kind="detox")
    assert rv.utilization(cohort, definition="detox").data["count"].iloc[0] == 2
    apart = rv.utilization(cohort, definition="detox", stitch_days=0)
    assert apart.data["count"].iloc[0] == 3


def test_coverage_bounds_the_window_on_both_sides() -> None:
    span = pd.DataFrame(
        [("A", date(-20), date(40)), ("B", date(-400), None), ("C", date(-400), date(-1)),
         ("D", date(5), None), ("E", date(-400), date(18))],
        columns=["person_id", "start", "end"],
    ).assign(kind="coverage")  # fmt: skip
    study = five_tables()["person"].assign(kind="study", start=date(0))
    span = pd.concat([span, study])
    cohort = visits(("A", 50), ("B", 50), span=span)
    found = rv.utilization(cohort, form="mirrored", last_day=60, step_days=60)
    told = found.data.pivot_table(
        index="person", columns="period", values="exposure", observed=True
    )[["after", "before"]]
    assert told.loc["A"].tolist() == [40, 20]
    assert told.loc["B"].tolist() == [60, 60]
    assert told.loc["E"].tolist() == [18, 60]
    assert found.dropped == {"not covered at time zero": 2}  # C had lost it, D had none yet
    assert found.data["count"].sum() == 1  # A's visit came after coverage ended


def left(days: dict[str, int], span: bool) -> dict[str, pd.DataFrame]:
    """Tables in which people leave the program, with or without observation ending then."""
    episode = five_tables()["episode"]
    episode = episode.assign(end=[date(days.get(w)) for w in episode["person_id"]],
                             end_reason="dropout")  # fmt: skip
    spans = episode[["person_id"]].assign(kind="study", start=date(0), end=episode["end"])
    return {"episode": episode, **({"span": spans} if span else {})}


def test_windows_that_end_when_people_leave_are_warned_of() -> None:
    days = {"A": 20, "B": 25, "C": 30, "D": 40}
    found = rv.utilization(visits(("A", 5), **left(days, span=True)), form="mirrored", last_day=90)
    assert counts(found)["after_requires_staying"] == 4
    still = rv.utilization(visits(("A", 5), **left(days, span=False)), form="mirrored", last_day=90)
    assert "after_requires_staying" not in counts(still)


def test_a_source_that_records_only_those_who_stay_is_warned_of() -> None:
    days = {"A": 30, "B": 30, "C": 30, "D": 30}
    rows = [(who, day) for who in "ABCD" for day in (3, 9, 15, 21, 27)]
    found = rv.utilization(visits(*rows, **left(days, span=False)), form="mirrored", last_day=90)
    assert counts(found)["events_only_while_enrolled"] > 5
    more = visits(*rows, ("A", 70), **left(days, span=False))
    assert "events_only_while_enrolled" not in counts(
        rv.utilization(more, form="mirrored", last_day=90)
    )


def test_a_crisis_before_time_zero_is_warned_of() -> None:
    rows = [(who, -day) for who in "ABCD" for day in (3, 9, 15)] + [("A", -70), ("B", 40)]
    found = rv.utilization(visits(*rows), form="mirrored", last_day=90)
    assert counts(found)["crisis_before_time_zero"] == pytest.approx(24)
    assert "before_not_observed" in counts(found)


def test_d01_events_that_end_before_they_begin_and_undated_ones_are_counted() -> None:
    event = pd.DataFrame({"event_id": ["a", "b"], "person_id": ["A", "B"], "type": "ed",
                          "start": [date(5), None], "end": [date(5), date(9)]})  # fmt: skip
    made = rv.program({**five_tables(), "event": event}, extract_date=EXTRACT)
    found = rv.utilization(rv.cohort(made))
    assert found.data["count"].sum() == 1


def test_a_landmark_moves_the_windows() -> None:
    tables = five_tables()
    contact = pd.DataFrame({"person_id": ["A", "B"], "date": [date(2), date(3)],
                            "status": "completed"})  # fmt: skip
    event = SOME.program.tables["event"]
    made = rv.program({**tables, "event": event, "contact": contact}, extract_date=EXTRACT)
    cohort = rv.cohort(made, arm=rv.landmark("contact", within_days=7))
    data = rv.utilization(cohort, last_day=90).data.set_index("person")
    assert data["count"].to_dict() == {"A": 0, "B": 2, "C": 0, "D": 0, "E": 0}
    assert data.loc["E", "exposure"] == 11


def test_utilization_agrees_with_the_rates_of_the_synthetic_program() -> None:
    program, _ = rv.synthetic_program(3000, rng=3, tables=["person", "episode", "event", "span"])
    data = rv.utilization(rv.cohort(program, arm="arm"), last_day=365).data
    rate = data.groupby("arm")[["count", "exposure"]].sum().eval("count / exposure * 365.25")
    error = np.sqrt(rate / data.groupby("arm")["exposure"].sum() * 365.25)
    true = pd.Series({"coaching": 0.5 * np.exp(-0.2), "usual care": 0.5})
    assert (((rate - true) / error).abs() < 3).all()


@pytest.mark.parametrize(
    ("options", "column"),
    [
        ({"form": "rate"}, "form"),
        ({"events": "er"}, "events"),
        ({"first_day": -1}, "first_day"),
        ({"first_day": 0, "form": "recurrent"}, "first_day"),
        ({"first_day": 9, "last_day": 8}, "last_day"),
        ({"step_days": 0}, "step_days"),
        ({"seen": "claims"}, "seen"),
    ],
)
def test_options_that_do_not_exist_are_refused(options: dict, column: str) -> None:
    with pytest.raises(OutcomeError) as caught:
        rv.utilization(SOME, **options)
    assert caught.value.column == column
