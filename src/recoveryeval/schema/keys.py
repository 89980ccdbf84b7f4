"""Rows that repeat: exact duplicates are collapsed, conflicting keys set aside."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.note import Note, note
from recoveryeval.schema.table_schema import TableSchema


def repeated(frame: pd.DataFrame, schema: TableSchema) -> pd.Series:
    """Return which rows bear a key, or in a table without one a content, that occurs again."""
    columns = key_columns(frame, schema) or content_columns(frame, schema)
    if frame.empty or (len(columns) == 1 and frame[columns[0]].is_unique):
        return pd.Series(False, index=frame.index)
    return frame.duplicated(columns, keep=False)


def key_columns(frame: pd.DataFrame, schema: TableSchema) -> list[str]:
    """Return the columns of the key that the frame has."""
    return [name for name in schema.primary_key if name in frame]


def content_columns(frame: pd.DataFrame, schema: TableSchema) -> list[str]:
    """Return the columns that make two rows the same: all but the label of the source."""
    return [n for n in frame.columns if n != "source" or n in schema.primary_key]


def duplicate_rows(frame: pd.DataFrame, schema: TableSchema, part: np.ndarray) -> list[Note]:
    """Set aside rows that repeat another one exactly, but for the label of the source.

    ``part`` (n,) is the number of the source. In a table whose rows are merged
    over sources, the same row in two sources is no fault and is left to that.
    """
    suspect = repeated(frame, schema).to_numpy()
    suspects = frame[suspect]
    compared = suspects[content_columns(frame, schema)]
    if schema.merge:
        compared = compared.assign(**{"\x1fpart": part[suspect]})
    again = compared.duplicated(keep="first")
    return note("duplicate_row", (schema.name, ""), suspects, again, "row")


def key_conflicts(frame: pd.DataFrame, schema: TableSchema) -> list[Note]:
    """Set aside rows that bear the same key but different values.

    Rows that merely complete each other do not conflict. Where a key may
    repeat, such rows are only counted. In a table whose rows are merged, only
    a column that every row needs can set whole rows aside, such as an episode
    that belongs to two people.
    """
    key = key_columns(frame, schema)
    again = repeated(frame, schema)
    if not key or not again.any():
        return []
    place, suspects = (schema.name, key[0]), frame[again]
    if schema.on_key_conflict == "keep":
        return note("repeated_key", place, suspects, np.ones(len(suspects), bool), "count")
    same = suspects.groupby(key, dropna=False, sort=False).ngroup()
    needed = [f.name for f in schema.fields if f.required and f.name not in key]
    told = compared_columns(frame, schema)
    columns = [name for name in needed if name in told] if schema.merge else told
    rows = disputed(suspects[columns], same).any(axis=1)
    return note("key_conflict", place, suspects, rows, "row")


def compared_columns(frame: pd.DataFrame, schema: TableSchema) -> list[str]:
    """Return the columns on which rows of one key can disagree.

    The label of the source is none, and neither are the words a term replaced.
    """
    words = {f"{field.name}_raw" for field in schema.fields if field.vocabulary}
    return [n for n in frame.columns if n not in {*schema.primary_key, "source", *words}]


def disputed(frame: pd.DataFrame, group: pd.Series) -> pd.DataFrame:
    """Return for each cell whether the rows of its group hold more than one value."""
    first = frame.groupby(group, sort=False).transform("first")
    differs = frame.notna() & (frame != first).fillna(False)
    flags: pd.DataFrame = differs.groupby(group, sort=False).transform("any")
    return flags
