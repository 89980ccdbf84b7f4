"""The rows that one source gives to one table, typed, with what was set aside on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from recoveryeval.errors import LoadError
from recoveryeval.loaders.column_values import column_values
from recoveryeval.loaders.mapping.model import ColumnMap, Rows, TableMap
from recoveryeval.loaders.raw_table import RawTable, Warned, set_aside
from recoveryeval.loaders.reading import Reading, column_type, known_field
from recoveryeval.loaders.repair import Repair
from recoveryeval.loaders.values.infer import looks_coded, missing_like
from recoveryeval.schema.unknown_end import with_unknown_end

_NO_ANSWER = (
    "Numbers such as -9 or -99 stand among values that are never below zero, as codes of a missing "
    "answer do; they are read as numbers. If they are codes, list them under 'missing'."
)
_CATEGORY = (
    "A few whole numbers without a code list are read as a quantity. If they are codes of "
    "a category, give 'codes' or type = 'string' in the mapping."
)


@dataclass(frozen=True, slots=True, eq=False)
class TableFrame:
    """A typed frame indexed by data row of the source, cells set aside, repairs and doubts."""

    table: str
    frame: pd.DataFrame
    aside: pd.DataFrame = field(default_factory=lambda: set_aside([], ""))
    repairs: tuple[Repair, ...] = ()
    warned: tuple[Warned, ...] = ()


def table_frame(reading: Reading, held: TableMap) -> TableFrame:
    """Return the frame that a source gives to a table."""
    rows = chosen_rows(reading.raw, held.rows)
    columns: dict[str, pd.Series] = {}
    aside = [set_aside([], "")]
    repairs: list[Repair] = []
    unclear: dict[str, np.ndarray] = {}
    for column in held.columns:
        read = column_values(reading, rows, column, known_field(held.table, column))
        columns[column.target] = read.values
        unclear[column.target] = read.unclear()
        if column.keep_reason and read.missing is not None:
            columns[f"{column.target}_missing"] = read.missing
        aside += [set_aside(rows[mask], reason, column.target) for reason, mask in read.bad.items()]
        repairs += [Repair(rule, n, column.target) for rule, n in read.repairs.items() if n]
    return TableFrame(
        held.table,
        with_unknown_end(held.table, pd.DataFrame(columns, index=rows), unclear),
        pd.concat(aside, ignore_index=True),
        tuple(repairs),
        tuple(w for c in held.columns for w in _doubts(held.table, c, columns[c.target])),
    )


def chosen_rows(raw: RawTable, rows: Rows) -> pd.Index:
    """Return the data rows that a table takes."""
    keep = np.ones(len(raw.cells), dtype=bool)
    if rows.form:
        _refuse_form_elsewhere(raw)
        keep &= raw.cells.index.isin((raw.forms or {})[rows.form])
    for heading, wanted in rows.where.items():
        cells = raw.cells[heading]
        folded = {text.casefold() for text in wanted}
        keep &= np.asarray(cells.isin([t for t in cells.unique() if t.casefold() in folded]))
    for heading in rows.filled:
        keep &= np.asarray(raw.cells[heading] != "", dtype=bool)
    return raw.cells.index[keep]


def _refuse_form_elsewhere(raw: RawTable) -> None:
    """Raise when a mapping names an instrument and the source is no REDCap export."""
    if raw.forms is None:
        raise LoadError(
            "Only a REDCap source has instruments, but the mapping names a 'form'",
            code="RE-RC03",
            file=raw.label,
            do="Read the export with read_redcap, or take 'form' out of the mapping.",
        )


def _doubts(table: str, held: ColumnMap, values: pd.Series) -> list[Warned]:
    """Return warnings that numbers of a covariate may be codes, of a category or of no answer."""
    if known_field(table, held) or not pd.api.types.is_float_dtype(values.dtype):
        return []
    found = [("V01", _NO_ANSWER, missing_like(values))]
    if not column_type(held, None) and looks_coded(values):
        found.append(("V14", _CATEGORY, int(values.notna().sum())))
    return [Warned(code, held.target, count, meaning) for code, meaning, count in found if count]
