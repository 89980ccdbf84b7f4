"""The one way a Program comes about, whoever read the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from recoveryeval.programs import ledger as ledgers
from recoveryeval.programs import quarantine as quarantines
from recoveryeval.programs.known import known_times
from recoveryeval.programs.meta import with_unknown_words
from recoveryeval.programs.piece import Piece
from recoveryeval.programs.program import Program
from recoveryeval.programs.settle import Settled, settle
from recoveryeval.programs.stack import stacked, typed
from recoveryeval.programs.tables import Tables
from recoveryeval.schema.finding import Finding
from recoveryeval.schema.table_schema import TABLES, load_table

REPAIRS = ("source", "table", "column", "repair", "count")


def assemble(
    name: str,
    pieces: Sequence[Piece],
    *,
    ledger: pd.DataFrame | None = None,
    quarantine: pd.DataFrame | None = None,
    repairs: pd.DataFrame | None = None,
    extract_date: dt.date | None = None,
    known: Mapping[str, str] | None = None,
) -> Program:
    """Build a program from the pieces that loaders made.

    Parameters
    ----------
    name : str
        Name of the program.
    pieces : sequence of Piece
        Made by ``piece()``; several may feed one table.
    ledger : pandas.DataFrame or None
        What the loader did to the rows of each file before it made pieces:
        ``source``, ``table`` (such as ``"(file)"``), ``rows_read``, ``kept``,
        ``quarantined``, ``blank``, ``duplicates``.
    quarantine : pandas.DataFrame or None
        Rows and cells the loader set aside: ``source``, ``table``, ``row``,
        ``column``, ``reason``, ``original``.
    repairs : pandas.DataFrame or None
        What the loader repaired: ``source``, ``table``, ``column``,
        ``repair``, ``count``.
    extract_date : datetime.date or None
        Date the exports were made.
    known : mapping of str to str or None
        When columns of person and episode became known, where the schema does
        not say.

    Returns
    -------
    Program
        With a balanced ledger.

    Raises
    ------
    SchemaError
        If rows are not all accounted for.
    """
    loaded = (
        ledgers.typed(ledger),
        quarantines.joined([] if quarantine is None else [quarantine]),
        _repairs(repairs),
    )
    stacks = stacked(pieces)
    settled = settle(
        {table: stack.frame for table, stack in stacks.items()},
        {table: stack.piece for table, stack in stacks.items()},
        extract_date,
    )
    whole = pd.concat(
        [loaded[0], ledgers.typed(ledgers.table_ledger(pieces, stacks, settled))], ignore_index=True
    )
    tables = with_unknown_words(_finished(settled), pieces)
    columns = [*tables["person"].columns, *tables["episode"].columns]
    return Program(
        name=name,
        tables=Tables(tables),
        ledger_frame=ledgers.balanced(whole),
        quarantine_frame=quarantines.joined(
            [loaded[1], quarantines.quarantined(pieces, stacks, settled.notes)]
        ),
        repairs_frame=_all_repairs(loaded[2], pieces, settled),
        extract_date=extract_date,
        known=known_times(columns, known),
        findings=_findings(pieces, settled),
        pieces=tuple(pieces),
        loaded=loaded,
    )


def _finished(settled: Settled) -> dict[str, pd.DataFrame]:
    """Return every table with all columns of the schema, then the source's own."""
    return {
        table: _complete(table, settled.tables[table])
        if len(settled.tables[table].columns)
        else _empty_table(table)
        for table in TABLES
    }


def _complete(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with all columns of its schema, then its own."""
    dtypes = {field.name: field.dtype for field in load_table(table).fields}
    dtypes |= {str(n): str(frame[n].dtype) for n in frame.columns if n not in dtypes}
    dtypes = {n: "string" if d.startswith("string") else d for n, d in dtypes.items()}
    return typed(frame, dtypes).reset_index(drop=True)


@cache
def _empty_table(table: str) -> pd.DataFrame:
    """Return a table without rows; it is only ever handed out as a copy."""
    return _complete(table, pd.DataFrame())


def _findings(pieces: Sequence[Piece], settled: Settled) -> tuple[Finding, ...]:
    """Return one finding per kind, table and column, over all sources."""
    total: dict[tuple[str, str, str], Finding] = {}
    every = [f for p in pieces for f in (*p.findings, *p.conformed.findings)]
    for found in (*every, *settled.findings):
        key = (found.id, found.table, found.column)
        before = total[key].count if key in total else 0
        total[key] = Finding(*key, found.severity, before + found.count, found.meaning)
    return tuple(total.values())


def _repairs(frame: pd.DataFrame | None) -> pd.DataFrame:
    """Return repairs in their types."""
    held = pd.DataFrame(columns=list(REPAIRS)) if frame is None else frame
    full = held.reindex(columns=list(REPAIRS))
    text = full[list(REPAIRS[:-1])].astype("string").fillna("")
    return text.assign(count=full["count"].astype("Int64").fillna(0).astype("int64"))


def _all_repairs(loaded: pd.DataFrame, pieces: Sequence[Piece], settled: Settled) -> pd.DataFrame:
    """Return what loaders, conforming and settling repaired."""
    rows = [
        (p.source, r.table, r.column, r.repair, r.count)
        for p in pieces
        for r in p.conformed.repairs
    ]
    rows += [("", r.table, r.column, r.repair, r.count) for r in settled.repairs]
    ours = _repairs(pd.DataFrame(rows, columns=list(REPAIRS)))
    return pd.concat([loaded, ours], ignore_index=True)
