"""Whether the day or the month comes first: proven by the dates, or declared, never assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.values.date_shapes import Written, written
from recoveryeval.loaders.values.read import distinct
from recoveryeval.loaders.words import plural


@dataclass(frozen=True, slots=True)
class Evidence:
    """Cells of one column whose day must come first, must come second, or could do either."""

    first: int
    second: int
    either: int


def evidence(texts: pd.Series) -> Evidence:
    """Return what the number/number/year dates of a column prove."""
    cells = distinct(texts)
    forms = [_full(written(text)) for text in cells.texts]
    first = [f is not None and "a" in f.parts and int(f.parts["a"]) > 12 for f in forms]
    second = [f is not None and "b" in f.parts and int(f.parts["b"]) > 12 for f in forms]
    either = [_either(form) for form in forms]
    # A cell in which both are above 12 is no date in any order, and proves nothing.
    both = [a and b for a, b in zip(first, second, strict=True)]
    none = cells.count(both)
    return Evidence(cells.count(first) - none, cells.count(second) - none, cells.count(either))


def _full(form: Written | None) -> Written | None:
    """Return a form whose year has four digits; others are refused, whatever their order."""
    return form if form is not None and "s" not in form.parts else None


def _either(form: Written | None) -> bool:
    """Say whether swapping day and month would give another date."""
    if form is None or "a" not in form.parts:
        return False
    first, second = int(form.parts["a"]), int(form.parts["b"])
    return first != second and first <= 12 and second <= 12


def order(columns: Mapping[str, Evidence], label: str) -> bool | None:
    """Return whether the day comes first in a source; None where no date depends on it.

    The columns of one source must agree, and a column that proves nothing by
    itself is not settled by the others: the catalog of bad inputs holds a file
    in which two columns differ.
    """
    for column, found in columns.items():
        if found.first and found.second:
            raise _mixed(column, found, label)
    proven = {found.first > 0 for found in columns.values() if found.first or found.second}
    if len(proven) > 1:
        raise LoadError(
            "Some date columns write the day first and others the month",
            code="RE-D04",
            file=label,
            column=next(c for c, f in columns.items() if f.second),
            rows=sum(f.either + f.first + f.second for f in columns.values()),
            do="Declare dayfirst = true or false for each of these columns in the mapping.",
        )
    for column, found in columns.items():
        if found.either and not (found.first or found.second):
            raise LoadError(
                "Nothing in these dates says whether the day or the month comes first",
                code="RE-D04",
                file=label,
                column=column,
                rows=found.either,
                do="Declare dayfirst = true or dayfirst = false for this source or column.",
            )
    return proven.pop() if proven else None


def _mixed(column: str, found: Evidence, label: str) -> LoadError:
    """Return the error for a column in which both orders occur."""
    return LoadError(
        "The day comes first in "
        f"{plural(found.first, 'cell')}, the month in {plural(found.second, 'cell')}, and "
        f"{plural(found.either, 'cell')} could be either",
        code="RE-D03",
        file=label,
        column=column,
        rows=found.first + found.second + found.either,
        do="Find out which program wrote which rows and export again with dates as year-month-day.",
    )
