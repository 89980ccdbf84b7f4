"""Total, average and count rows that a report writer added to the data."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import pandas as pd

_SUM = r"(grand\s+|sub-?\s*)?(totals?|sums?|averages?|avg|means?|medians?|counts?|overall)"
_WHO = r"(records?|rows?|entries|clients?|people|persons?|participants?|patients?|members?|cases?)"
# 'Total', 'Total (40 clients)', 'Count: 40', 'N = 40', '40 records', 'Number of clients: 40'.
_EXACT = re.compile(
    rf"\s*({_SUM}\s*[:.]?|({_SUM}|n)\s*([:=(]\s*)+(n\s*=\s*)?[\d.,]*\s*{_WHO}?\s*\)?|"
    rf"{_SUM}\s+(number\s+)?(of\s+)?{_WHO}\s*([:=]\s*[\d.,]*)?|[\d.,]+\s+{_WHO}|"
    rf"number\s+of\s+{_WHO}\s*([:=]\s*[\d.,]*)?)\s*",
    re.IGNORECASE,
)
# What a report writes below its table: a stamp, a note, its end; seen only in rows of few cells.
_FOOT = re.compile(
    r"\s*(\*+\s*\S|(end|bottom)\s+of\s+(the\s+)?(report|list|file|data|export)\b|"
    r"(report|list|data|file)?\s*(generated|printed|exported|created|run|produced|downloaded|updated)"
    r"\s+(on|by|at|from|\d|:)|confidential\b|notes?\s*:|source\s*:|page\s+\d)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s*")
_LEADS = re.compile(r"\s*(grand\s+|sub-?\s*)?totals?\b\s*([:(=#-]|n\b|\d|$)", re.IGNORECASE)


def summary_rows(cells: pd.DataFrame, id_columns: Collection[str]) -> list[int]:
    """Return the data rows whose first words say that they add up others.

    With known id columns, the word must stand in the id, or the id must be blank.
    """
    if cells.empty:
        return []
    first = _first_filled(cells)
    exact = _matches(first, _EXACT)
    ids = [column for column in id_columns if column in cells.columns]
    if not ids:
        return [int(row) for row in cells.index[exact]]
    blank = np.ones(len(cells), dtype=bool)
    named = np.zeros(len(cells), dtype=bool)
    for column in ids:
        blank &= _matches(cells[column], _BLANK)
        named |= _matches(cells[column], _EXACT)
    leads = _matches(first, _LEADS) | _matches(first, _FOOT)
    foot = _below(cells, _matches(first, _FOOT))
    return [int(row) for row in cells.index[named | foot | (blank & (exact | leads))]]


def _below(cells: pd.DataFrame, foot: np.ndarray) -> np.ndarray:
    """Return which rows (n,) stand below the table: lines of a report with one cell each."""
    if not foot.any() or cells.shape[1] < 2:  # a list of one column has no foot
        return np.zeros(len(cells), dtype=bool)
    alone = np.asarray((cells != "").sum(axis=1) <= 1, dtype=bool)
    last = np.flip(np.logical_and.accumulate(np.flip(alone)))
    return foot & last


def _first_filled(cells: pd.DataFrame) -> pd.Series:
    """Return the first cell of each row that holds anything."""
    first = cells.iloc[:, 0].astype(object)
    for position in range(1, cells.shape[1]):
        empty = _matches(first, _BLANK)
        if not empty.any():
            break
        first = first.mask(empty, cells.iloc[:, position])
    return first


def _matches(column: pd.Series, pattern: re.Pattern[str]) -> np.ndarray:
    """Return where the whole cell (or its lead) fits; each distinct text is tried once."""
    whole = pattern not in (_LEADS, _FOOT)
    hit = {t for t in column.unique() if (pattern.fullmatch(t) if whole else pattern.match(t))}
    return np.asarray(column.isin(hit), dtype=bool)
