"""Ids for rows whose source has none: the same row always gets the same id."""

from __future__ import annotations

import pandas as pd

from recoveryeval.schema.table_schema import TableSchema


def with_made_keys(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, int]:
    """Return the frame with an id in every row, and how many ids were made.

    An id is a hash of the row's content, so that it does not depend on the
    order of rows; exact repeats get the same id and count as duplicates.
    """
    key = schema.primary_key[0] if schema.make_key else ""
    if not key or frame.empty:
        return frame, 0
    held = frame[key] if key in frame else pd.Series(pd.NA, index=frame.index, dtype="string")
    lacking = held.isna()
    if not lacking.any():
        return frame, 0
    content = frame.loc[lacking, sorted(c for c in frame.columns if c not in (key, "source"))]
    hashes = pd.util.hash_pandas_object(content, index=False)
    made = pd.Series([f"{schema.name}-{value:016x}" for value in hashes], index=content.index)
    whole = held.where(~lacking, made.reindex(frame.index).astype("string"))
    first = frame.drop(columns=key, errors="ignore")
    first.insert(0, key, whole)
    return first, int(lacking.sum())
