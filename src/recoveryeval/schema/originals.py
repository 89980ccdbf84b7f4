"""Rows as the source had them, in text that can be read back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd


def originals(frame: pd.DataFrame, positions: np.ndarray) -> list[str]:
    """Return the rows at the positions (n,) as JSON objects, one text per row."""
    where, back = np.unique(positions, return_inverse=True)
    rows = frame.iloc[where].to_dict("records")
    texts = [
        json.dumps({str(k): _plain(v) for k, v in row.items()}, ensure_ascii=False) for row in rows
    ]
    return [texts[i] for i in back]


def _plain(value: Any) -> Any:
    """Return a cell as a JSON value; missing is null, infinite and dated cells are text."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if value != value else value if np.isfinite(value) else str(value)
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
