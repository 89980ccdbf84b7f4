"""Age at time zero, from the year of birth."""

from __future__ import annotations

import pandas as pd

from recoveryeval.results.check import Check

AGE_NOTE = Check(
    id="age_within_a_year",
    meaning="Age is the year of time zero minus the year of birth, so it may be one year too high.",
)


def with_age(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Check, ...]]:
    """Return the enrollments with ``age``; a source's own column ``age`` is kept as it is."""
    if "age" in frame.columns:
        return frame, ()
    year = zero_date(frame).dt.year.astype("Int64")
    age = year - frame["birth_year"].astype("Int64")
    return frame.assign(age=age), (AGE_NOTE,) if age.notna().any() else ()


def zero_date(frame: pd.DataFrame) -> pd.Series:
    """Return the date of time zero, missing where the source holds only relative days."""
    days = pd.to_timedelta(frame["origin_day"].astype("float64"), unit="D")
    return frame["anchor"] + days
