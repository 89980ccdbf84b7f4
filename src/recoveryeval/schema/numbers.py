"""Numbers: finite, inside their plausible range, whole where they must be."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import SchemaError
from recoveryeval.schema.cells import Cells, without
from recoveryeval.schema.table_schema import Field
from recoveryeval.schema.texts import blank_mask
from recoveryeval.schema.uniques import factorized, flagged, text_of

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_INFINITE = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


def number_cells(column: pd.Series, field: Field) -> Cells:
    """Return a column as Float64 or Int64; impossible cells are set aside by reason."""
    plain = pd.api.types.is_numeric_dtype(column.dtype) and column.dtype.kind in "iuf"
    values, unread, repairs = _plain(column) if plain else _parsed(column)
    bad = _impossible(values, field)
    if unread is not None and unread.any():
        bad["unreadable_value"] = unread | bad.get("unreadable_value", unread)
    held = without(pd.Series(values, index=column.index), bad)
    typed = pd.array(held.to_numpy(), dtype="Float64")
    dtype = "Int64" if field.type == "integer" else "Float64"
    result = pd.Series(typed, index=column.index).astype(dtype)
    return Cells(result, blank_mask(result, bad), bad, repairs)


def _plain(column: pd.Series) -> tuple[np.ndarray, None, dict[str, int]]:
    """Return a numeric column as floats (n,), NaN where missing."""
    return column.to_numpy(dtype="float64", na_value=np.nan), None, {}


def _parsed(column: pd.Series) -> tuple[np.ndarray, np.ndarray, dict[str, int]]:
    """Return a column of other type as floats (n,), the unreadable cells, and the repairs."""
    codes, found = factorized(column)
    numbers = [_number(value) for value in found]
    unread = [n is None for n in numbers]
    _refuse_decimal_commas(column, codes, found)
    values = np.array([np.nan if n is None else n for n in numbers] + [np.nan])[codes]
    wrong = flagged(codes, unread)
    parsed = int((~np.isnan(values)).sum())
    return values, wrong, {"number_from_text": parsed} if parsed else {}


def _number(value: Any) -> float | None:
    """Return a cell as a number (NaN where empty), or None where it is not one."""
    if isinstance(value, bool | np.bool_):
        return None
    text = text_of(value)
    if text is None:
        return np.nan
    if _NUMBER.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return np.inf
    return None


def _impossible(values: np.ndarray, field: Field) -> dict[str, np.ndarray]:
    """Return the masks (n,) of infinite, negative, out-of-range and broken whole numbers."""
    masks = {"not_finite": np.isinf(values)}
    rest = np.isfinite(values)
    low = rest & (values < (-np.inf if field.minimum is None else field.minimum))
    if field.minimum is not None and field.minimum >= 0:
        masks["negative_value"] = rest & (values < 0)
        low &= values >= 0
    masks["outside_range"] = low | (rest & (values > (field.maximum or np.inf)))
    if field.type == "integer":
        outside = np.logical_or.reduce(list(masks.values()))
        masks["unreadable_value"] = rest & ~outside & (values != np.floor(values))
    return {reason: mask for reason, mask in masks.items() if mask.any()}


def _refuse_decimal_commas(column: pd.Series, codes: np.ndarray, found: list[Any]) -> None:
    """Refuse numbers with a decimal comma, which could also mark thousands."""
    commas = [isinstance(v, str) and bool(_DECIMAL_COMMA.fullmatch(v.strip())) for v in found]
    if any(commas):
        raise SchemaError(
            "Numbers are written with a comma, which may mark decimals or thousands",
            code="RE-F11",
            column=str(column.name),
            rows=int(flagged(codes, commas).sum()),
            do="Declare the decimal sign in the mapping, or convert the column to numbers.",
        )
