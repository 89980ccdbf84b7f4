"""Tables of any library behind one face, and what is brought over from them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError


def as_table(data: Any) -> Any:
    """Return the table itself when it is one of a known library, or raise."""
    import narwhals.stable.v2 as nw

    try:
        found = nw.from_native(data).to_native()
    except TypeError:
        raise OutcomeError(
            "The data are neither a cohort nor a table this package can read",
            code="RE-O05",
            do="Give a cohort, or a pandas, polars, arrow, DuckDB or Spark table.",
        ) from None
    return _with_dates(found) if isinstance(found, pd.DataFrame) else found


def _with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a pandas table with dates as dates: a date of a Parquet file comes as an object."""
    objects = [name for name in frame if frame[name].dtype == object]
    dated = [n for n in objects if pd.api.types.infer_dtype(frame[n], skipna=True) == "date"]
    return frame.assign(**{n: frame[n].astype("datetime64[s]") for n in dated})


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
