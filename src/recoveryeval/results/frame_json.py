"""Tables in JSON: every column comes back with the type it had."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd


def frame_to_json(table: pd.DataFrame) -> dict[str, Any]:
    """Return a table's columns in terms JSON knows."""
    return {str(name): _column(table[name]) for name in table.columns}


def frame_from_json(columns: dict[str, Any]) -> pd.DataFrame:
    """Return the table that ``frame_to_json`` was given."""
    return pd.DataFrame({name: _series(column) for name, column in columns.items()})


def _column(column: pd.Series) -> dict[str, Any]:
    """Return a column's values and types; missing ones as null, odd numbers by name."""
    kind = column.dtype
    told: dict[str, Any] = {"type": str(kind)}
    if isinstance(kind, pd.CategoricalDtype):
        told |= {"type": "category", "ordered": bool(kind.ordered)}
        told["categories"] = _column(pd.Series(kind.categories))
        return {**told, "dtype": "int64", "values": [int(v) for v in column.cat.codes]}
    missing = column.isna()
    if pd.api.types.is_bool_dtype(kind) and not missing.any():
        return {**told, "dtype": "bool", "values": [bool(v) for v in column]}
    if pd.api.types.is_integer_dtype(kind) and not missing.any():
        return {**told, "dtype": "int64", "values": [int(v) for v in column]}
    if pd.api.types.is_numeric_dtype(kind):
        values = column.to_numpy(dtype="float64", na_value=np.nan)
        return {**told, "dtype": "float64", "values": [number_to_json(float(v)) for v in values]}
    words = [None if lost else str(v) for v, lost in zip(column, missing, strict=True)]
    none = bool(missing.any()) and all(v is None for v in column[missing])
    return {**told, "dtype": "text", "none": none, "values": words}


def number_to_json(value: float) -> Any:
    """Return a number, or the name of one that JSON has no sign for."""
    return value if math.isfinite(value) else {"__float__": str(value)}


def number_from_json(value: Any) -> Any:
    """Return the number that ``number_to_json`` was given; what is no number, as it is."""
    return float(value["__float__"]) if isinstance(value, dict) else value


def _series(column: dict[str, Any]) -> pd.Series:
    """Return a column with the type it had, or, where an older file does not say, its kind."""
    kind = column.get("type")
    values = [number_from_json(v) for v in column["values"]]
    if kind == "category":
        labels = _series(column["categories"])
        made = pd.Categorical.from_codes(
            values, categories=pd.Index(labels), ordered=column["ordered"]
        )
        return pd.Series(made)
    if column["dtype"] == "text":
        return _words(values, kind, none=bool(column.get("none")))
    found = pd.Series(values, dtype=column["dtype"])
    return found if kind in (None, column["dtype"]) else found.astype(kind)


def _words(values: list[Any], kind: str | None, *, none: bool) -> pd.Series:
    """Return a column of words; text types of other versions of pandas become this one's."""
    if kind in (None, "string"):
        return pd.Series(values, dtype="string")
    filled = values if none else [np.nan if v is None else v for v in values]
    found = pd.Series(filled, dtype=object)
    return found if kind == "object" else found.astype(pd.Series(["a"]).dtype)
