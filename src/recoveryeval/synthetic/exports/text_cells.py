"""Typed columns as the text that an export holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd


def text(column: pd.Series) -> pd.Series:
    """Return a column as text, blank where it is missing."""
    return column.astype("string").fillna("").astype(object)


def dates(column: pd.Series, form: str = "%Y-%m-%d") -> pd.Series:
    """Return dates as text, blank where they are missing."""
    return column.dt.strftime(form).astype("string").fillna("").astype(object)


def whole(column: pd.Series) -> pd.Series:
    """Return numbers as whole numbers in text, blank where they are missing."""
    return text(column.astype("Float64").round().astype("Int64"))


def money(column: pd.Series) -> pd.Series:
    """Return amounts with two decimals, blank where they are missing."""
    held = column.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    words = ["" if np.isnan(value) else f"{value:.2f}" for value in held]
    return pd.Series(words, index=column.index, dtype=object)


def coded(column: pd.Series, codes: Mapping[str, str]) -> pd.Series:
    """Return terms as the codes that stand for them (term to code), blank where missing."""
    return text(text(column).map(codes))
