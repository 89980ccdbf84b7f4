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


def key_conflicts(frame: pd.DataFrame, schema: TableSchema, part: np.ndarray) -> list[Note]:
    """Set aside rows of one source that bear the same key but different values.

    ``part`` (n,) is the number of the source. Rows that merely complete each
    other do not conflict. Where a key may repeat, such rows are only counted;
    in a table whose rows are merged over sources, only rows of one source are
    compared here.
    """
    key = key_columns(frame, schema)
    again = repeated(frame, schema)
    if not key or not again.any():
        return []
    place, suspects = (schema.name, key[0]), frame[again]
    if schema.on_key_conflict == "keep":
        return note("repeated_key", place, suspects, np.ones(len(suspects), bool), "count")
    by = [*(suspects[name] for name in key), *([part[again.to_numpy()]] if schema.merge else [])]
    same = suspects.groupby(by, dropna=False, sort=False).ngroup()
    rows = disputed(suspects, same, exclude=(*key, "source")).any(axis=1)
    return note("key_conflict", place, suspects, rows, "row")


def disputed(frame: pd.DataFrame, group: pd.Series, *, exclude: tuple[str, ...]) -> pd.DataFrame:
    """Return for each cell whether the rows of its group hold more than one value."""
    columns = [name for name in frame.columns if name not in exclude]
    first = frame[columns].groupby(group, sort=False).transform("first")
    differs = frame[columns].notna() & (frame[columns] != first).fillna(False)
    flags: pd.DataFrame = differs.groupby(group, sort=False).transform("any")
    return flags


def merged(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, list[Note], np.ndarray]:
    """Return one row per key, the cells set aside, and the labels of rows joined to another.

    Values that agree or complete each other are joined. Where sources disagree
    on a cell, the cell is set aside and the row is kept: a person must not
    vanish because two files differ on one answer.
    """
    key = key_columns(frame, schema)
    several = repeated(frame, schema)
    if not key or schema.on_key_conflict == "keep" or not several.any():
        return frame, [], np.empty(0, dtype=np.int64)
    part = frame[several]
    ids = part.groupby(key, dropna=False, sort=False).ngroup()
    flags = disputed(part, ids, exclude=(*key, "source"))
    notes = [
        n for c in flags for n in note("key_conflict", (schema.name, c), part, flags[c], "cell")
    ]
    lead = part.groupby(ids, sort=False).head(1).index
    joined = _joined(part, ids, flags)
    joined.index = lead
    rest = part.index.difference(lead)
    whole = frame.drop(index=rest)
    for name in joined.columns:
        whole[name] = whole[name].where(~whole.index.isin(lead), joined[name].reindex(whole.index))
    return whole, notes, rest.to_numpy()


def _joined(part: pd.DataFrame, ids: pd.Series, flags: pd.DataFrame) -> pd.DataFrame:
    """Return the first value of each column and group that no source disputes."""
    agreed = part.mask(flags.reindex(columns=part.columns, fill_value=False))
    joined = agreed.groupby(ids, sort=False).first().astype(part.dtypes.to_dict())
    if "source" in part:
        joined["source"] = part["source"].groupby(ids, sort=False).agg(_labels).astype("string")
    return joined


def _labels(labels: pd.Series) -> str:
    """Return the sources of merged rows, each once, in alphabetical order."""
    return ";".join(sorted({part for label in labels.dropna() for part in str(label).split(";")}))
