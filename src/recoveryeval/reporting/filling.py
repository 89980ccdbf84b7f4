"""Sentences and table cells filled from the same cells of the same frame.

A template names a column and how it reads: ``"{estimate:percent} of {n:people}"``.
Nothing else is understood, so that a value can never act as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from recoveryeval.reporting.blocks import Role, Table, Text
from recoveryeval.reporting.wording import MISSING, shown

_FIELD = re.compile(r"\{([\w.]+):(\w+)\}")

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading and the template of its cells.

    ``empty`` is what stands where the first value named by the template is missing.
    """

    head: str
    template: str
    numeric: bool = True
    empty: str = "not estimable"


def fill(template: str, cells: Cells) -> str:
    """Return the template with each field replaced by its cell."""
    return _FIELD.sub(lambda found: shown(cells[found[1]], found[2]), template)


def say(template: str, cells: Cells, role: Role = "plain") -> Text:
    """Return a paragraph whose numbers are cells of a frame."""
    return Text(fill(template, cells), role)


def named(**rows: Cells) -> dict[str, Any]:
    """Return the cells of several rows under ``row.column`` names, for one sentence."""
    return {
        f"{row}.{column}": value for row, cells in rows.items() for column, value in cells.items()
    }


def tabulate(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    caption: str,
    notes: Sequence[str] = (),
    levels: Sequence[int] = (),
) -> Table:
    """Return a table whose cells are filled from the rows of a tidy frame."""
    records = frame.to_dict("records")
    rows = tuple(tuple(_cell(column, record) for column in columns) for record in records)
    return Table(
        caption=caption,
        head=tuple(column.head for column in columns),
        rows=rows,
        notes=tuple(notes),
        numeric=tuple(column.numeric for column in columns),
        levels=tuple(levels),
    )


def _cell(column: Column, record: Cells) -> str:
    """Return one cell, or the column's word for a missing value."""
    first = _FIELD.search(column.template)
    if first and shown(record[first[1]], first[2]) == MISSING:
        return column.empty
    return fill(column.template, record)
