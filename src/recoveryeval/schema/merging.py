"""Rows of one key that complete each other, joined into one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.keys import compared_columns, disputed, key_columns, repeated
from recoveryeval.schema.note import Note, note
from recoveryeval.schema.table_schema import TableSchema


def merged(frame: pd.DataFrame, schema: TableSchema) -> tuple[pd.DataFrame, list[Note], np.ndarray]:
    """Return one row per key, the cells set aside, and the labels of rows joined to another.

    Values that agree or complete each other are joined. Where rows disagree on
    a cell, the cell is set aside and the row is kept: a person must not vanish
    because two files, or two visits in one file, differ on one answer.
    """
    key = key_columns(frame, schema)
    several = repeated(frame, schema)
    if not key or schema.on_key_conflict == "keep" or not several.any():
        return frame, [], np.empty(0, dtype=np.int64)
    part = frame[several]
    ids = part.groupby(key, dropna=False, sort=False).ngroup()
    flags = disputed(part[compared_columns(part, schema)], ids)
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
    """Return the first value of each column and group that no row disputes."""
    agreed = part.mask(flags.reindex(columns=part.columns, fill_value=False))
    joined = agreed.groupby(ids, sort=False).first().astype(part.dtypes.to_dict())
    for name in part.columns:
        if name not in flags and str(name).endswith("_raw"):
            joined[name] = part[name].groupby(ids, sort=False).agg(_words).astype("string")
    if "source" in part:
        joined["source"] = part["source"].groupby(ids, sort=False).agg(_labels).astype("string")
    return joined


def _words(words: pd.Series) -> str | None:
    """Return the words of merged rows, each once, in alphabetical order."""
    return " / ".join(sorted(set(words.dropna()))) or None


def _labels(labels: pd.Series) -> str:
    """Return the sources of merged rows, each once, in alphabetical order."""
    return ";".join(sorted({part for label in labels.dropna() for part in str(label).split(";")}))
