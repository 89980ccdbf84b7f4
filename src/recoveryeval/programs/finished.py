"""Tables as a program hands them out: every column of the schema, in its type."""

from __future__ import annotations

from functools import cache

import pandas as pd

from recoveryeval.programs.settle import Settled
from recoveryeval.programs.stack import typed
from recoveryeval.schema.table_schema import TABLES, load_table


def finished(settled: Settled) -> dict[str, pd.DataFrame]:
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
