"""Rows and cells that do not fit their table, set aside with their reason and their original."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.schema.cells import Cells
from recoveryeval.schema.originals import originals
from recoveryeval.schema.table_schema import TableSchema


def rows_aside(cells: Mapping[str, Cells], schema: TableSchema, n: int) -> dict[str, np.ndarray]:
    """Return the masks (n,) of blank rows and of rows without a value they need."""
    blank = np.full(n, bool(cells) or n > 0)
    for column in cells.values():
        blank &= column.blank
    lacking = np.zeros(n, dtype=bool)
    made = schema.primary_key if schema.make_key else ()
    for field in schema.fields:
        if field.required and field.name not in made:
            held = [n for n in (field.name, field.stand_in) if n in cells]
            empty = [cells[n].values.isna().to_numpy(dtype=bool) for n in held]
            lacking |= np.logical_and.reduce(empty) if empty else False
    return {"blank_row": blank, "missing_key": lacking & ~blank}


def cells_aside(cells: Mapping[str, Cells]) -> list[tuple[str, str, np.ndarray]]:
    """Return (column, reason, mask) of cells set aside; unknown words stay in ``_raw``."""
    return [
        (name, reason, mask)
        for name, column in cells.items()
        for reason, mask in column.bad.items()
        if reason != "unknown_term"
    ]


def set_aside(
    frame: pd.DataFrame,
    rows: Mapping[str, np.ndarray],
    cells: list[tuple[str, str, np.ndarray]],
) -> pd.DataFrame:
    """Return one row per row or cell set aside, with the row as the source had it."""
    parts = [(np.flatnonzero(mask), "", reason) for reason, mask in rows.items()]
    parts += [(np.flatnonzero(mask), name, reason) for name, reason, mask in cells]
    found = [part for part in parts if len(part[0])]
    positions = np.concatenate([p[0] for p in found]) if found else np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "row": positions.astype(np.int64),
            "column": pd.array([p[1] for p in found for _ in p[0]], dtype="string"),
            "reason": pd.array([p[2] for p in found for _ in p[0]], dtype="string"),
            "original": pd.array(originals(frame, positions), dtype="string"),
        }
    )


def unknown_words(cells: Mapping[str, Cells]) -> pd.DataFrame:
    """Return the words no vocabulary knows, with their counts."""
    parts = []
    for name, column in cells.items():
        mask = column.bad.get("unknown_term")
        if mask is not None and column.raw is not None:
            counts = column.raw[mask].value_counts().sort_index()
            parts.append(
                pd.DataFrame(
                    {"column": name, "source_code": counts.index, "count": counts.to_numpy()}
                )
            )
    empty = pd.DataFrame({"column": [], "source_code": [], "count": []})
    return pd.concat(parts, ignore_index=True) if parts else empty
