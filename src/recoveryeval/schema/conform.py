"""Bring a frame into the shape of its table without losing a row or a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.schema.cells import Cells
from recoveryeval.schema.columns import covariate_cells, field_cells
from recoveryeval.schema.finding import Finding, Repair, finding
from recoveryeval.schema.originals import originals
from recoveryeval.schema.table_schema import TableSchema, load_table

ASIDE = ("row", "column", "reason", "original")


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
    _require_names(frame, schema)
    cells = {str(name): _cells(frame[name], schema) for name in _ordered(frame, schema)}
    rows = _rows_aside(cells, schema, len(frame))
    kept = np.ones(len(frame), dtype=bool)
    for mask in rows.values():
        kept &= ~mask
    shaped = _with_raw(cells, np.arange(len(frame)))
    return Conformed(
        table=table,
        frame=shaped.loc[kept],
        set_aside=_set_aside(frame, rows, _cells_aside(cells)),
        findings=_findings(table, rows, cells),
        repairs=tuple(
            Repair(table, name, repair, count)
            for name, column in cells.items()
            for repair, count in column.repairs.items()
        ),
        unknown=_unknown(cells),
    )


def _require_names(frame: pd.DataFrame, schema: TableSchema) -> None:
    """Refuse repeated column names and the lack of a column that every row needs."""
    names = [str(name) for name in frame.columns]
    if len(set(names)) < len(names):
        raise SchemaError(
            f"Two columns of the table '{schema.name}' have the same name",
            code="RE-F20",
            do="Give each column its own name.",
        )
    made = schema.primary_key if schema.make_key else ()
    for field in schema.fields:
        if field.required and field.name not in names and field.name not in made:
            raise SchemaError(
                f"The table '{schema.name}' lacks a column that every row needs",
                code="RE-S05",
                column=field.name,
                do="Map a column of the source to it." + nearest(field.name, names),
            )


def _ordered(frame: pd.DataFrame, schema: TableSchema) -> list[object]:
    """Return the frame's columns: the schema's first, then the others."""
    known = [name for name in schema.columns if name in frame.columns]
    return [*known, *(name for name in frame.columns if name not in known)]


def _cells(column: pd.Series, schema: TableSchema) -> Cells:
    """Return one column converted."""
    if column.name in schema.columns:
        return field_cells(column, schema.field(str(column.name)))
    return covariate_cells(column)


def _rows_aside(cells: Mapping[str, Cells], schema: TableSchema, n: int) -> dict[str, np.ndarray]:
    """Return the masks (n,) of blank rows and of rows without a value they need."""
    blank = np.full(n, bool(cells) or n > 0)
    for column in cells.values():
        blank &= column.blank
    lacking = np.zeros(n, dtype=bool)
    made = schema.primary_key if schema.make_key else ()
    for field in schema.fields:
        if field.required and field.name in cells and field.name not in made:
            lacking |= cells[field.name].values.isna().to_numpy(dtype=bool)
    return {"blank_row": blank, "missing_key": lacking & ~blank}


def _cells_aside(cells: Mapping[str, Cells]) -> list[tuple[str, str, np.ndarray]]:
    """Return (column, reason, mask) of cells set aside; unknown words stay in ``_raw``."""
    return [
        (name, reason, mask)
        for name, column in cells.items()
        for reason, mask in column.bad.items()
        if reason != "unknown_term"
    ]


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


def _set_aside(
    frame: pd.DataFrame,
    rows: Mapping[str, np.ndarray],
    cells: list[tuple[str, str, np.ndarray]],
) -> pd.DataFrame:
    """Return one row per row or cell set aside, with the row as the source had it."""
    parts = [(np.flatnonzero(mask), "", reason) for reason, mask in rows.items()]
    parts += [(np.flatnonzero(mask), name, reason) for name, reason, mask in cells]
    found = [part for part in parts if len(part[0])]
    positions = np.concatenate([p[0] for p in found]) if found else np.empty(0, dtype=np.int64)
    return pd.DataFrame(
        {
            "row": positions.astype(np.int64),
            "column": pd.array([p[1] for p in found for _ in p[0]], dtype="string"),
            "reason": pd.array([p[2] for p in found for _ in p[0]], dtype="string"),
            "original": pd.array(originals(frame, positions), dtype="string"),
        }
    )


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


def _unknown(cells: Mapping[str, Cells]) -> pd.DataFrame:
    """Return the words no vocabulary knows, with their counts."""
    parts = []
    for name, column in cells.items():
        mask = column.bad.get("unknown_term")
        if mask is not None and column.raw is not None:
            counts = column.raw[mask].value_counts().sort_index()
            parts.append(
                pd.DataFrame(
                    {"column": name, "source_code": counts.index, "count": counts.to_numpy()}
                )
            )
    empty = pd.DataFrame({"column": [], "source_code": [], "count": []})
    return pd.concat(parts, ignore_index=True) if parts else empty
