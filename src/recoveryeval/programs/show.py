"""A program as a notebook shows it: counts, months and what was set aside; never a row."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.schema.table_schema import TABLES, load_table

if TYPE_CHECKING:
    from recoveryeval.programs.program import Program


def as_text(program: Program) -> str:
    """Return the shapes of a program in one line."""
    told = [f"{program.tables.rows(t):,} {t}" for t in TABLES if program.tables.rows(t)]
    return f"<Program: {', '.join(told) or 'no rows'}; {_aside(program)}; {_extract(program)}>"


def as_html(program: Program) -> str:
    """Return counts by table, the months they cover, and the counts of checks."""
    rows = "".join(_row(program, table) for table in TABLES if program.tables.rows(table))
    checks = program.checks().groupby("severity", sort=False)["count"].agg(["size"])
    told = ", ".join(f"{int(n)} {severity}" for severity, n in checks["size"].items()) or "none"
    return (
        f"<p><strong>{escape(program.name)}</strong> · {_extract(program)}<br>{_aside(program)}; "
        f"{_repaired(program)}<br>checks: {escape(told)} (see <code>checks()</code>, "
        "<code>ledger</code>, <code>quarantine</code>)</p>"
        "<table><thead><tr><th scope='col'>table</th><th scope='col'>rows</th>"
        f"<th scope='col'>months</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(program: Program, table: str) -> str:
    """Return one table's count and months."""
    cells = (table, f"{program.tables.rows(table):,}", _months(program, table))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _months(program: Program, table: str) -> str:
    """Return the first and last month of a table's starting dates."""
    dates = [f.name for f in load_table(table).fields if f.type == "date" and f.future == "row"]
    frame = program.tables[table]
    held = [frame[name].dropna() for name in dates]
    held = [column for column in held if len(column)]
    if not held:
        return "–"
    first, last = min(c.min() for c in held), max(c.max() for c in held)
    return f"{pd.Timestamp(first):%Y-%m} to {pd.Timestamp(last):%Y-%m}"


def _aside(program: Program) -> str:
    """Return how many rows and cells were set aside."""
    total = program.ledger_frame[["quarantined", "cells", "duplicates"]].sum()
    return (
        f"set aside {int(total['quarantined']):,} rows, {int(total['cells']):,} cells, "
        f"{int(total['duplicates']):,} duplicates"
    )


def _repaired(program: Program) -> str:
    """Return how many cells were repaired."""
    return f"{int(program.repairs_frame['count'].sum()):,} cells repaired"


def _extract(program: Program) -> str:
    """Return whether an extract date is known, by its month."""
    date = program.extract_date
    return "no extract date" if date is None else f"extracted {date:%Y-%m}"
