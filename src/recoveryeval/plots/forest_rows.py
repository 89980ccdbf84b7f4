"""The rows of a forest plot: which of a tidy table, and how each is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

NAMED_BY = ("term", "cause", "contrast", "group", "level")
NOT_DRAWN = ("intercept", "all terms")
NO_NUMBER = "not_estimable"
SMALL_SHARE = 0.1
WHEN_ALIKE: tuple[str, ...] = ("contrast", "group", "term")


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One estimate with its limits; ``compares`` says whether no difference has a place."""

    name: str
    estimate: float
    low: float
    high: float
    known: bool
    compares: bool


def forest_rows(tidy: pd.DataFrame, words: Mapping[str, str]) -> list[ForestRow]:
    """Return the rows to draw: of one estimand, since two do not share an axis."""
    table = tidy
    estimand = words.get("estimand")
    if estimand is not None:
        table = table[table["estimand"] == estimand]
    elif "contrast" in table and _filled(table["contrast"]).any():
        table = table[_filled(table["contrast"]) | _numeric_terms(table)]
    if estimand is None and "estimand" in table and len(table):
        table = table[table["estimand"] == table["estimand"].iloc[0]]
    naming = _naming(table)
    return [_row(row, naming, words) for row in table.to_dict("records")]


def _numeric_terms(table: pd.DataFrame) -> pd.Series:
    """Return which rows are coefficients of numbers, beside the contrasts of factors."""
    compared = _filled(table["contrast"])
    if "term" not in table or "estimand" not in table:
        return compared
    like = table["estimand"] == table.loc[compared, "estimand"].iloc[0]
    own = _filled(table["term"]) & ~table["term"].isin(NOT_DRAWN)
    return ~compared & like & own & (_filled(table["estimate"]) | (table["status"] == NO_NUMBER))


def is_share(tidy: pd.DataFrame, words: Mapping[str, str]) -> bool:
    """Return whether the estimates are shares of people, shown as percentages."""
    if "estimand" not in tidy or words.get("scale") == "ratio" or tidy.empty:
        return False
    first = str(tidy["estimand"].iloc[0])
    return first in ("survival", "cumulative incidence") or first.startswith(
        ("difference in survival", "difference in cumulative incidence")
    )


def numbers_of(row: ForestRow, *, share: bool) -> str:
    """Return a row's estimate and limits as text."""
    if not row.known:
        return "not estimable"
    values = (row.estimate, row.low, row.high)
    whole = all(float(v).is_integer() for v in values if np.isfinite(v))
    small = all(abs(v) < SMALL_SHARE for v in values if np.isfinite(v))
    told = [_told(value, share=share, whole=whole, small=small) for value in values]
    if np.isnan(row.low) and np.isnan(row.high):
        return f"{told[0]} (no limits)"
    return f"{told[0]} ({told[1]} to {told[2]})"


def _told(value: float, *, share: bool, whole: bool, small: bool) -> str:
    """Return a number as text: percentages (but small ones) and whole numbers without decimals."""
    if np.isnan(value):
        return "?"
    if np.isinf(value):
        return "no limit"
    if share:
        digits = 1 if small else 0
        return f"{round(100 * value, digits) + 0.0:.{digits}f}%"  # adding 0 turns -0 into 0
    digits = 0 if whole or abs(value) >= 1000 else 2
    return f"{round(value, digits) + 0.0:,.{digits}f}"


def _naming(table: pd.DataFrame) -> list[str]:
    """Return the columns that tell the rows apart; what is compared if all rows are alike."""
    filled = [c for c in NAMED_BY if c in table and _filled(table[c]).any()]
    varying = [c for c in filled if len(table[c].unique()) > 1]
    if "time" in table and len(table["time"].unique()) > 1:
        varying.append("time")
    return varying or [c for c in WHEN_ALIKE if c in filled][:1]


def _row(row: Mapping[Any, Any], naming: list[str], words: Mapping[str, str]) -> ForestRow:
    """Return one row with its name."""
    named = [c for c in naming if not pd.isna(row[c]) and str(row[c])]
    unit, step = words.get("unit", ""), words.get(f"per: {row.get('term')}")
    parts = [f"{row[c]:g} {unit}".strip() if c == "time" else str(row[c]) for c in named]
    parts += [step] if step and "term" in named else []
    contrast = row.get("contrast")
    tested = not pd.isna(row.get("p_value", np.nan))
    return ForestRow(
        name=_merged(", ".join(parts), row) or "estimate",
        estimate=float(row["estimate"]),
        low=float(row.get("conf_low", np.nan)),
        high=float(row.get("conf_high", np.nan)),
        known=row["status"] != "not_estimable" and not pd.isna(row["estimate"]),
        compares=tested or not (contrast is None or pd.isna(contrast) or contrast == ""),
    )


def _merged(name: str, row: Mapping[Any, Any]) -> str:
    """Return 'arm: b - a' for the term 'arm: b' and its contrast 'b - a', said once."""
    term, contrast = str(row.get("term", "")), str(row.get("contrast", ""))
    factor, colon, level = term.partition(": ")
    if colon and contrast.startswith(f"{level} - "):
        return name.replace(f"{term}, {contrast}", f"{factor}: {contrast}")
    return name


def _filled(column: pd.Series) -> pd.Series:
    """Return which values are there and not empty."""
    return column.notna() & (column.astype("string").fillna("") != "")
