"""Dates end up as the calendar days that the export meant, or nowhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_loaders.roster import EXTRACT, load, roster, told

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.date_order import evidence, order
from recoveryeval.loaders.values.dates import DateRules, dates

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2025, 12, 31))
FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%d-%b-%Y",
)


def text(cells: list[str]) -> pd.Series:
    """Return a column of text cells."""
    return pd.Series(cells, dtype=object)


def read(cells: list[str], **rules: Any) -> list[dt.date | None]:
    """Return the days of a column."""
    found = dates(text(cells), DateRules(**rules), label="f", column="c").values
    return [None if pd.isna(day) else day.date() for day in found]


@given(days=st.lists(DAYS, min_size=1, max_size=20), given_format=st.sampled_from(FORMATS))
def test_a_format_is_read_back_or_refused(days: list[dt.date], given_format: str) -> None:
    cells = [day.strftime(given_format) for day in days]
    told = evidence(text(cells))
    if told.either and not (told.first or told.second):
        # Only where swapping day and month gives other dates, and none proves the order.
        assert all(day.day <= 12 for day in days)
        with pytest.raises(LoadError, match="RE-D04"):
            order({"c": told}, "f")
        return
    first = order({"c": told}, "f")
    assert read(cells, dayfirst=first) == days


@given(days=st.lists(DAYS, min_size=1, max_size=20), first=st.booleans())
def test_a_declared_order_is_always_enough(days: list[dt.date], first: bool) -> None:
    given_format = "%d/%m/%Y" if first else "%m/%d/%Y"
    assert read([day.strftime(given_format) for day in days], dayfirst=first) == days


@given(days=st.lists(DAYS, min_size=1, max_size=5), clock=st.times())
def test_a_clock_does_not_move_the_day(days: list[dt.date], clock: dt.time) -> None:
    cells = [f"{day.isoformat()} {clock.strftime('%H:%M:%S')}" for day in days]
    assert read(cells) == days


def test_counts_are_told_and_values_are_not() -> None:
    with pytest.raises(
        LoadError, match=r"2 forms: number/number/year \(2 cells\), year-month-day"
    ) as e:
        read(["01/22/2025", "02/23/2025", "2025-03-24"])
    assert (e.value.code, e.value.rows, e.value.column) == ("RE-D03", 3, "c")
    assert "01/22" not in str(e.value)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025-01-31T23:30:00-05:00", dt.date(2025, 1, 31)),
        ("2025-02-01T03:30:00Z", dt.date(2025, 1, 31)),
        ("2025-06-01T03:59:00+00:00", dt.date(2025, 5, 31)),
        ("2025-06-01T04:00:00+00:00", dt.date(2025, 6, 1)),
        ("2025-02-01T00:30:00", dt.date(2025, 2, 1)),
        ("2025-02-01 10:00 PM +0000", dt.date(2025, 2, 1)),
    ],
)
def test_a_zone_is_moved_to_the_site(stamp: str, day: dt.date) -> None:
    assert read([stamp], timezone="America/New_York") == [day]


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(LoadError) as caught:
        read(["2025-02-01T03:30:00Z"], timezone="America/Nowhere")
    assert caught.value.code == "RE-D12"


def test_clock_change_is_one_calendar_day(tmp_path: Path) -> None:
    # D13: between these two midnights New York's clocks skip an hour.
    mapping = told(timezone="America/New_York")
    head = "client,intake,left,reason,sex,fee,note\n"
    row = "1,2023-03-12T00:00:00-05:00,2023-03-13T00:00:00-04:00,D,F,1,n\n"
    program = load((head + row).encode(), tmp_path, mapping)
    assert program.tables["episode"]["end_day"].tolist() == [1]


def test_serial_numbers_of_both_epochs() -> None:
    assert read(["45000", "45000.75"]) == [dt.date(2023, 3, 15)] * 2
    assert read(["43538"], epoch_1904=True) == [dt.date(2023, 3, 15)]


def test_open_stays_are_kept(tmp_path: Path) -> None:
    # D25 and D07: a blank end and a far end both mean that the person is still here.
    export = roster(3, 5)
    ends = ["", "9999-12-31", export.rows[2][2]]
    export = export.changed("left", lambda i, _: ends[i]).changed(
        "reason", lambda i, c: c if i == 2 else ""
    )
    episode = load(export.data(), tmp_path).tables["episode"]
    assert episode["status"].tolist() == ["open", "open", "closed"]
    assert episode["end"].isna().tolist() == [True, True, False]


def test_same_day_stays_are_kept(tmp_path: Path) -> None:
    export = roster(4, 5)
    export = export.changed("left", lambda i, _: export.rows[i][1])
    program = load(export.data(), tmp_path)
    assert program.tables["episode"]["end_day"].tolist() == [0, 0, 0, 0]
    assert program.quarantine.empty


def test_extract_date_of_the_call_wins(tmp_path: Path) -> None:
    mapping = {**told(), "extract_date": "2020-01-01"}
    program = load(roster(3, 1).data(), tmp_path, mapping, extract_date=EXTRACT)
    assert program.extract_date == dt.date(2025, 12, 31)
    late = load(roster(3, 1).data(), tmp_path, mapping, extract_date=None)
    assert set(late.quarantine["reason"]) == {"after_extract"}
