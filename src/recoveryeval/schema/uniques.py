"""Conversions done once per distinct value, then spread over the column."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError

# NUL, byte order mark and zero-width characters are invisible and never meant.
_INVISIBLE = re.compile("[\x00\ufeff\u200b\u200c\u200d\u2060]")


def factorized(series: pd.Series) -> tuple[np.ndarray, list[Any]]:
    """Return codes (n,) with -1 where missing, and the distinct values."""
    try:
        codes, found = pd.factorize(series, use_na_sentinel=True)
    except TypeError:
        raise SchemaError(
            "Some cells hold lists or other objects instead of single values",
            code="RE-S04",
            column=str(series.name),
            do="Give one value per cell.",
        ) from None
    return np.asarray(codes), list(found)


def spread(
    codes: np.ndarray, values: Sequence[Any], dtype: str, index: pd.Index | None = None
) -> pd.Series:
    """Return a column from codes (n,) into values; -1 and None become missing."""
    held = pd.array([*(pd.NA if v is None else v for v in values), pd.NA], dtype=dtype)
    return pd.Series(held.take(codes), index=index)


def flagged(codes: np.ndarray, flags: Sequence[bool]) -> np.ndarray:
    """Return a mask (n,) from flags per distinct value; a missing cell is False."""
    held = np.array([*flags, False], dtype=bool)
    return np.asarray(held[codes])


def text_of(value: Any) -> str | None:
    """Return a cell as trimmed text, or None where it holds nothing readable."""
    if isinstance(value, str):
        tidy = value.isprintable() and value == value.strip()
        return (value or None) if tidy else _trimmed(value)
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | np.integer | Decimal):
        return str(value)
    if isinstance(value, float | np.floating):
        return _number_text(float(value))
    if isinstance(value, dt.date):
        stamp = pd.Timestamp(value)
        return str(stamp.date() if stamp == stamp.normalize() else stamp)
    return None


def _number_text(value: float) -> str | None:
    """Return a number as text, whole numbers without a decimal point."""
    if math.isnan(value):
        return None
    return str(int(value)) if value.is_integer() else repr(value)


def _trimmed(text: str) -> str | None:
    """Return a text without invisible characters and outer blanks."""
    return _INVISIBLE.sub("", text).replace("\xa0", " ").strip() or None
