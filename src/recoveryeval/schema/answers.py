"""Answers and their reasons for missing; cells that analyses cannot do without."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.schema.note import Frames, Note, has, note
from recoveryeval.schema.table_schema import load_table


def value_and_reason(tables: Frames) -> list[Note]:
    """Set aside values that stand beside a reason for being missing."""
    found: list[Note] = []
    for table in ("response", "score"):
        frame = tables[table]
        if has(frame, "value", "missing"):
            both = frame["value"].notna() & frame["missing"].notna()
            found += note("value_and_reason", (table, "value"), frame, both, "cell")
    return found


def days_above_period(tables: Frames) -> list[Note]:
    """Set aside answers that count more days than the question covers."""
    frame = tables["response"]
    if not has(frame, "value", "period_days"):
        return []
    above = frame["value"] > frame["period_days"]
    return note("days_above_period", ("response", "value"), frame, above, "cell")


def incomplete(tables: Frames) -> list[Note]:
    """Count rows without a date and day, and cells that analyses expect to be filled."""
    found: list[Note] = []
    for table, frame in tables.items():
        schema = load_table(table)
        for name in (field.name for field in schema.fields if field.expected):
            # A word no vocabulary knows is counted as such, not as an empty cell.
            empty = _all_empty(frame, (name, f"{name}_raw"))
            found += note("incomplete", (table, name), frame, empty, "count")
        if schema.one_of:
            empty = _all_empty(frame, schema.one_of)
            found += note("incomplete", (table, schema.one_of[0]), frame, empty, "count")
    return found


def _all_empty(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the rows (n,) in which each of the columns is empty or absent."""
    empty = np.ones(len(frame), dtype=bool)
    for name in (c for c in columns if c in frame):
        empty &= frame[name].isna().to_numpy(dtype=bool)
    return empty


def with_invalid(frame: pd.DataFrame, table: str, notes: Sequence[Note]) -> pd.DataFrame:
    """Return answers that rules set aside as missing because they were invalid."""
    own = [n.labels for n in notes if (n.table, n.column, n.action) == (table, "value", "cell")]
    if not own:
        return frame
    aside = frame.index.isin(np.concatenate(own))
    return frame.assign(missing=_reasons(frame).mask(aside & frame["value"].isna(), "invalid"))


def _reasons(frame: pd.DataFrame) -> pd.Series:
    """Return the reasons for missing answers, empty ones where there is no such column."""
    if "missing" in frame:
        return frame["missing"]
    return pd.Series(pd.NA, index=frame.index, dtype="string")


def with_reasons(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return answers in which a missing value always has a reason, and how many got 'unknown'."""
    silent = _all_empty(frame, ("value", "missing", "value_raw", "label"))
    if not silent.any():
        return frame, 0
    return frame.assign(missing=_reasons(frame).mask(silent, "unknown")), int(silent.sum())
