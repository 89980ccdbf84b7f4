"""Answers and their reasons for missing; cells that analyses cannot do without."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.note import Note, Tables, has, note
from recoveryeval.schema.table_schema import load_table


def value_and_reason(tables: Tables) -> list[Note]:
    """Set aside values that stand beside a reason for being missing."""
    found: list[Note] = []
    for table in ("response", "score"):
        frame = tables[table]
        if has(frame, "value", "missing"):
            both = frame["value"].notna() & frame["missing"].notna()
            found += note("value_and_reason", table, "value", frame, both, "cell")
    return found


def days_above_period(tables: Tables) -> list[Note]:
    """Set aside answers that count more days than the question covers."""
    frame = tables["response"]
    if not has(frame, "value", "period_days"):
        return []
    above = frame["value"] > frame["period_days"]
    return note("days_above_period", "response", "value", frame, above, "cell")


def incomplete(tables: Tables) -> list[Note]:
    """Count rows without a date and day, and cells that analyses expect to be filled."""
    found: list[Note] = []
    for table, frame in tables.items():
        schema = load_table(table)
        if frame.empty:
            continue
        for field in (f for f in schema.fields if f.expected):
            empty = (
                frame[field.name].isna() if field.name in frame else np.ones(len(frame), dtype=bool)
            )
            found += note(
                "incomplete",
                table,
                field.name,
                frame,
                _and_not_worded(frame, field.name, empty),
                "count",
            )
        if schema.one_of:
            empty = np.ones(len(frame), dtype=bool)
            for name in (n for n in schema.one_of if n in frame):
                empty &= frame[name].isna().to_numpy(dtype=bool)
            found += note("incomplete", table, schema.one_of[0], frame, empty, "count")
    return found


def _and_not_worded(frame: pd.DataFrame, name: str, empty: pd.Series | np.ndarray) -> np.ndarray:
    """Return empty cells (n,) that hold no unknown word either, which is counted elsewhere."""
    raw = f"{name}_raw"
    mask = np.asarray(empty, dtype=bool)
    return mask & frame[raw].isna().to_numpy(dtype=bool) if raw in frame else mask


def with_reasons(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return answers in which a missing value always has a reason, and how many got 'unknown'."""
    if frame.empty or "value" not in frame:
        return frame, 0
    told = frame["value"].notna()
    for name in ("missing", "value_raw", "label"):
        if name in frame:
            told |= frame[name].notna()
    silent = ~told.to_numpy(dtype=bool)
    if not silent.any():
        return frame, 0
    held = (
        frame["missing"]
        if "missing" in frame
        else pd.Series(pd.NA, index=frame.index, dtype="string")
    )
    return frame.assign(missing=held.mask(silent, "unknown")), int(silent.sum())
