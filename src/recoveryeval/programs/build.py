"""A program from frames already at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.programs.assemble import assemble
from recoveryeval.programs.piece import piece
from recoveryeval.programs.program import Program
from recoveryeval.schema.table_schema import TABLES, load_table


def program(
    tables: Mapping[str, pd.DataFrame],
    *,
    extract_date: str | dt.date | None,
    name: str = "program",
    known: Mapping[str, str] | None = None,
) -> Program:
    """Make a program from tables you already have.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables of the schema by name, such as ``person``, ``episode`` and
        ``contact``. Other columns are kept as covariates.
    extract_date : str, datetime.date or None
        Date the data were drawn, as year-month-day. Without it nobody's end of
        observation is known.
    name : str
        Name of the program.
    known : mapping of str to str or None
        When columns of person and episode became known: ``"always"``,
        ``"anchor"``, ``"later"``, ``"unknown"``, or the name of a column that
        holds the day. Columns the schema does not know are ``"unknown"``.

    Returns
    -------
    Program
        The tables, a balanced ledger, and everything that was set aside.

    Raises
    ------
    SchemaError
        If a table or a needed column is unknown, or values are ambiguous.

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> person = pd.DataFrame({"person_id": ["01", "02"], "birth_year": [1980, 1991]})
    >>> episode = pd.DataFrame(
    ...     {"episode_id": ["a", "b"], "person_id": ["01", "02"], "anchor": ["2025-01-06"] * 2}
    ... )
    >>> made = rv.program({"person": person, "episode": episode}, extract_date="2025-12-31")
    >>> made
    <Program: 2 person, 2 episode; set aside 0 rows, 0 cells, 0 duplicates; extracted 2025-12>
    >>> made.tables["episode"].loc[0, "status"]
    'open'
    """
    for table in tables:
        if table not in TABLES:
            raise SchemaError(
                f"There is no table '{table}'",
                code="RE-S01",
                do=f"Use some of {', '.join(TABLES)}." + nearest(str(table), TABLES),
            )
    frames = {table: as_pandas(frame) for table, frame in tables.items()}
    return assemble(
        name,
        [piece("tables", table, frame) for table, frame in frames.items() if _says(table, frame)],
        extract_date=as_date(extract_date),
        known=known,
    )


def _says(table: str, frame: pd.DataFrame) -> bool:
    """Return whether a frame has rows, or at least columns of its own."""
    return len(frame) > 0 or not set(frame.columns) <= set(load_table(table).columns)


def as_date(value: str | dt.date | None) -> dt.date | None:
    """Return an extract date, refusing text that is not year-month-day."""
    if value is None:
        return None
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    try:
        return dt.date.fromisoformat(value)
    except (ValueError, TypeError):
        raise SchemaError(
            "The extract date is not a date written as year-month-day",
            code="RE-D02",
            column="extract_date",
            do="Write it like 2026-06-30.",
        ) from None


def as_pandas(frame: Any) -> pd.DataFrame:
    """Return a table of any library as a pandas frame."""
    if isinstance(frame, pd.DataFrame):
        return frame
    import narwhals.stable.v2 as nw

    try:
        found = nw.from_native(frame)
        eager = found.collect() if isinstance(found, nw.LazyFrame) else found
        return pd.DataFrame(eager.to_pandas())
    except TypeError:
        raise SchemaError(
            "The data are not a table this package can read",
            code="RE-O05",
            do="Give a pandas, polars, arrow, DuckDB or Spark table.",
        ) from None
