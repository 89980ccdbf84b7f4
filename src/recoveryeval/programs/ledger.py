"""The row ledger: every row read is kept, set aside, blank or a duplicate."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.programs.piece import Piece
from recoveryeval.programs.settle import Settled
from recoveryeval.programs.stack import Stack

COUNTS = ("rows_read", "kept", "quarantined", "blank", "duplicates", "cells")
COLUMNS = ("source", "table", *COUNTS)


def table_ledger(
    pieces: Sequence[Piece], stacks: dict[str, Stack], settled: Settled
) -> pd.DataFrame:
    """Return one row per source and table, counted from both ends."""
    total: dict[tuple[str, str], np.ndarray] = {}
    for number, held in enumerate(pieces):
        if len(held.raw):
            counts = _of_piece(number, held, stacks[held.table], settled)
            key = (held.source, held.table)
            total[key] = total.get(key, np.zeros(len(COUNTS), dtype=np.int64)) + counts
    if not total:
        return typed(None)
    frame = pd.DataFrame(np.array([*total.values()]), columns=list(COUNTS))
    frame.insert(0, "source", pd.array([source for source, _ in total], dtype="string"))
    frame.insert(1, "table", pd.array([table for _, table in total], dtype="string"))
    return frame


def balanced(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger, or raise where rows read are not all accounted for."""
    wrong = ledger["rows_read"] != ledger[["kept", "quarantined", "blank", "duplicates"]].sum(
        axis=1
    )
    if wrong.any():
        raise SchemaError(
            "The row ledger does not balance, so rows were lost or counted twice",
            code="RE-L01",
            rows=int(wrong.sum()),
            do="This is a fault of the package or of a loader; please report it.",
        )
    return ledger


def typed(ledger: pd.DataFrame | None) -> pd.DataFrame:
    """Return a ledger with every column in its type; absent counts are zero."""
    return _empty() if ledger is None else _typed(ledger)


@cache
def _empty() -> pd.DataFrame:
    """Return a ledger of nothing; it is only ever handed out as a copy."""
    return _typed(pd.DataFrame(columns=list(COLUMNS)))


def _typed(ledger: pd.DataFrame) -> pd.DataFrame:
    """Return a ledger with every column in its type."""
    full = ledger.reindex(columns=list(COLUMNS))
    counts = full[list(COUNTS)].astype("Int64").fillna(0).astype("int64")
    return pd.concat([full[["source", "table"]].astype("string"), counts], axis=1)


def _of_piece(number: int, piece: Piece, stack: Stack, settled: Settled) -> np.ndarray:
    """Return the counts of one piece, in the order of ``COUNTS``."""
    reasons = piece.conformed.set_aside
    whole = reasons.loc[reasons["column"] == "", "reason"]
    mine = [n for n in settled.notes if n.table == piece.table]
    aside = _labels([n.labels for n in mine if n.action == "row" and n.kind != "duplicate_row"])
    again = _labels(
        [n.labels for n in mine if n.kind == "duplicate_row"]
        + [settled.joined.get(piece.table, np.empty(0, dtype=np.int64))]
    )
    cells = sum(int((stack.piece[n.labels] == number).sum()) for n in mine if n.action == "cell")
    kept = settled.tables[piece.table].index.to_numpy()
    return np.array(
        [
            len(piece.raw),
            (stack.piece[kept] == number).sum(),
            (whole == "missing_key").sum() + (stack.piece[aside] == number).sum(),
            (whole == "blank_row").sum(),
            (stack.piece[again] == number).sum(),
            cells + (reasons["column"] != "").sum(),
        ],
        dtype=np.int64,
    )


def _labels(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return each label once."""
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)
