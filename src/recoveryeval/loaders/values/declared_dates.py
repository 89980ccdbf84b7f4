"""Dates in the formats that a mapping declares; a cell that fits two differently is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from recoveryeval.loaders.values.date_column import DateColumn
from recoveryeval.loaders.values.date_shapes import Written, calendar_date
from recoveryeval.loaders.words import plural


def declared_dates(column: DateColumn, formats: Sequence[str]) -> list[dt.date | None]:
    """Return one date per distinct text, None where no format fits."""
    texts = zip(column.cells.texts, column.forms, strict=True)
    found = [_fits(text, form, formats) for text, form in texts]
    several = [len(days) > 1 for days in found]
    if any(several):
        raise column.error(
            "Dates fit two of the declared formats and give two different days",
            code="RE-D04",
            rows=column.cells.count(several),
            do="Declare only the format in which this column is written.",
        )
    _refuse_other_forms(column, found)
    return [next(iter(days), None) for days in found]


def _fits(text: str, form: Written | None, formats: Sequence[str]) -> set[dt.date]:
    """Return the days that a text gives under the formats, with or without its clock."""
    days = set()
    for given in formats:
        for part in (text, form.date if form else text):
            try:
                day = dt.datetime.strptime(part, given)  # noqa: DTZ007 - calendar dates are naive
            except ValueError:
                continue
            days.add(day.date())
            break
    return days


def _refuse_other_forms(column: DateColumn, found: Sequence[set[dt.date]]) -> None:
    """Raise when cells are dates in a form that the mapping does not declare."""
    pairs = list(zip(column.forms, found, strict=True))
    fitted = {form.form for form, days in pairs if form and days}
    stray = [
        form is not None and not days and (form.form not in fitted or _swapped(form))
        for form, days in pairs
    ]
    count = column.cells.count(stray)
    if count:
        raise column.error(
            f"{plural(count, 'cell')} hold dates in a form that no declared format fits",
            code="RE-D03",
            rows=count,
            do="Add their format to date_formats, or correct the format that is declared.",
        )


def _swapped(form: Written) -> bool:
    """Say whether a number/number/year text is a date only with day and month the other way."""
    if "a" not in form.parts:
        return False
    parts = {"y": f"20{form.parts['s']}", **form.parts} if "s" in form.parts else form.parts
    return any(calendar_date(parts, dayfirst=first) for first in (True, False))
