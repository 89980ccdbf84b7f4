"""The forms in which dates are written, told apart without reading any as another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = re.compile(
    r"(?P<date>.+?)(?:T|\s+)(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AaPp]\.?[Mm]\.?)?)"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_Y, _S, _D = r"(?P<y>\d{4})", r"(?P<s>\d{2})", r"(?P<d>\d{1,2})"
_NAME, _A, _B = r"(?P<n>[A-Za-z]{3,9})", r"(?P<a>\d{1,2})", r"(?P<b>\d{1,2})"
_FORMS: dict[str, re.Pattern[str]] = {
    form: re.compile(pattern)
    for form, pattern in (
        ("year-month-day", rf"{_Y}[-/.](?P<m>\d{{1,2}})[-/.]{_D}"),
        ("number/number/year", rf"{_A}[-/.]{_B}[-/.]{_Y}"),
        ("number/number/short year", rf"{_A}[-/.]{_B}[-/.]{_S}"),
        ("yyyymmdd", rf"{_Y}(?P<m>\d{{2}})(?P<d>\d{{2}})"),
        ("day month-name year", rf"{_D}[-\s/.]?{_NAME}\.?[-\s/,.]*{_Y}"),
        ("day month-name short year", rf"{_D}[-\s/.]{_NAME}[-\s/.]{_S}"),
        ("month-name day year", rf"{_NAME}\.?\s*{_D}(?:st|nd|rd|th)?,?\s+{_Y}"),
        ("serial number", r"(?P<serial>\d{5})(?:\.\d+)?"),
    )
}


@dataclass(frozen=True, slots=True)
class Written:
    """A text that has the form of a date: its parts, its clock and its zone as written."""

    form: str
    parts: dict[str, str]
    date: str
    clock: str = ""
    zone: str = ""


def written(text: str) -> Written | None:
    """Return the form a text has, or None where it has none."""
    split = _TIME.fullmatch(text)
    date = (split["date"] if split else text).strip()
    for form, pattern in _FORMS.items():
        hit = pattern.fullmatch(date)
        if hit and ("n" not in hit.groupdict() or hit["n"].lower() in _MONTHS):
            clock, zone = (split["clock"], split["zone"] or "") if split else ("", "")
            return Written(form, hit.groupdict(), date, clock, zone)
    return None


def calendar_date(parts: dict[str, str], *, dayfirst: bool) -> dt.date | None:
    """Return the date of the parts, or None where the calendar has no such day."""
    if "a" in parts:
        first, second = int(parts["a"]), int(parts["b"])
        day, month = (first, second) if dayfirst else (second, first)
    else:
        day = int(parts["d"])
        month = _MONTHS[parts["n"].lower()] if "n" in parts else int(parts["m"])
    try:
        return dt.date(int(parts["y"]), month, day)
    except ValueError:
        return None


def serial_date(serial: str, *, epoch_1904: bool) -> dt.date | None:
    """Return the date of a spreadsheet's serial number, if it is one of our times."""
    days = int(serial)
    if not 20_000 <= days <= 60_000:
        return None
    start = dt.date(1904, 1, 1) if epoch_1904 else dt.date(1899, 12, 30)
    return start + dt.timedelta(days=days)
