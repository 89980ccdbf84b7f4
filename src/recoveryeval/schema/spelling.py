"""One spelling per id: ids that differ only in case or blanks are taken as one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from recoveryeval.schema.note import Frames
from recoveryeval.schema.table_schema import TABLES, load_table


def one_spelling(tables: Frames) -> tuple[dict[str, pd.DataFrame], dict[tuple[str, str], int]]:
    """Return the tables with one spelling per id, and the cells changed by (table, column).

    The alphabetically first spelling stands for all, whatever the order of rows.
    """
    result = dict(tables)
    changed: dict[tuple[str, str], int] = {}
    for column in _shared_ids():
        places = [t for t in tables if column in tables[t].columns and len(tables[t])]
        spelling = _spellings([tables[t][column] for t in places])
        for table in places if spelling else []:
            ids = result[table][column]
            other = ids.isin(list(spelling))
            if other.any():
                fixed = ids.where(~other, ids.map(spelling).astype("string"))
                result[table] = result[table].assign(**{column: fixed})
                changed[(table, column)] = int(other.sum())
    return result, changed


def _shared_ids() -> list[str]:
    """Return the id columns that one table refers to in another."""
    names = (key.reference for table in TABLES for key in load_table(table).foreign_keys)
    return list(dict.fromkeys(names))


def _spellings(columns: list[pd.Series]) -> Mapping[str, str]:
    """Return, for each spelling that another one stands for, that other one."""
    found = sorted({str(value) for column in columns for value in column.dropna().unique()})
    first: dict[str, str] = {}
    other: dict[str, str] = {}
    for text in found:
        lead = first.setdefault(" ".join(text.casefold().split()), text)
        if lead != text:
            other[text] = lead
    return other
