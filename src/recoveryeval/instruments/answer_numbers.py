"""From columns of a table to answers as numbers, and what is no answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.instruments.answer_words import Words, in_numbers

IN_WORDS = (
    "Say which number each answer in words has on the form: codes={'its words': 1, ...} in "
    "score_items(), and in the mapping where a file is loaded; elsewhere "
    "data[column].map({'its words': 1, ...})."
)


def column_names(data: object) -> list[str]:
    """Return the names of a table's columns as text; what is no table is refused."""
    if not isinstance(data, pd.DataFrame):
        raise SchemaError(
            "Answers come as a pandas DataFrame, and something else was given",
            code="RE-Q09",
            do="Give one row per form and one column per item; a polars table by to_pandas().",
        )
    return [str(name) for name in data.columns]


def column_of(data: pd.DataFrame, name: str) -> pd.Series:
    """Return the one column of a name that has passed ``column_names``."""
    places = [k for k, each in enumerate(data.columns) if str(each) == name]
    if len(places) > 1:
        raise SchemaError(
            f"{len(places)} columns have the same name",
            code="RE-Q09",
            column=name,
            do="Rename them, or keep the one that is meant.",
        )
    return data.iloc[:, places[0]]


def answers_in(
    data: pd.DataFrame, names: Sequence[str], *, yes_is_one: bool = True, words: Words | None = None
) -> np.ndarray:
    """Return columns as numbers of shape (rows, columns), NaN where blank.

    Numbers stored as text count; text of blanks alone is blank. Dates, yes or
    no where 1 is not the highest answer, and ``words`` that are not told, are
    refused.
    """
    parts = []
    for name in names:
        told = words.of(name) if words else {}
        column = in_numbers(column_of(data, name), told)
        values, lost = _numbers(column, yes_is_one=yes_is_one)
        if lost:
            raise answers_refused(name, lost)
        parts.append(values)
    return np.column_stack(parts) if parts else np.empty((len(data), 0))


def answers_refused(column: str, rows: int) -> SchemaError:
    """Return the error for a column whose answers are not numbers."""
    return SchemaError(
        "Answers to items have to be numbers", code="RE-Q08", do=IN_WORDS, column=column, rows=rows
    )


def _numbers(column: pd.Series, *, yes_is_one: bool) -> tuple[np.ndarray, int]:
    """Return one column as numbers (rows,), and how many of its cells are none."""
    kind = pd.api.types
    is_bool = kind.is_bool_dtype(column.dtype)
    if kind.is_complex_dtype(column.dtype) or (is_bool and not yes_is_one):
        return np.full(len(column), np.nan), int(column.notna().sum())
    if is_bool or kind.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype="float64", na_value=np.nan), 0
    text = column.astype("string").str.strip()
    text = text.mask(text == "")
    numbers = pd.to_numeric(text, errors="coerce")
    lost = int((numbers.isna() & text.notna()).sum())
    return numbers.to_numpy(dtype="float64", na_value=np.nan), lost
