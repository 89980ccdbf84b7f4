"""Columns of dates that are refused, since reading on would mean guessing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.loaders.values.date_column import DateColumn, Days
from recoveryeval.loaders.values.date_shapes import calendar_date
from recoveryeval.loaders.words import plural


def refuse_several_forms(column: DateColumn) -> None:
    """Raise when one column writes dates in several forms, or years with two digits."""
    counts = column.counts()
    told = ", ".join(f"{form} ({plural(count, 'cell')})" for form, count in counts.items())
    if len(counts) > 1:
        raise column.error(
            f"Dates are written in {len(counts)} forms: {told}",
            code="RE-D06" if "serial number" in counts else "RE-D03",
            rows=sum(counts.values()),
            do="Export again with dates as year-month-day, or declare every form in date_formats.",
        )
    if any("short year" in form for form in counts):
        raise column.error(
            f"Years are written with two digits: {told}",
            code="RE-D03",
            rows=sum(counts.values()),
            do="Declare the format, for example date_formats = ['%m/%d/%y'], or export four "
            "digits.",
        )


def refuse_other_order(column: DateColumn, found: Days, *, dayfirst: bool) -> None:
    """Raise when cells are dates only if day and month are taken the other way."""
    other = [
        form is not None
        and day is None
        and "a" in form.parts
        and calendar_date(form.parts, dayfirst=not dayfirst) is not None
        for form, day in zip(column.forms, found, strict=True)
    ]
    count = column.cells.count(other)
    if count:
        raise column.error(
            f"{plural(count, 'cell')} can only be dates if day and month stand the other way than "
            "declared",
            code="RE-D03",
            rows=count,
            do="Correct dayfirst for this column, or export again with dates as year-month-day.",
        )


def refuse_two_storages(column: DateColumn, kinds: pd.Series) -> None:
    """Raise when a workbook holds real dates beside dates as text or as numbers.

    Excel turns the texts it can read into dates, by the settings of the computer
    it runs on, and leaves the others: half of the column may have day and month
    swapped.
    """
    real = np.asarray(kinds == "date", dtype=bool)
    shaped = [form is not None and form.form != "year-month-day" for form in column.forms]
    other = column.cells.mask(shaped) & ~real
    if real.any() and other.any():
        stored = kinds[other].value_counts()
        raise column.error(
            f"{plural(int(real.sum()), 'cell')} hold real dates, {int(stored.get('text', 0))} hold "
            f"dates as text and {int(stored.get('number', 0))} as numbers",
            code="RE-D06",
            rows=int(real.sum() + other.sum()),
            do="Make the whole column dates in the program that wrote it, and export again.",
        )


def refuse_no_dates(column: DateColumn) -> None:
    """Raise when hardly any cell is a date: the mapping then points at the wrong column."""
    junk = [f is None and not b for f, b in zip(column.forms, column.blank, strict=True)]
    lost, everything = column.cells.count(junk), int((column.cells.codes >= 0).sum())
    if lost and lost * 2 > everything:
        raise column.error(
            f"The column should hold dates, but {plural(lost, 'cell')} of {everything} are none",
            code="RE-D03",
            rows=lost,
            do="Map another column, or declare date_formats for this one.",
        )
