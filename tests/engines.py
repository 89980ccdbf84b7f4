"""The same tables on several data engines, and their answers as plain rows."""

from __future__ import annotations

from typing import Any

import pandas as pd

ENGINES = ("pandas", "polars", "lazy polars", "duckdb")


def on(engine: str, *frames: pd.DataFrame) -> list[Any]:
    """Return pandas frames as tables of an engine."""
    if engine == "pandas":
        return list(frames)
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect()
        return [connection.from_df(frame) for frame in frames]
    if engine == "spark":
        from spark_session import local_session

        session = local_session()
        return [session.createDataFrame(frame) for frame in frames]
    import polars as pl

    tables = [pl.from_pandas(frame) for frame in frames]
    return [table.lazy() for table in tables] if engine == "lazy polars" else tables


def answer(found: Any) -> list[tuple[Any, ...]]:
    """Return the rows of any engine's table, sorted, numbers as floats and nothing as None."""
    if hasattr(found, "collect") and not hasattr(found, "toPandas"):
        found = found.collect()
    if not isinstance(found, pd.DataFrame):
        for way in ("to_pandas", "toPandas", "to_df", "df"):
            if hasattr(found, way):
                found = getattr(found, way)()
                break
    rows = [tuple(_plain(v) for v in row) for row in found.itertuples(index=False)]
    return sorted(rows, key=str)


def _plain(value: Any) -> Any:
    """Return a cell that compares across engines."""
    if value is None or pd.isna(value):
        return None
    return value if isinstance(value, str) else float(value)
