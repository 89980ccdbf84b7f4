"""The noun Program: the tables of a recovery program and the account of how they came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recoveryeval.programs.loaded import Loaded
from recoveryeval.programs.piece import Piece
from recoveryeval.programs.tables import Tables
from recoveryeval.schema.finding import Finding

_ORDER = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Program:
    """Everything a program's exports say, in tidy tables, with every row accounted for.

    Parameters
    ----------
    name : str
        Name of the program.
    tables : Tables
        Every table of the schema by name; each access gives a copy.
    ledger_frame, quarantine_frame, repairs_frame : pandas.DataFrame
        Read them as ``ledger``, ``quarantine`` and ``repairs``.
    extract_date : datetime.date or None
        Date the exports were made; nothing is observed after it.
    known : mapping of str to str
        When each column of person and episode became known.
    findings : tuple of Finding
        Read them as ``checks()``.
    pieces : tuple of Piece
        The rows of each source, for ``combine`` and ``restore``.
    loaded : Loaded
        What loaders did before, for ``combine``.
    """

    name: str
    tables: Tables
    ledger_frame: pd.DataFrame
    quarantine_frame: pd.DataFrame
    repairs_frame: pd.DataFrame
    extract_date: dt.date | None
    known: Mapping[str, str]
    findings: tuple[Finding, ...]
    pieces: tuple[Piece, ...]
    loaded: Loaded

    @property
    def ledger(self) -> pd.DataFrame:
        """Rows read, kept, quarantined, blank and duplicate, by source and table."""
        return self.ledger_frame.copy()

    @property
    def quarantine(self) -> pd.DataFrame:
        """Rows and cells set aside, with their reason and the row as it was."""
        return self.quarantine_frame.copy()

    @property
    def repairs(self) -> pd.DataFrame:
        """Cells repaired by a fixed rule, counted by source, table and column."""
        return self.repairs_frame.copy()

    def checks(self) -> pd.DataFrame:
        """Return what the checks found, worst first; counts, never a value.

        Returns
        -------
        pandas.DataFrame
            ``id``, ``severity`` (error, warning, info), ``table``, ``column``,
            ``count`` and ``meaning``.
        """
        worst_first = sorted(
            self.findings, key=lambda f: (_ORDER[f.severity], f.table, f.column, f.id)
        )
        rows = [(f.id, f.severity, f.table, f.column, f.count, f.meaning) for f in worst_first]
        columns = ["id", "severity", "table", "column", "count", "meaning"]
        text = {name: "string" for name in columns if name != "count"}
        return pd.DataFrame(rows, columns=columns).astype({**text, "count": "int64"})

    def combine(self, other: Program) -> Program:
        """Join the exports of two sources into one program.

        Every rule runs again on all rows together. Rows that both bring are
        kept once, and rows of one key that complete each other are joined. Of
        a person, episode, coach or site on which they disagree, the disputed
        cells are set aside; in other tables all rows of that key are.

        Parameters
        ----------
        other : Program
            With the same extract date, or none.

        Returns
        -------
        Program
            A new program; its ledger holds the sources of both.
        """
        from recoveryeval.programs.combine import combined

        return combined(self, other)

    def __repr__(self) -> str:
        """Return counts only."""
        from recoveryeval.programs.show import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from recoveryeval.programs.show import as_html

        return as_html(self)
