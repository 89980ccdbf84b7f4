"""What was set aside, each row with its reason and its original; nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.programs.piece import Piece
from recoveryeval.programs.stack import Stack
from recoveryeval.schema.note import Note
from recoveryeval.schema.originals import originals

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program

COLUMNS = ("source", "table", "row", "column", "reason", "original")


def quarantined(
    pieces: Sequence[Piece], stacks: dict[str, Stack], notes: Sequence[Note]
) -> pd.DataFrame:
    """Return one row per row or cell that a piece or a rule set aside."""
    parts = [_of_piece(p) for p in pieces if len(p.conformed.set_aside)]
    parts += [
        _of_note(n, stacks[n.table], pieces, i)
        for n in notes
        if n.action != "count"
        for i in _sources(n, stacks)
    ]
    return joined([part for part in parts if len(part)])


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return quarantine frames one below the other, in the types of the quarantine."""
    held = [part[list(COLUMNS)] for part in parts if len(part)]
    return _typed(pd.concat(held, ignore_index=True)) if held else _empty()


@cache
def _empty() -> pd.DataFrame:
    """Return a quarantine of nothing; it is only ever handed out as a copy."""
    return _typed(pd.DataFrame(columns=list(COLUMNS)))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a quarantine with every column in its type."""
    return frame.astype(dict.fromkeys(COLUMNS, "string") | {"row": "int64"})


def restore(program: Program, source: str, table: str) -> pd.DataFrame:
    """Return the rows a source gave to a table, exactly as it gave them.

    Kept rows, rows set aside, blank rows and duplicates stand in their first
    order with their first values, so that a corrected rule can be run on them
    again. Direct identifiers were never taken in and do not come back.

    Parameters
    ----------
    program : Program
        Any program.
    source : str
        Label of the source, as the ledger names it.
    table : str
        Name of the table.

    Returns
    -------
    pandas.DataFrame
        The rows; ``len()`` is the ledger's ``rows_read``.
    """
    found = [p for p in program.pieces if (p.source, p.table) == (source, table)]
    if not found:
        known = sorted({p.source for p in program.pieces if p.table == table})
        raise SchemaError(
            f"No such source has rows for the table '{table}'",
            code="RE-S07",
            do="Use a source and a table of the ledger." + nearest(source, known),
        )
    return (
        pd.concat([p.raw for p in found], ignore_index=True)
        if len(found) > 1
        else found[0].raw.copy()
    )


def _of_piece(piece: Piece) -> pd.DataFrame:
    """Return what conforming set aside."""
    aside = piece.conformed.set_aside
    held = aside.assign(source=piece.source, table=piece.table, row=piece.rows[aside["row"]])
    if piece.original is None:
        return held
    return held.assign(original=_written(piece, aside["row"].to_numpy()))


def _sources(note: Note, stacks: dict[str, Stack]) -> list[int]:
    """Return the numbers of the pieces a note speaks about."""
    return [int(i) for i in np.unique(stacks[note.table].piece[note.labels])]


def _of_note(note: Note, stack: Stack, pieces: Sequence[Piece], number: int) -> pd.DataFrame:
    """Return what a rule set aside from one piece."""
    labels = note.labels[stack.piece[note.labels] == number]
    positions = stack.position[labels]
    return pd.DataFrame(
        {
            "source": pieces[number].source,
            "table": note.table,
            "row": pieces[number].rows[positions],
            "column": note.column if note.action == "cell" else "",
            "reason": note.kind,
            "original": _written(pieces[number], positions),
        }
    )


def _written(piece: Piece, positions: np.ndarray) -> list[str]:
    """Return rows of a piece as the source file had them, or else as the loader gave them."""
    if piece.original is None:
        return originals(piece.raw, positions)
    return [piece.original(int(row)) for row in piece.rows[positions]]
