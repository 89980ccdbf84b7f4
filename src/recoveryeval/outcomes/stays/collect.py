"""Tables of any library behind one face, and what is brought over from them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError


def as_table(data: Any) -> Any:
    """Return the table itself when it is one of a known library, or raise."""
    import narwhals.stable.v2 as nw

    try:
        return nw.from_native(data).to_native()
    except TypeError:
        raise OutcomeError(
            "The data are neither a cohort nor a table this package can read",
            code="RE-O05",
            do="Give a cohort, or a pandas, polars, arrow, DuckDB or Spark table.",
        ) from None


def column_names(data: Any) -> list[str]:
    """Return the column names of a table that may not be in memory."""
    import narwhals.stable.v2 as nw

    return [str(name) for name in nw.from_native(data).collect_schema().names()]


def collected(table: Any) -> pd.DataFrame:
    """Return a small table as pandas, from wherever it is."""
    import narwhals.stable.v2 as nw

    found = nw.from_native(table, pass_through=False) if not hasattr(table, "to_native") else table
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    return pd.DataFrame(found.to_pandas()).reset_index(drop=True)
