"""Stays with everything that goes wrong in exports, on every engine, and one hash for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.results.spec import content_hash

COLUMNS = ("person_id", "start", "end", "type", "planned", "disposition")
EXTRACT = "2025-01-31"
FIRST = pd.Timestamp("2024-01-01")


def messy_stays(rows: int = 900, seed: int = 5) -> pd.DataFrame:
    """Ties, nulls, same-day stays, nested stays, stays told twice, decimals; rows shuffled."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 396, rows)
    length = np.where(rng.random(rows) < 0.1, 60, rng.integers(0, 9, rows))
    frame = pd.DataFrame(
        {
            "person_id": [f"{i:05d}" for i in rng.integers(0, rows // 5, rows)],
            "start": FIRST + pd.to_timedelta(start, unit="D"),
            "end": FIRST + pd.to_timedelta(start + length, unit="D"),
            "type": rng.choice(["psych_inpatient", "inpatient", "detox"], rows),
            "planned": pd.array(
                np.where(rng.random(rows) < 0.1, None, rng.random(rows) < 0.2), dtype="boolean"
            ),
            "disposition": rng.choice(
                ["home", "transfer", "against_advice", "died"], rows, p=[0.8, 0.1, 0.07, 0.03]
            ),
            "amount": np.round(rng.random(rows) * 900, 2),
        }
    )
    frame.loc[rng.random(rows) < 0.02, "end"] = pd.NaT
    frame.loc[rng.random(rows) < 0.01, "start"] = pd.NaT
    frame.loc[rng.random(rows) < 0.01, "person_id"] = None
    backward = rng.random(rows) < 0.01
    frame.loc[backward, "end"] = frame.loc[backward, "start"] - pd.Timedelta(days=3)
    twice = pd.concat([frame, frame.sample(rows // 30, random_state=1)])
    return twice.sample(frac=1, random_state=seed).reset_index(drop=True)


def people_of(stays: pd.DataFrame, seed: int = 6) -> pd.DataFrame:
    """One row per person: when they are seen, their death, and a group; a few are missing."""
    rng = np.random.default_rng(seed)
    ids = sorted(stays["person_id"].dropna().unique())[3:]
    died = rng.random(len(ids)) < 0.1
    death = FIRST + pd.to_timedelta(rng.integers(60, 390, len(ids)), unit="D")
    return pd.DataFrame(
        {
            "person_id": ids,
            "observed_from": FIRST + pd.to_timedelta(rng.integers(0, 60, len(ids)), unit="D"),
            "observed_to": FIRST + pd.to_timedelta(rng.integers(200, 420, len(ids)), unit="D"),
            "death": pd.Series(death).where(died),
            "arm": rng.choice(["a", "b"], len(ids)),
        }
    )


def _polars(frame: pd.DataFrame) -> Any:
    import polars as pl

    return pl.from_pandas(frame)


def _lazy(frame: pd.DataFrame) -> Any:
    return _polars(frame).lazy()


def _duckdb(frame: pd.DataFrame) -> Any:
    import duckdb

    return duckdb.from_df(frame)


ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "polars": _polars,
    "lazy polars": _lazy,
    "duckdb": _duckdb,
}


def as_pandas(table: Any) -> pd.DataFrame:
    """The table as pandas, from any engine."""
    import narwhals.stable.v2 as nw

    found = nw.from_native(table)
    if isinstance(found, nw.LazyFrame):
        found = found.collect()
    return pd.DataFrame(found.to_pandas())


def same_hash(table: Any) -> str:
    """A hash of a table's content that does not depend on the engine or the order of rows."""
    frame = as_pandas(table)
    frame = frame[sorted(frame.columns)]
    plain = {}
    for name in frame:
        column = frame[name]
        number = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)
        if number or column.isna().all():
            plain[name] = column.to_numpy(dtype="float64", na_value=np.nan)
        else:
            plain[name] = column.astype("object").where(column.notna(), "").astype(str)
    return content_hash(pd.DataFrame(plain))
