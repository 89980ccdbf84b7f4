"""What goes wrong with stays (bad_inputs.md C and D): each under a rule with its count."""

from __future__ import annotations

import pandas as pd
import pytest
from five_stays import counts

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

LAST = "2025-06-30"


def stays(*rows: tuple[str, str | None, str | None], **more) -> pd.DataFrame:
    """A table of stays of some people."""
    frame = pd.DataFrame(rows, columns=["person_id", "start", "end"])
    dates = {name: frame[name].astype("datetime64[s]") for name in ("start", "end")}
    return frame.assign(**dates, type="psych_inpatient", **more)


def ask(table: pd.DataFrame, **options) -> rv.Outcome:
    """Readmission from the first discharge, every stay being an index."""
    return rv.readmission(table, **{"clock": "discharge", "index_stays": "all", "last_day": 30,
                                    "stitch_days": 0, "extract_day": LAST, **options})  # fmt: skip


def told(outcome: rv.Outcome) -> list[tuple[float, int, float]]:
    """Day, cause and number of the clocks."""
    data = outcome.data
    return list(zip(data["time"], data["cause"], data["n"], strict=True))


def test_d01_a_discharge_before_the_admission_is_set_aside() -> None:
    found = ask(stays(("a", "2025-01-10", "2025-01-05"), ("a", "2025-02-01", "2025-02-03")))
    assert counts(found)["stays_end_before_start"] == 1
    assert found.rows_in == 2
    assert told(found) == [(30, 0, 1)]


def test_d02_a_stay_after_the_extract_is_set_aside() -> None:
    found = ask(stays(("a", "2025-01-01", "2025-01-05"), ("a", "2025-07-05", "2025-07-06")))
    assert counts(found)["stays_start_after_extract"] == 1


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_d12_instants_with_a_time_zone_are_refused(zone: str) -> None:
    table = stays(("a", "2025-01-01", "2025-01-05"))
    table["start"] = table["start"].dt.tz_localize(zone)
    with pytest.raises(OutcomeError, match="dates without a time zone"):
        ask(table)


def test_d13_a_change_of_clocks_between_two_stays_changes_no_day() -> None:
    late = stays(("a", "2025-03-01 23:30", "2025-03-08 23:59"), ("a", "2025-03-10 00:05",
                 "2025-03-12 01:00"))  # fmt: skip
    assert told(ask(late))[0] == (2, 1, 1)


def test_d14_days_are_counted_over_the_ends_of_months_and_leap_years() -> None:
    for year, day in (("2024", 30), ("2025", 29)):  # from 31 January to 1 March
        table = stays(("a", f"{year}-01-30", f"{year}-01-31"), ("a", f"{year}-03-01", None))
        assert told(ask(table, last_day=60)) == [(day, 1, 1)]
        assert told(ask(table, last_day=day - 1)) == [(day - 1, 0, 1)]


def test_d07_d08_stand_in_dates_are_no_dates() -> None:
    found = ask(stays(("a", "2025-01-01", "9999-12-31"), ("b", "1900-01-01", "2025-01-05"),
                      ("c", "2025-01-01", "2025-01-05")))  # fmt: skip
    assert counts(found)["stays_still_open"] == 1
    assert counts(found)["stays_start_missing"] == 1
    assert told(found) == [(30, 0, 1)]


def test_d18_a_stay_after_death_is_no_return_and_is_counted() -> None:
    people = pd.DataFrame({"person_id": ["a"], "death": pd.to_datetime(["2025-01-20"])})
    table = stays(("a", "2025-01-01", "2025-01-05"), ("a", "2025-01-25", "2025-01-27"))
    found = ask(table, people=people)
    assert told(found) == [(15, 2, 1)]
    assert counts(found)["stays_after_death"] == 1


def test_d19_overlapping_stays_are_one_and_the_count_is_said() -> None:
    table = stays(("a", "2025-01-01", "2025-01-10"), ("a", "2025-01-05", "2025-01-20"),
                  ("a", "2025-02-01", "2025-02-03"))  # fmt: skip
    found = ask(table)
    assert counts(found)["stays_overlapping"] == 1
    assert told(found) == [(12, 1, 1), (30, 0, 1)]


