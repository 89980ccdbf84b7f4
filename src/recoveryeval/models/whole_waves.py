"""Waves that are whole numbers, whatever a missing value made of them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def whole_waves(wave: pd.Series) -> pd.Series:
    """Return waves that are whole numbers as such: 3, where a missing value made them 3.0."""
    if not pd.api.types.is_float_dtype(wave.dtype):
        return wave
    values = wave.to_numpy(dtype="float64", na_value=np.nan)
    whole = np.isfinite(values).all() and bool((values == np.round(values)).all())
    return pd.Series(values.astype(np.int64), index=wave.index) if whole else wave
