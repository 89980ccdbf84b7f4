"""Workbook values as text, written one way only: whole numbers bare, dates year-month-day."""

from __future__ import annotations

import datetime as dt
from typing import Any


def cell_text(value: Any) -> str:
    """Return one workbook value as text; a blank cell is empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return repr(value.total_seconds() / 86_400)
    return str(value)


def cell_json(value: Any) -> Any:
    """Return one workbook value for the quarantine: text, number, truth or null."""
    return value if value is None or isinstance(value, str | int | float) else cell_text(value)
