"""Dates: naive calendar dates, sentinels told apart, no format guessed."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.schema.cells import Cells, without
from recoveryeval.schema.texts import blank_mask
from recoveryeval.schema.uniques import factorized, flagged, text_of

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")
_UTC = ("UTC", "UTC+00:00", "Z")
_UTC_TEXT = re.compile(r"\d{4}-\d{2}-\d{2}[T ].*(?:Z|[+-]00:?00)")
_OTHER = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[T ].*)?")


@cache
def sentinels() -> Mapping[str, Any]:
    """Return the dates that stand for 'unknown' or 'not ended'."""
    path = files("recoveryeval.schema") / "sentinels.json"
    held: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def date_cells(column: pd.Series, *, open_end: bool) -> Cells:
    """Return a column as naive dates; a far date in an open-end column means not ended."""
    days, unread = _stamped(column) if _is_stamp(column) else _parsed(column)
    bad = {"unreadable_value": unread} if unread.any() else {}
    unknown, far, early = _sentinels(days)
    repairs = {"sentinel_to_missing": int(unknown.sum())}
    days = np.where(unknown, np.datetime64("NaT"), days)
    if open_end:
        repairs["far_date_to_open"] = int(far.sum())
        days = np.where(far, np.datetime64("NaT"), days)
    outside = early if open_end else early | far
    if outside.any():
        bad["outside_range"] = outside
    values = pd.Series(days.astype("datetime64[s]"), index=column.index)
    blank = blank_mask(values, bad) & ~unknown & ~far
    kept = {name: count for name, count in repairs.items() if count}
    return Cells(without(values, bad), blank, bad, kept, unknown=unknown)


def _is_stamp(column: pd.Series) -> bool:
    """Return whether a column holds time stamps already."""
    return bool(pd.api.types.is_datetime64_any_dtype(column.dtype))


def _stamped(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the calendar days (n,) of time stamps; UTC stamps are refused."""
    zone = getattr(column.dt, "tz", None)
    if str(zone).upper() in _UTC:
        _refuse_utc(column, len(column))
    local = column if zone is None else column.dt.tz_localize(None)
    return local.to_numpy().astype("datetime64[D]"), np.zeros(len(column), dtype=bool)


def _parsed(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return the calendar days (n,) of ISO texts or date objects, and the unreadable cells."""
    codes, found = factorized(column)
    utc = [_is_utc(value) for value in found]
    if any(utc):
        _refuse_utc(column, int(flagged(codes, utc).sum()))
    _refuse_formats(column, codes, found)
    days = [_day(value) for value in found]
    unread = [day is None for day in days]
    held = np.array([np.datetime64("NaT") if d is None else d for d in days], dtype="datetime64[D]")
    return np.append(held, np.datetime64("NaT"))[codes], flagged(codes, unread)


def _is_utc(value: Any) -> bool:
    """Return whether a stamp or an ISO text tells a time in UTC."""
    if isinstance(value, dt.datetime):
        return value.tzinfo is not None and value.utcoffset() == dt.timedelta(0)
    return isinstance(value, str) and bool(_UTC_TEXT.fullmatch(value.strip()))


def _refuse_utc(column: pd.Series, rows: int) -> None:
    """Refuse times in UTC, whose calendar day at the site is not known."""
    raise SchemaError(
        "Times are in UTC, so the local calendar day is not known",
        code="RE-D12",
        column=str(column.name),
        rows=rows,
        do="Convert the column to the site's own time zone first.",
    )


def _day(value: Any) -> np.datetime64 | None:
    """Return a cell as a calendar day (NaT where empty), or None where it is not one."""
    if isinstance(value, dt.date):
        return np.datetime64(dt.date(value.year, value.month, value.day), "D")
    text = text_of(value)
    if text is None:
        return np.datetime64("NaT")
    if not isinstance(value, str) or not _ISO.fullmatch(text):
        return None
    try:
        return np.datetime64(dt.date.fromisoformat(text[:10]), "D")
    except ValueError:
        return None


def _refuse_formats(column: pd.Series, codes: np.ndarray, found: list[Any]) -> None:
    """Refuse numbers and day/month texts, which only a declared format can settle."""
    numbers = [isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in found]
    shapes = [_shape(value) for value in found]
    other = [shape is not None for shape in shapes]
    if any(numbers):
        raise SchemaError(
            "Dates are held as numbers, such as the serial numbers of a spreadsheet",
            code="RE-D05",
            column=str(column.name),
            rows=int(flagged(codes, numbers).sum()),
            do="Declare how the numbers count days, or convert the column to dates.",
        )
    if any(other):
        raise SchemaError(
            "Dates are written in a form other than year-month-day, and none is declared",
            code="RE-D04",
            column=str(column.name),
            rows=int(flagged(codes, other).sum()),
            do="Declare the format and whether the day comes first, or convert to dates first.",
        )


def _shape(value: Any) -> str | None:
    """Return a text that is a date, though not in ISO form, or None."""
    text = value.strip() if isinstance(value, str) else ""
    return text if _OTHER.fullmatch(text) and not _ISO.fullmatch(text) else None


def _sentinels(days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the masks (n,) of unknown, far and impossibly early days."""
    held = sentinels()
    unknown = np.isin(days, np.array(held["unknown"], dtype="datetime64[D]"))
    far = days >= np.datetime64(f"{held['far_year']}-01-01", "D")
    far |= np.isin(days, np.array(held["open_end"], dtype="datetime64[D]"))
    early = ~unknown & (days < np.datetime64(f"{held['earliest_year']}-01-01", "D"))
    return unknown, far, early
