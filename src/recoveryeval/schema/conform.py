"""Bring a frame into the shape of its table without losing a row or a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.schema.aside import cells_aside, rows_aside, set_aside, unknown_words
from recoveryeval.schema.cells import Cells
from recoveryeval.schema.columns import covariate_cells, field_cells
from recoveryeval.schema.finding import Finding, Repair, finding
from recoveryeval.schema.names import ordered, require_names
from recoveryeval.schema.table_schema import TableSchema, load_table
from recoveryeval.schema.unknown_end import with_unknown_end


@dataclass(frozen=True, slots=True, eq=False)
class Conformed:
    """A frame in the shape of its table, and what could not be brought into it.

    Parameters
    ----------
    table : str
        Name of the table.
    frame : pandas.DataFrame
        Rows kept; the index is the position of the row in the frame given.
        Columns of the schema that the source had come first, then its other
        columns. ``<column>_raw`` holds words that a term replaced.
    set_aside : pandas.DataFrame
        ``row`` (position), ``column`` (empty where the whole row was set
        aside), ``reason`` and ``original`` (the row as JSON text).
    findings : tuple of Finding
        Counts of what was wrong.
    repairs : tuple of Repair
        Counts of what was repaired by a fixed rule.
    unknown : pandas.DataFrame
        ``column``, ``source_code`` and ``count`` of words in no vocabulary.
    """

    table: str
    frame: pd.DataFrame
    set_aside: pd.DataFrame
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    unknown: pd.DataFrame


def conform(frame: pd.DataFrame, table: str) -> Conformed:
    """Bring a frame into the types and words of a table; set aside what does not fit.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per unit of the table. Columns the schema does not know are
        kept as covariates.
    table : str
        One of ``table_schema.TABLES``.

    Returns
    -------
    Conformed
        Kept rows, rows and cells set aside with their reason, and counts.

    Raises
    ------
    SchemaError
        If a column every row needs is absent, two columns bear one name, ids
        are stored in two types, or dates or decimals are written ambiguously.
    """
    schema = load_table(table)
    require_names(frame, schema)
    cells = {str(name): _cells(frame[name], schema) for name in ordered(frame, schema)}
    rows = rows_aside(cells, schema, len(frame))
    kept = np.ones(len(frame), dtype=bool)
    for mask in rows.values():
        kept &= ~mask
    shaped = _with_raw(cells, np.arange(len(frame)))
    shaped = with_unknown_end(table, shaped, {n: c.unclear() for n, c in cells.items()})
    return Conformed(
        table=table,
        frame=shaped.loc[kept],
        set_aside=set_aside(frame, rows, cells_aside(cells)),
        findings=_findings(table, rows, cells),
        repairs=tuple(
            Repair(table, name, repair, count)
            for name, column in cells.items()
            for repair, count in column.repairs.items()
        ),
        unknown=unknown_words(cells),
    )


def _cells(column: pd.Series, schema: TableSchema) -> Cells:
    """Return one column converted."""
    if column.name in schema.columns:
        return field_cells(column, schema.field(str(column.name)))
    return covariate_cells(column)


def _with_raw(cells: Mapping[str, Cells], index: np.ndarray) -> pd.DataFrame:
    """Return the columns as a frame, each followed by the words its terms replaced."""
    columns: dict[str, pd.Series] = {}
    for name, column in cells.items():
        columns[name] = column.values
    for name, column in cells.items():
        if column.raw is not None:
            raw = f"{name}_raw"
            columns[raw] = columns[raw].fillna(column.raw) if raw in columns else column.raw
    return pd.DataFrame({n: c.array for n, c in columns.items()}, index=pd.Index(index))


def _findings(
    table: str, rows: Mapping[str, np.ndarray], cells: Mapping[str, Cells]
) -> tuple[Finding, ...]:
    """Return the counts of rows and cells that did not fit."""
    lacking = int(rows["missing_key"].sum())
    found = [finding("missing_key", table, "", lacking)] if lacking else []
    found += [
        finding(reason, table, name, int(mask.sum()))
        for name, column in cells.items()
        for reason, mask in column.bad.items()
    ]
    sentinels = [
        (
            name,
            sum(
                c
                for r, c in column.repairs.items()
                if r in ("sentinel_to_missing", "far_date_to_open")
            ),
        )
        for name, column in cells.items()
    ]
    found += [finding("sentinel_date", table, name, count) for name, count in sentinels if count]
    return tuple(found)
