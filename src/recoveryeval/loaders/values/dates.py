"""Dates of a column: one form must fit all cells, and no value is ever quoted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.loaders.values.date_column import DateColumn, Days, date_column
from recoveryeval.loaders.values.date_refusals import (
    refuse_no_dates,
    refuse_other_order,
    refuse_several_forms,
    refuse_two_storages,
)
from recoveryeval.loaders.values.date_shapes import Written, calendar_date, serial_date
from recoveryeval.loaders.values.declared_dates import declared_dates
from recoveryeval.loaders.values.local_date import local_dates
from recoveryeval.loaders.values.read import Read


@dataclass(frozen=True, slots=True)
class DateRules:
    """What the mapping and the file say about the dates of one column."""

    formats: tuple[str, ...] = ()
    dayfirst: bool | None = None
    timezone: str | None = None
    unknown: frozenset[dt.date] = frozenset()
    open_end: frozenset[dt.date] = frozenset()
    epoch_1904: bool = False


def dates(
    texts: pd.Series, rules: DateRules, *, label: str, column: str, kinds: pd.Series | None = None
) -> Read:
    """Return a column of text as naive calendar dates, missing where they stand for 'unknown'."""
    whole = date_column(texts, label, column)
    if kinds is not None:
        refuse_two_storages(whole, kinds)
    found = _found(whole, rules, real=kinds is not None and bool((kinds == "date").any()))
    return _read(whole, local_dates(whole, found, rules.timezone), rules)


def _found(column: DateColumn, rules: DateRules, *, real: bool) -> Days:
    """Return one date per distinct text; ``real`` dates of a workbook need no format."""
    if rules.formats:
        formats = (*rules.formats, "%Y-%m-%d") if real else rules.formats
        found: Days = declared_dates(column, formats)
    else:
        refuse_several_forms(column)
        found = [_date(form, rules) for form in column.forms]
        refuse_other_order(column, found, dayfirst=bool(rules.dayfirst))
    refuse_no_dates(column)
    return found


def _date(form: Written | None, rules: DateRules) -> dt.date | None:
    """Return the date of a text whose form is the column's form."""
    if form is None:
        return None
    if form.form == "serial number":
        return serial_date(form.parts["serial"], epoch_1904=rules.epoch_1904)
    # Where order() found no date that depends on it, either order gives the same date.
    return calendar_date(form.parts, dayfirst=bool(rules.dayfirst))


def _read(column: DateColumn, found: Days, rules: DateRules) -> Read:
    """Return the column with its sentinels made missing and its bad cells marked."""
    cells = column.cells
    gone = rules.unknown | rules.open_end
    held = [None if day in gone else day for day in found]
    days = np.array([_nat(day) for day in [*held, None]], dtype="datetime64[s]")[cells.codes]
    wrong = [d is None and not b for d, b in zip(found, column.blank, strict=True)]
    junk = [w and form is None for w, form in zip(wrong, column.forms, strict=True)]
    impossible = [w and not j for w, j in zip(wrong, junk, strict=True)]
    bad = {"not_a_date": cells.mask(junk), "impossible_date": cells.mask(impossible)}
    rules_used = _rules_used(column, found, rules)
    return Read(
        pd.Series(days, index=cells.index),
        {reason: mask for reason, mask in bad.items() if mask.any()},
        {rule: cells.count(flags) for rule, flags in rules_used.items() if any(flags)},
        unknown=cells.mask([day in rules.unknown for day in found]),
    )


def _rules_used(column: DateColumn, found: Days, rules: DateRules) -> dict[str, list[bool]]:
    """Return which distinct texts each repair touched."""
    forms = column.forms
    epoch = "1904" if rules.epoch_1904 else "1900"
    return {
        "blank_word": column.blank,
        "sentinel_unknown": [day in rules.unknown for day in found],
        "sentinel_open_end": [day in rules.open_end for day in found],
        f"excel_serial_{epoch}": [
            day is not None and form is not None and form.form == "serial number"
            for day, form in zip(found, forms, strict=True)
        ],
        "local_date_from_zone": [bool(form and form.zone) for form in forms],
    }


def _nat(day: dt.date | None) -> Any:
    """Return a date for an array, NaT where there is none."""
    return np.datetime64("NaT") if day is None else np.datetime64(day)
