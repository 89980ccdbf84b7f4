"""Repairs by fixed rules, counted by source, table and column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd

from recoveryeval.programs.piece import Piece
from recoveryeval.programs.settle import Settled

COLUMNS = ("source", "table", "column", "repair", "count")


def typed_repairs(frame: pd.DataFrame | None) -> pd.DataFrame:
    """Return repairs with every column in its type."""
    return _empty() if frame is None else _typed(frame)


@cache
def _empty() -> pd.DataFrame:
    """Return repairs of nothing; they are only ever handed out as a copy."""
    return _typed(pd.DataFrame(columns=list(COLUMNS)))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return repairs with every column in its type."""
    full = frame.reindex(columns=list(COLUMNS))
    text = full[list(COLUMNS[:-1])].astype("string").fillna("")
    return text.assign(count=full["count"].astype("Int64").fillna(0).astype("int64"))


def all_repairs(loaded: pd.DataFrame, pieces: Sequence[Piece], settled: Settled) -> pd.DataFrame:
    """Return what loaders, conforming and settling repaired.

    Settling works on all sources together, so its repairs name no source.
    """
    rows = [
        (p.source, r.table, r.column, r.repair, r.count)
        for p in pieces
        for r in p.conformed.repairs
    ]
    rows += [("", r.table, r.column, r.repair, r.count) for r in settled.repairs]
    ours = typed_repairs(pd.DataFrame(rows, columns=list(COLUMNS)) if rows else None)
    return pd.concat([loaded, ours], ignore_index=True)
