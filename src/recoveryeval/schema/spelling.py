"""One spelling per id: ids that differ only in case or blanks are taken as one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.schema.finding import Finding, finding
from recoveryeval.schema.note import Frames
from recoveryeval.schema.table_schema import TABLES, load_table


def one_spelling(
    tables: Frames, parts: Mapping[str, np.ndarray]
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Return the tables with one spelling per id, and the cells changed.

    The alphabetically first spelling stands for all, whatever the order of
    rows. Where one source defines two ids that differ only in case, as some
    systems do, they are two ids and stay apart. ``parts`` (n,) number the
    source of each table's rows.
    """
    result = dict(tables)
    found: list[Finding] = []
    for table, column in _defined():
        places = [t for t in tables if column in tables[t].columns and len(tables[t])]
        apart = _apart(tables[table], column, parts[table])
        if apart:
            found.append(finding("id_case", table, column, len(apart)))
        spelling = _spellings([tables[t][column] for t in places], set(apart))
        for place in places if spelling else []:
            ids = result[place][column]
            other = ids.isin(list(spelling))
            if other.any():
                fixed = ids.where(~other, ids.map(spelling).astype("string"))
                result[place] = result[place].assign(**{column: fixed})
                found.append(finding("id_spelling", place, column, int(other.sum())))
    return result, found


def _defined() -> list[tuple[str, str]]:
    """Return the tables and id columns that other tables refer to."""
    keys = (key for table in TABLES for key in load_table(table).foreign_keys)
    return list(dict.fromkeys((key.table, key.reference) for key in keys))


def _apart(frame: pd.DataFrame, column: str, part: np.ndarray) -> list[str]:
    """Return the folded form of each id that one source defines in another spelling too."""
    if column not in frame or frame.empty:
        return []
    ids = pd.DataFrame({"id": frame[column].to_numpy(dtype=object), "part": part})
    ids = ids.dropna().drop_duplicates()
    folded = ids["id"].map(_folded)
    return [*folded[folded.groupby(ids["part"]).transform(_again)]]


def _again(folded: pd.Series) -> pd.Series:
    """Return which folded ids occur again."""
    return folded.duplicated(keep=False)


def _folded(text: str) -> str:
    """Return an id without case and doubled blanks."""
    return " ".join(text.casefold().split())


def _spellings(columns: list[pd.Series], apart: set[str]) -> dict[str, str]:
    """Return, for each spelling that another one stands for, that other one."""
    found = sorted({str(value) for column in columns for value in column.dropna().unique()})
    first: dict[str, str] = {}
    other: dict[str, str] = {}
    for text in found:
        folded = _folded(text)
        lead = first.setdefault(folded, text)
        if lead != text and folded not in apart:
            other[text] = lead
    return other
