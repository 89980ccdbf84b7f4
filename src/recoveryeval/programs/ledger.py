"""The row ledger: every row read is kept, set aside, blank or a duplicate."""

from __future__ import annotations

from collections.abc import Sequence

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
    rows = [_of_piece(i, p, stacks[p.table], settled) for i, p in enumerate(pieces)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.groupby(["source", "table"], sort=False, as_index=False)[list(COUNTS)].sum()


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
    held = pd.DataFrame(columns=list(COLUMNS)) if ledger is None else ledger
    full = held.reindex(columns=list(COLUMNS))
    counts = full[list(COUNTS)].astype("Int64").fillna(0).astype("int64")
    return pd.concat([full[["source", "table"]].astype("string"), counts], axis=1)


def _of_piece(number: int, piece: Piece, stack: Stack, settled: Settled) -> dict[str, object]:
    """Return the counts of one piece."""
    reasons = piece.conformed.set_aside
    whole = reasons.loc[reasons["column"] == "", "reason"]
    mine = [n for n in settled.notes if n.table == piece.table]
    aside = _labels([n.labels for n in mine if n.action == "row" and n.kind != "duplicate_row"])
    again = _labels(
        [n.labels for n in mine if n.kind == "duplicate_row"]
        + [settled.joined.get(piece.table, np.empty(0, dtype=np.int64))]
    )
    cells = sum(int((stack.piece[n.labels] == number).sum()) for n in mine if n.action == "cell")
    return {
        "source": piece.source,
        "table": piece.table,
        "rows_read": len(piece.raw),
        "kept": int((stack.piece[settled.tables[piece.table].index] == number).sum()),
        "quarantined": int((whole == "missing_key").sum())
        + int((stack.piece[aside] == number).sum()),
        "blank": int((whole == "blank_row").sum()),
        "duplicates": int((stack.piece[again] == number).sum()),
        "cells": cells + int((reasons["column"] != "").sum()),
    }


def _labels(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return each label once."""
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)
