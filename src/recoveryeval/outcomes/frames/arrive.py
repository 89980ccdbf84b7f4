"""How a table arrives: columns chosen, and identical rows counted where the data live.

A table that stays in a database is not copied row by row: the engine counts
identical rows, and only those counts come over. Models give the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.column_names import named

Roles = dict[str, str | None]


def arrive(
    data: Any, roles: Mapping[str, str | None], covariates: str | Sequence[str] | None = None
) -> tuple[pd.DataFrame, Roles]:
    """Return the table as pandas, and the roles with the column that counts rows, if any."""
    found = dict(roles)
    table = data.rename(columns=str) if isinstance(data, pd.DataFrame) else other(data)
    names = [str(c) for c in (table.columns if isinstance(table, pd.DataFrame) else _names(table))]
    asked = [*(column for column in roles.values() if column is not None), *named(covariates)]
    _refuse_unknown(asked, names)
    wanted = names if covariates is None else list(dict.fromkeys(asked))
    if isinstance(table, pd.DataFrame):
        out = table[wanted].copy()
    else:
        out, found = _collected(table, wanted, found)
    if out.empty:
        raise OutcomeError("The table has no rows", code="RE-F02", rows=0, do="Give data.")
    return out.reset_index(drop=True), found


def other(data: Any) -> Any:
    """Return a table of another library behind one face."""
    import narwhals.stable.v2 as nw

    try:
        return nw.from_native(data)
    except TypeError:
        raise OutcomeError(
            "The data are not a table this package can read",
            code="RE-O05",
            do="Give a pandas, polars, arrow, DuckDB or Spark table.",
        ) from None


def columns_of(table: Any, wanted: Sequence[str]) -> list[str]:
    """Return the columns of a table; a wanted one that is not there is refused."""
    names = _names(table)
    _refuse_unknown(wanted, names)
    return names


def _names(table: Any) -> list[str]:
    """Return the column names of a table that may not be in memory."""
    return [str(name) for name in table.collect_schema().names()]


def _collected(table: Any, wanted: list[str], roles: Roles) -> tuple[pd.DataFrame, Roles]:
    """Return chosen columns; a table that is not in memory is counted before it is collected."""
    import narwhals.stable.v2 as nw

    chosen = table.select(wanted)
    if not isinstance(chosen, nw.LazyFrame):
        return pd.DataFrame(chosen.to_pandas()), roles
    if roles.get("person") is not None or "n" not in roles:
        return pd.DataFrame(chosen.collect().to_pandas()), roles
    count = roles["n"] or "n"
    key = [name for name in wanted if name != roles["n"]]
    if roles["n"] is None and "n" in key:
        raise OutcomeError(
            "A covariate is named n, the name under which rows are counted",
            code="RE-O07",
            column="n",
            do="Rename the column, or leave it out of covariates=.",
        )
    amount = nw.len() if roles["n"] is None else nw.col(count).sum()
    cells = chosen.group_by(key).agg(amount.alias(count)).collect().to_pandas()
    frame = pd.DataFrame(cells)
    frame[count] = pd.to_numeric(frame[count]).astype("int64")
    return frame, {**roles, "n": count}


def _refuse_unknown(asked: Sequence[str], names: Sequence[str]) -> None:
    """Raise on a column that is not there, and on a name that stands twice."""
    for column in asked:
        if not isinstance(column, str):
            raise OutcomeError(
                "A column is named by something other than a text",
                code="RE-O06",
                column=str(column),
                do="Give its name as a text, such as time='days'; numbered columns get texts as "
                "names with df.columns = df.columns.astype(str).",
            )
        if column not in names:
            raise OutcomeError(
                "The table has no column of that name",
                code="RE-O06",
                column=column,
                do="Name a column of the table." + nearest(column, names),
            )
    if len(set(names)) < len(names):
        raise OutcomeError(
            "Two columns have the same name",
            code="RE-F20",
            do="Give each column its own name.",
        )
