"""Total, average and count rows that a report writer added to the data."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import pandas as pd

_EXACT = re.compile(
    r"\s*(grand\s+|sub-?\s*)?(totals?|sums?|averages?|avg|means?|medians?|counts?|overall)\s*[:.]?\s*",
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
    leads = _matches(first, _LEADS)
    return [int(row) for row in cells.index[named | (blank & (exact | leads))]]


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
    whole = pattern is not _LEADS
    hit = {t for t in column.unique() if (pattern.fullmatch(t) if whole else pattern.match(t))}
    return np.asarray(column.isin(hit), dtype=bool)
