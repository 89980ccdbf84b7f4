"""The one way a Program comes about, whoever read the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from recoveryeval.programs import ledger as ledgers
from recoveryeval.programs import quarantine as quarantines
from recoveryeval.programs.finished import finished
from recoveryeval.programs.known import known_times
from recoveryeval.programs.loaded import Loaded, as_loaded
from recoveryeval.programs.meta import with_unknown_words
from recoveryeval.programs.piece import Piece
from recoveryeval.programs.program import Program
from recoveryeval.programs.repairs import all_repairs
from recoveryeval.programs.settle import Settled, settle
from recoveryeval.programs.stack import stacked
from recoveryeval.programs.tables import Tables
from recoveryeval.schema.finding import Finding


def assemble(
    name: str,
    pieces: Sequence[Piece],
    *,
    ledger: pd.DataFrame | None = None,
    quarantine: pd.DataFrame | None = None,
    repairs: pd.DataFrame | None = None,
    findings: Sequence[Finding] = (),
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
    findings : sequence of Finding
        What the loader wants told in ``checks()``.
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
    loaded = as_loaded(ledger, quarantine, repairs, findings)
    return assembled(name, pieces, loaded, extract_date=extract_date, known=known)


def assembled(
    name: str,
    pieces: Sequence[Piece],
    loaded: Loaded,
    *,
    extract_date: dt.date | None,
    known: Mapping[str, str] | None,
) -> Program:
    """Build a program from pieces and what loaders did before; every rule runs once."""
    stacks = stacked(pieces)
    settled = settle(
        {table: stack.frame for table, stack in stacks.items()},
        {table: stack.piece for table, stack in stacks.items()},
        extract_date,
    )
    tables = with_unknown_words(finished(settled), pieces)
    ours = ledgers.table_ledger(pieces, stacks, settled)
    aside = quarantines.quarantined(pieces, stacks, settled.notes)
    return Program(
        name=name,
        tables=Tables(tables),
        ledger_frame=ledgers.balanced(pd.concat([loaded.ledger, ours], ignore_index=True)),
        quarantine_frame=quarantines.joined([loaded.quarantine, aside]),
        repairs_frame=all_repairs(loaded.repairs, pieces, settled),
        extract_date=extract_date,
        known=known_times([*tables["person"].columns, *tables["episode"].columns], known),
        findings=_summed(_told(loaded, pieces, settled)),
        pieces=tuple(pieces),
        loaded=loaded,
    )


def _told(loaded: Loaded, pieces: Sequence[Piece], settled: Settled) -> list[Finding]:
    """Return what loaders, pieces and rules on whole tables found."""
    every = [f for p in pieces for f in (*p.findings, *p.conformed.findings)]
    return [*loaded.findings, *every, *settled.findings]


def _summed(told: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return one finding per kind, table and column, over all sources."""
    total: dict[tuple[str, str, str], Finding] = {}
    for found in told:
        key = (found.id, found.table, found.column)
        before = total[key].count if key in total else 0
        total[key] = Finding(*key, found.severity, before + found.count, found.meaning)
    return tuple(total.values())
