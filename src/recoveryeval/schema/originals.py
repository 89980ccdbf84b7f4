"""Rows as the source had them, in text that can be read back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.schema.uniques import factorized


def originals(frame: pd.DataFrame, positions: np.ndarray) -> list[str]:
    """Return the rows at the positions (n,) as JSON objects, one text per row."""
    if not len(positions):
        return []
    where, back = np.unique(positions, return_inverse=True)
    rows = frame.iloc[where]
    names = [json.dumps(str(name), ensure_ascii=False) for name in rows.columns]
    columns = [
        [f"{name}: {text}" for text in _dumped(rows.iloc[:, i])] for i, name in enumerate(names)
    ]
    texts = ["{" + ", ".join(cells) + "}" for cells in zip(*columns, strict=True)]
    return [texts[i] for i in back]


def _dumped(column: pd.Series) -> list[str]:
    """Return the cells of a column as JSON texts; each distinct value is written once."""
    mixed = column.dtype == object and pd.api.types.infer_dtype(column).startswith("mixed")
    if mixed:  # 1, 1.0 and True would count as one value
        return [json.dumps(_plain(value), ensure_ascii=False) for value in column]
    codes, found = factorized(column)
    texts = [json.dumps(_plain(value), ensure_ascii=False) for value in found]
    return [*np.array([*texts, "null"], dtype=object)[codes]]


def _plain(value: Any) -> Any:
    """Return a cell as a JSON value; missing is null, infinite and dated cells are text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if np.isnan(value) else value if np.isfinite(value) else str(value)
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
