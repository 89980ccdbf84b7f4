"""The program's calendar: when people enter, and the day of the extract."""

from __future__ import annotations

from datetime import date

import numpy as np

FIRST_ENTRY = date(2025, 1, 2)
LAST_ENTRY = date(2026, 5, 31)
EXTRACT_DATE = date(2026, 6, 30)
YEAR = 365.0


def day_number(day: date) -> int:
    """Return days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def as_dates(days: np.ndarray) -> np.ndarray:
    """Return day numbers as dates to the second; NaN or a negative number is not a date."""
    numbers = np.asarray(days, dtype="float64")
    known = np.isfinite(numbers) & (numbers >= 0)
    whole = np.where(known, numbers, 0).astype("int64").astype("datetime64[D]")
    return np.where(known, whole, np.datetime64("NaT")).astype("datetime64[s]")
