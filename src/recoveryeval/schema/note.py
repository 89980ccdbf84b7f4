"""Notes: what a rule on whole tables found, as row labels, never as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Frames = Mapping[str, pd.DataFrame]
Action = Literal["count", "row", "cell"]


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """Rows of one table that a rule speaks about, and what is to be done with them.

    ``labels`` (n,) are labels of the frame's index. Action ``row`` sets the
    rows aside, ``cell`` sets the cells of ``column`` aside, ``count`` only counts.
    """

    kind: str
    table: str
    column: str
    labels: np.ndarray
    action: Action = "count"


def note(
    kind: str,
    place: tuple[str, str],
    frame: pd.DataFrame,
    mask: pd.Series | np.ndarray,
    action: Action,
) -> list[Note]:
    """Return a note on the rows a mask (n,) marks, or nothing where it marks none.

    ``place`` names the table and the column.
    """
    marked = np.asarray(mask.fillna(False) if isinstance(mask, pd.Series) else mask, dtype=bool)
    labels = frame.index.to_numpy()[marked]
    return [Note(kind, *place, labels, action)] if len(labels) else []


def has(frame: pd.DataFrame, *columns: str) -> bool:
    """Return whether a table has rows and each of the columns holds something."""
    return len(frame) > 0 and all(
        c in frame.columns and bool(frame[c].notna().any()) for c in columns
    )


def applied(tables: Frames, notes: list[Note]) -> dict[str, pd.DataFrame]:
    """Return the tables without the rows and cells set aside."""
    result = dict(tables)
    for table in {n.table for n in notes if n.action != "count"}:
        frame = result[table].copy()
        for item in (n for n in notes if n.table == table and n.action == "cell"):
            frame.loc[item.labels, item.column] = pd.NA
        rows = [n.labels for n in notes if n.table == table and n.action == "row"]
        result[table] = frame.drop(index=np.unique(np.concatenate(rows))) if rows else frame
    return result
