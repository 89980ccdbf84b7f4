"""Cells cleaned and rows that are not data set aside, the same for text files and workbooks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from recoveryeval.loaders.layout import Layout
from recoveryeval.loaders.mojibake import mojibake
from recoveryeval.loaders.raw_table import RawTable, set_aside
from recoveryeval.loaders.repair import Repair
from recoveryeval.loaders.summary_rows import summary_rows

_EXCEL_ERRORS = (
    "#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
)  # fmt: skip


def clean_rows(
    table: RawTable, layout: Layout, id_columns: Collection[str], *, text: str | None = None
) -> RawTable:
    """Return the table without NUL marks, summary rows and exact duplicates, each counted."""
    if text is None or "\x00" in text:
        table = _without_nul(table)
    table = _stripped(_without_errors(table))
    table = table.without(summary_rows(table.cells, id_columns), "summary_row")
    if layout.duplicates == "collapse":
        table = _collapsed(table)
    if text is not None and text.isascii():
        return table
    return replace(table, warned=table.warned + mojibake(table.cells))


def _stripped(table: RawTable) -> RawTable:
    """Return the table with the blanks around its cells taken away, once for all that follows."""
    cells = table.cells
    changed = {}
    for column in cells.columns:
        bare = {text: text.replace("\xa0", " ").strip() for text in cells[column].unique()}
        if any(text != clean for text, clean in bare.items()):
            changed[column] = cells[column].map(bare).astype(object)
    return replace(table, cells=cells.assign(**changed)) if changed else table


def _without_nul(table: RawTable) -> RawTable:
    """Return the table with NUL marks taken out of its cells."""
    repairs = []
    cells = table.cells
    for column in cells.columns:
        bad = cells[column].str.contains("\x00", regex=False)
        if bad.any():
            repairs.append(Repair("nul_removed", int(bad.sum()), str(column)))
            cells = cells.assign(**{column: cells[column].str.replace("\x00", "", regex=False)})
    return replace(table, cells=cells.astype(object)).repaired(*repairs)


def _without_errors(table: RawTable) -> RawTable:
    """Return the table with Excel's error cells set aside: they are not blank, they are broken."""
    cells, aside = table.cells, [table.aside]
    for column in cells.columns:
        bad = cells[column].isin(_EXCEL_ERRORS)
        if bad.any():
            aside.append(set_aside(cells.index[bad], "excel_error", str(column)))
            cells = cells.assign(**{column: cells[column].mask(bad, "")})
    if len(aside) == 1:
        return table
    return replace(table, cells=cells, aside=pd.concat(aside, ignore_index=True))


def _collapsed(table: RawTable) -> RawTable:
    """Return the table with exact copies of a row collapsed into the first of them."""
    cells = table.cells
    again = pd.Series(False, index=cells.index) if cells.empty else cells.duplicated()
    if not again.any():
        return table
    rows = [int(row) for row in cells.index[again]]
    return replace(table, cells=cells.loc[~again], collapsed=table.collapsed + tuple(rows))
