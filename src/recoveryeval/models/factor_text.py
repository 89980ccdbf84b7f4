"""Levels of a factor as text, the same for strings, categories, and numbers inside C()."""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np
import pandas as pd

from recoveryeval.models.groups import label

_WRAPPED = re.compile(r"\bC\(\s*`?([^`(),]+?)`?\s*[,)]")


def wrapped(formula: str) -> frozenset[str]:
    """Return the names that a formula takes as factors by C()."""
    return frozenset(_WRAPPED.findall(formula))


def factor_text(column: pd.Series, levels: Collection[str]) -> np.ndarray:
    """Return each value (N,) as the text of its level; 1.0 is level 1 where there is no 1.0."""
    if pd.api.types.is_numeric_dtype(column.dtype) and not pd.api.types.is_bool_dtype(column.dtype):
        return np.array([label(value) for value in column], dtype=object)
    text = column.astype(str).to_numpy(dtype=object)
    known = set(levels)
    return np.array([t if t in known else label(v) for t, v in zip(text, column, strict=True)])