def test_d19_a_chain_over_a_long_stay_is_one_by_the_running_maximum() -> None:
    # By the end of the row before, the third row would begin a stay of its own.
    table = stays(("a", "2025-01-01", "2025-01-31"), ("a", "2025-01-05", "2025-01-07"),
                  ("a", "2025-01-12", "2025-01-14"))  # fmt: skip
    found = ask(table)
    assert counts(found)["stays_overlapping"] == 2
    assert told(found) == [(30, 0, 1)]


def test_d20_a_stay_of_one_day_is_kept_or_left_out_by_rule() -> None:
    table = stays(("a", "2025-01-01", "2025-01-01"), ("a", "2025-01-05", "2025-01-05"))
    assert told(ask(table)) == [(4, 1, 1), (30, 0, 1)]
    with pytest.raises(OutcomeError, match="RE-O02"):
        ask(table, exclude=["same_day"])


def test_d20_an_admission_on_the_day_of_discharge_continues_or_returns_by_rule() -> None:
    table = stays(("a", "2025-01-01", "2025-01-05"), ("a", "2025-01-05", "2025-01-09"))
    assert told(ask(table)) == [(30, 0, 1)]
    assert told(ask(table, same_day="return", first_day=0)) == [(0, 1, 1), (30, 0, 1)]


def test_d25_people_who_are_still_in_cannot_come_back_and_are_counted() -> None:
    found = ask(stays(("a", "2025-01-01", None), ("b", "2025-01-01", "2025-01-05")))
    assert counts(found)["stays_still_open"] == 1
    assert told(found) == [(30, 0, 1)]


def test_e34_a_window_that_is_not_observed_gives_no_answer() -> None:
    table = stays(("a", "2025-01-01", "2025-01-05"), ("b", "2025-06-01", "2025-06-20"))
    found = ask(table, form="binary")
    assert counts(found)["stays_followed_too_briefly"] == 1
    assert found.data["n"].sum() == 1


def test_i01_a_stay_told_twice_is_one() -> None:
    row = ("a", "2025-01-01", "2025-01-05")
    assert told(ask(stays(row, row))) == [(30, 0, 1)]
    assert told(ask(stays(row, row), same_day="return", first_day=0)) == [(30, 0, 1)]


def test_i12_people_told_twice_are_refused() -> None:
    people = pd.DataFrame({"person_id": ["a", "a"]})
    with pytest.raises(OutcomeError, match="RE-I12"):
        ask(stays(("a", "2025-01-01", "2025-01-05")), people=people)


def test_stays_of_nobody_are_counted_and_every_row_has_its_place() -> None:
    people = pd.DataFrame({"person_id": ["a"]})
    table = stays(("a", "2025-01-01", "2025-01-05"), ("z", "2025-01-01", "2025-01-05"),
                  (None, "2025-01-01", "2025-01-05"))  # fmt: skip
    found = ask(table, people=people)
    assert counts(found)["stays_not_used"] == 1
    assert counts(found)["stays_person_missing"] == 1
    assert found.data["n"].sum() == 1


def test_what_the_table_does_not_say_is_said() -> None:
    found = ask(stays(("a", "2025-01-01", "2025-01-05")), planned="not_counted", exclude=["died"])
    assert {"planned_not_told", "disposition_not_told", "deaths_not_known"} <= set(counts(found))


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"extract_day": None}, "RE-K12"),
        ({"extract_day": "June"}, "RE-D03"),
        ({"columns": {"start": "begin"}}, "RE-O06"),
        ({"columns": {"begin": "start"}}, "RE-O06"),
        ({"clock": "time_zero", "index_stays": "first"}, "RE-O43"),
        ({"covariates": ["arm"]}, "RE-O43"),
        ({"exits": {"death": "competing"}}, "RE-O41"),
    ],
)
def test_a_table_without_what_is_needed_is_refused(options: dict, code: str) -> None:
    with pytest.raises(OutcomeError, match=code):
        ask(stays(("a", "2025-01-01", "2025-01-05")), **options)


def test_text_instead_of_dates_is_refused_without_a_value() -> None:
    table = stays(("a", "2025-01-01", "2025-01-05")).assign(start="13/01/2025")
    with pytest.raises(OutcomeError, match="RE-F11") as caught:
        ask(table)
    assert "13" not in str(caught.value)
