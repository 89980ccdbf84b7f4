"""Dates are calendar days, and no format is guessed."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from conforming import column, reasons

from recoveryeval.errors import SchemaError


def test_dates_become_calendar_days_whatever_held_them() -> None:
    for values in (
        ["2025-03-09", "2025-03-10 23:59", None],
        [dt.date(2025, 3, 9), dt.datetime(2025, 3, 10, 23, 59), None],
        pd.to_datetime(["2025-03-09 00:00", "2025-03-10 23:59", None]),
    ):
        dates = column("contact", "date", values).frame["date"]
        assert dates.dtype == "datetime64[s]"
        assert dates.isna().tolist() == [False, False, True]
        assert dates.dropna().dt.strftime("%Y-%m-%d").tolist() == ["2025-03-09", "2025-03-10"]


def test_local_midnights_across_a_clock_change_are_one_day_apart() -> None:
    stamps = pd.to_datetime(["2023-03-12", "2023-03-13"]).tz_localize("America/New_York")
    dates = column("contact", "date", stamps).frame["date"]
    assert (dates.iloc[1] - dates.iloc[0]).days == 1


def test_utc_stamps_are_refused() -> None:
    with pytest.raises(SchemaError, match="RE-D12"):
        column("contact", "date", pd.to_datetime(["2023-03-12"]).tz_localize("UTC"))


@pytest.mark.parametrize(
    "stamp",
    ["2025-03-09T23:30:00Z", "2025-03-09 23:30+00:00", dt.datetime(2025, 3, 9, tzinfo=dt.UTC)],
)
def test_utc_in_single_cells_is_refused_too(stamp: object) -> None:
    with pytest.raises(SchemaError, match=r"RE-D12.*1 row\)"):
        column("contact", "date", ["2025-03-09", stamp])


def test_a_day_no_calendar_has_is_set_aside() -> None:
    done = column("contact", "date", ["2025-02-30", "2025-02-28", "soon"])
    assert reasons(done) == [(0, "date", "unreadable_value"), (2, "date", "unreadable_value")]


def test_other_formats_and_serial_numbers_are_refused() -> None:
    with pytest.raises(SchemaError, match="RE-D04"):
        column("contact", "date", ["2025-02-28", "01/06/2025"])
    with pytest.raises(SchemaError, match="RE-D05"):
        column("contact", "date", [45000, 45001])


def test_far_end_means_open_and_far_start_is_set_aside() -> None:
    done = column("episode", "end", ["9999-12-31", "2099-12-31", "2025-01-31"])
    assert done.frame["end"].isna().tolist() == [True, True, False]
    assert reasons(done) == []
    assert [f.id for f in done.findings] == ["RE-D08"]
    assert reasons(column("episode", "anchor", ["9999-12-31"])) == [(0, "anchor", "outside_range")]


def test_dates_that_stand_for_unknown_become_missing() -> None:
    done = column("episode", "anchor", ["1900-01-01", "0001-01-01", "1911-05-05", "2025-01-01"])
    assert done.frame["anchor"].isna().tolist() == [True, True, True, False]
    assert reasons(done) == [(2, "anchor", "outside_range")]
