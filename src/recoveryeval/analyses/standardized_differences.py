"""How two groups of people differ in what was known at intake, in standard deviations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.cohorts.candidates import MADE
from recoveryeval.schema.table_schema import load_table
from recoveryeval.schema.vocabulary import load_vocabulary

MOST_LEVELS = 12
# Codes of places and birth years say what age and site say, and come close to naming people.
_NOT = ("person_id", "episode_id", "source", "birth_year", "zip3", *MADE)
_FIRST = ("arm", "age", "sex", "ethnicity", "site", "referral_source")

Row = dict[str, Any]


def known_columns(frame: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """Return columns known at intake that hold numbers or a few answers."""
    names = [
        str(name)
        for name in frame.columns
        if (known.get(str(name)) in ("always", "anchor") or name in ("age", "arm"))
        and name not in _NOT
        and _comparable(frame[name])
    ]
    return [*(n for n in _FIRST if n in names), *(n for n in names if n not in _FIRST)]


def _comparable(column: pd.Series) -> bool:
    """Return whether a column holds numbers, or few enough answers to compare."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype) or column.nunique(dropna=False) < 2:
        return False
    return bool(pd.api.types.is_numeric_dtype(column.dtype) or column.nunique() <= MOST_LEVELS)


def difference_rows(column: pd.Series, first: np.ndarray, second: np.ndarray) -> Iterator[Row]:
    """Yield the standardized difference of each number or answer, first minus second group.

    A number: the difference of means by the root of the mean of both variances;
    an answer: the same for its share. Missing answers are an answer of their own.
    """
    if _is_number(column):
        values = column.to_numpy(dtype="float64", na_value=np.nan)
        yield _row("", *(_numbers(values[mask]) for mask in (first, second)))
        texts = column.isna().map({True: "not recorded", False: ""}).astype("string")
        levels = ["not recorded"] if column[first | second].isna().any() else []
    else:
        texts = _answers(column).fillna("not recorded")
        levels = sorted(texts[first | second].unique())
    for level in levels:
        yes = (texts == level).to_numpy(dtype=bool)
        yield _row(str(level), *(_shares(yes[mask]) for mask in (first, second)))


def _is_number(column: pd.Series) -> bool:
    """Return whether a column is measured, and no code of two or fewer answers."""
    number = pd.api.types.is_numeric_dtype(column.dtype)
    return bool(number and not pd.api.types.is_bool_dtype(column.dtype) and column.nunique() > 2)


def _numbers(values: np.ndarray) -> tuple[float, float, int]:
    """Return mean, variance and count of the known values."""
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return float("nan"), float("nan"), len(known)
    return float(known.mean()), float(known.var(ddof=1)), len(known)


def _shares(yes: np.ndarray) -> tuple[float, float, int]:
    """Return share, its variance p (1 - p), and count."""
    share = float(yes.mean()) if len(yes) else float("nan")
    return share, share * (1 - share), len(yes)


def _answers(column: pd.Series) -> pd.Series:
    """Return answers in words where the column has a vocabulary."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return column.astype("boolean").map({True: "yes", False: "no"}, na_action="ignore")
    texts = column.astype("string")
    for table in ("person", "episode"):
        for field in load_table(table).fields:
            if field.name == column.name and field.vocabulary:
                terms = load_vocabulary(field.vocabulary)
                known = texts.isin(list(terms.terms))
                return texts.where(~known, texts[known].map(terms.label)).astype("string")
    return texts


def _row(level: str, first: tuple[float, float, int], second: tuple[float, float, int]) -> Row:
    """Return the row of one comparison; without spread there is no scale to standardize by."""
    spread = np.sqrt((first[1] + second[1]) / 2)
    base = {"level": level, "n": first[2] + second[2], "estimand": "standardized difference"}
    if not spread > 0:
        same = first[0] == second[0]
        told = {"estimate": 0.0, "status": "ok", "reason": ""}
        lack = {"status": "not_estimable", "reason": "no spread, or too few people, in a group"}
        return {**base, **(told if same else lack)}
    return {**base, "estimate": (first[0] - second[0]) / spread, "status": "ok", "reason": ""}
