"""A day and what happened on it, in one whole number, so that one sort of the stays serves both.

An admission is ``day * 8 + code``, a discharge the same with its own code. Of
admissions on one day the smallest code speaks for the stay, of discharges the
largest, on every engine and in any order of the rows.
"""

from __future__ import annotations

from typing import Any

WIDTH = 8
# Days may lie before an anchor; packed days may not be below zero.
ADD = 50_000
FAR = 4_000_000

# Admissions: what keeps one from counting. Unplanned and of a kind that counts comes first.
PLANNED, OTHER_KIND = 1, 2
# Discharges: whether the kind of stay may be an index, and how the stay ended.
INDEX_KIND = 1
AGAINST_ADVICE, TRANSFER, DIED = 2, 4, 6


def pack(day: Any, code: Any) -> Any:
    """Return days and codes as one column expression."""
    return (day + ADD) * WIDTH + code


def code_of(packed: Any) -> Any:
    """Return the code of a packed column."""
    return packed % WIDTH


def day_of(packed: Any) -> Any:
    """Return the day of a packed column, as a float: no division of whole numbers is alike."""
    return (packed - packed % WIDTH) / WIDTH - ADD
