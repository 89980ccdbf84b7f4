"""Calendar arithmetic of follow-up: months that end early, and federal fiscal quarters."""

from __future__ import annotations

import numpy as np

MONTHS = 12
FISCAL_START = 10  # October


def add_months(dates: np.ndarray, months: int) -> np.ndarray:
    """Return dates (n,) some months on; a day that a month lacks becomes its last one.

    31 May and 6 months are 30 November. Missing dates stay missing.
    """
    day = dates.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    of_month = day - month.astype("datetime64[D]")
    target = month + np.timedelta64(months, "M")
    first = target.astype("datetime64[D]")
    length = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - first
    return np.asarray(first + np.minimum(of_month, length - np.timedelta64(1, "D")))


def federal_quarter(dates: np.ndarray) -> np.ndarray:
    """Return the federal fiscal quarter of dates (n,), such as ``FFY 2025 Q1`` for October 2024.

    Missing dates give an empty text.
    """
    day = dates.astype("datetime64[D]")
    known = ~np.isnat(day)
    month = (
        np.where(known, day, np.datetime64("2000-01-01")).astype("datetime64[M]").astype("int64")
    )
    shifted = month + (MONTHS - FISCAL_START + 1)  # the fiscal year begins three months early
    year, quarter = 1970 + shifted // MONTHS, shifted % MONTHS // 3 + 1
    words = [f"FFY {y} Q{q}" for y, q in zip(year, quarter, strict=True)]
    return np.where(known, np.array(words, dtype=object), "")
