"""A file as text cells, before any cell is given a meaning."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.repair import Repair


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """Text cells indexed by data row (the first one is 0), and all that was not kept of them.

    ``aside`` holds (row, column, reason) of rows set aside; ``collapsed`` rows repeat another one.
    ``original`` gives a row as JSON text and ``fields`` as cells under ``names``.
    ``kinds`` says how a workbook stored each cell ("text", "number", "date", "bool", "error", "").
    ``forms`` holds, for REDCap, the rows in which each instrument was opened.
    """

    label: str
    cells: pd.DataFrame
    original: Callable[[int], str]
    fields: Callable[[int], Sequence[str]]
    names: tuple[str, ...]
    rows_read: int
    trusted: bool = False
    blank: int = 0
    aside: pd.DataFrame = field(default_factory=lambda: set_aside([], ""))
    collapsed: tuple[int, ...] = ()
    repairs: tuple[Repair, ...] = ()
    warned: tuple[Warned, ...] = ()
    kinds: pd.DataFrame | None = None
    delimiter: str = ","
    epoch_1904: bool = False
    forms: Mapping[str, pd.Index] | None = None

    def without(self, rows: Iterable[int], reason: str) -> RawTable:
        """Return the table with these rows set aside for a reason."""
        gone = list(rows)
        if not gone:
            return self
        aside = pd.concat([self.aside, set_aside(gone, reason)], ignore_index=True)
        return replace(self, cells=self.cells.drop(index=gone), aside=aside)

    def repaired(self, *repairs: Repair) -> RawTable:
        """Return the table with these repairs on record."""
        return replace(self, repairs=self.repairs + tuple(r for r in repairs if r.count))


@dataclass(frozen=True, slots=True)
class Warned:
    """A doubt about a column that stands beside the result and changes nothing."""

    id: str
    column: str
    count: int
    meaning: str


def set_aside(rows: Iterable[int], reason: str, column: str = "") -> pd.DataFrame:
    """Return rows for the quarantine; ``column`` names the cell when the row itself is kept."""
    listed = list(rows)
    return pd.DataFrame(
        {
            "row": pd.Series(listed, dtype="int64"),
            "column": pd.Series([column] * len(listed), dtype=object),
            "reason": pd.Series([reason] * len(listed), dtype=object),
        }
    )


def as_json(raw: object) -> str:
    """Return a raw row as JSON text, from which it can be restored exactly."""
    return json.dumps(raw, ensure_ascii=False)


def refuse_no_rows(label: str) -> LoadError:
    """Return the error for a file that has a header and nothing below it."""
    return LoadError(
        "The file has a header but 0 data rows",
        code="RE-F02",
        file=label,
        rows=0,
        do="Export it again and check the filter or date range of the export.",
    )
