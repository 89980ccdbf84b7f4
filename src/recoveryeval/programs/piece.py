"""A piece: the rows one source gives to one table, raw and conformed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.schema.conform import Conformed, conform
from recoveryeval.schema.finding import Finding, finding
from recoveryeval.schema.identifiers import direct_identifiers
from recoveryeval.schema.table_schema import load_table


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Piece:
    """The rows of one source for one table.

    ``raw`` are the rows as given, without direct identifiers; ``rows`` (n,)
    their positions in the source file; ``conformed`` what became of them.
    ``original``, where a loader gives it, returns a row of the source file as
    the file had it, by its position.
    """

    source: str
    table: str
    raw: pd.DataFrame
    rows: np.ndarray
    conformed: Conformed
    findings: tuple[Finding, ...]
    original: Callable[[int], str] | None = None

    def __repr__(self) -> str:
        """Return table and number of rows."""
        return f"<Piece of {self.table}: {len(self.raw)} rows>"


def piece(
    source: str,
    table: str,
    frame: pd.DataFrame,
    *,
    rows: Sequence[int] | None = None,
    original: Callable[[int], str] | None = None,
) -> Piece:
    """Conform the rows one source gives to one table.

    Parameters
    ----------
    source : str
        Label of the source; never a file name, which may hold a person's name.
    table : str
        One of ``schema.table_schema.TABLES``.
    frame : pandas.DataFrame
        The rows, with the columns of the table and any covariates.
    rows : sequence of int or None
        Position of each row in the source file, from 0; by default its place
        in the frame. Several rows may come from one row of a wide file.
    original : callable or None
        Returns a row of the source file as JSON text by its position, for the
        quarantine; by default the row of the frame is written.

    Returns
    -------
    Piece
        For ``assemble``.
    """
    columns = load_table(table).columns
    named = [n for n in direct_identifiers(frame.columns) if n not in columns]
    raw = frame.drop(columns=named).reset_index(drop=True).copy()
    where = np.arange(len(raw)) if rows is None else np.asarray(rows, dtype=np.int64)
    if len(where) != len(raw):
        raise SchemaError(
            f"The positions of {len(where)} rows were given for {len(raw)} rows",
            code="RE-S06",
            do="Give one position per row.",
        )
    dropped = tuple(finding("identifier_dropped", table, name, len(raw)) for name in named)
    return Piece(source, table, raw, where, conform(raw, table), dropped, original)
