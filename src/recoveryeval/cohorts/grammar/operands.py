"""Columns and fixed values made comparable: numbers, texts, dates, or yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.cohorts.grammar.nodes import Column, Fixed, Operand, Value
from recoveryeval.errors import CohortError, nearest

Kind = Literal["number", "text", "date", "yes-or-no"]
_HELP: dict[Kind, str] = {
    "number": "Compare it with a number, without quotation marks.",
    "text": "Compare it with a text in quotation marks.",
    "date": "Compare it with a date in quotation marks, written year-month-day.",
    "yes-or-no": "Compare it with True or False.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Values (n,) or one value, of one kind, and where they are missing (n,)."""

    kind: Kind
    values: np.ndarray
    missing: np.ndarray
    column: str


def column_values(frame: pd.DataFrame, name: str) -> Values:
    """Return a column's values; an unknown name is refused with the nearest one."""
    if name not in frame.columns:
        raise CohortError(
            "The condition uses a column that the people do not have",
            code="RE-K03",
            column=name,
            do="Use a column of the person or episode table, or age."
            + nearest(name, map(str, frame.columns)),
        )
    held = frame[name]
    kind = kind_of(held)
    missing = held.isna().to_numpy(dtype=bool)
    if kind == "number":
        values = held.to_numpy(dtype="float64", na_value=np.nan)
    elif kind == "date":
        values = held.to_numpy(dtype="datetime64[s]")
    elif kind == "yes-or-no":
        values = held.astype("boolean").to_numpy(dtype=bool, na_value=False)
    else:
        values = held.astype("string").to_numpy(dtype=object, na_value="")
    return Values(kind, np.asarray(values), missing, name)


def kind_of(column: pd.Series) -> Kind:
    """Return what a column holds."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "yes-or-no"
    if pd.api.types.is_numeric_dtype(column.dtype):
        return "number"
    return "date" if pd.api.types.is_datetime64_any_dtype(column.dtype) else "text"


def fixed_values(value: Value, beside: Values) -> Values:
    """Return one fixed value in the kind of the column it is compared with."""
    found: object = value
    fits = {
        "number": isinstance(value, float),
        "text": isinstance(value, str),
        "date": isinstance(value, str),
        "yes-or-no": isinstance(value, bool),
    }[beside.kind]
    if beside.kind == "date" and isinstance(value, str):
        found = as_day(value)
        fits = found is not None
    if not fits or (isinstance(value, float) and not np.isfinite(value)):
        raise _kinds_differ(beside)
    return Values(beside.kind, np.asarray(found), np.asarray(False), beside.column)


def as_day(text: str) -> np.datetime64 | None:
    """Return the day an ISO text names, or None."""
    try:
        return np.datetime64(date.fromisoformat(text), "s") if len(text) == 10 else None
    except ValueError:
        return None


def pair(left: Operand, right: Operand, frame: pd.DataFrame) -> tuple[Values, Values]:
    """Return two operands, at least one of them a column, in one kind."""
    if isinstance(left, Column) and isinstance(right, Column):
        both = column_values(frame, left.name), column_values(frame, right.name)
        if both[0].kind != both[1].kind:
            raise _kinds_differ(both[1])
        return both
    if isinstance(left, Column) and isinstance(right, Fixed):
        first = column_values(frame, left.name)
        return first, fixed_values(right.value, first)
    if isinstance(left, Fixed) and isinstance(right, Column):
        second = column_values(frame, right.name)
        return fixed_values(left.value, second), second
    raise CohortError("A comparison needs a column", code="RE-K02", do="Name a column.")


def _kinds_differ(beside: Values) -> CohortError:
    """Return the error for a comparison of two kinds."""
    held = {"yes-or-no": "yes or no"}.get(beside.kind, f"{beside.kind}s")
    return CohortError(
        f"The column holds {held} and is compared with something else",
        code="RE-K04",
        column=beside.column,
        do=_HELP[beside.kind],
    )
