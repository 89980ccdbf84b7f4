"""Months that end early, and federal fiscal quarters."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryeval.analyses.followup_rate_calendar import add_months, federal_quarter


def dates(*texts: str) -> np.ndarray:
    """Return dates."""
    return np.array(texts, dtype="datetime64[D]")


@pytest.mark.parametrize(
    ("date", "months", "found"),
    [
        ("2024-05-31", 6, "2024-11-30"),
        ("2019-08-30", 6, "2020-02-29"),
        ("2019-08-31", 5, "2020-01-31"),
        ("2020-02-29", -1, "2020-01-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-01-15", 12, "2025-01-15"),
    ],
)
def test_d14_a_day_that_a_month_lacks_becomes_its_last(date: str, months: int, found: str) -> None:
    assert add_months(dates(date), months)[0] == np.datetime64(found)


@settings(max_examples=25)
@given(st.dates(), st.integers(-30, 30))
def test_months_are_those_of_pandas(date, months: int) -> None:
    if not 1900 < date.year < 2200:
        return
    told = (pd.Timestamp(date) + pd.DateOffset(months=months)).to_datetime64()
    assert add_months(np.array([date], dtype="datetime64[D]"), months)[0] == told.astype("M8[D]")


def test_d15_quarters_of_the_federal_year() -> None:
    told = federal_quarter(dates("2024-09-30", "2024-10-01", "2025-01-01", "2025-09-30", "NaT"))
    assert told.tolist() == ["FFY 2024 Q4", "FFY 2025 Q1", "FFY 2025 Q2", "FFY 2025 Q4", ""]


def test_missing_dates_stay_missing() -> None:
    assert np.isnat(add_months(dates("NaT"), 6)[0])
