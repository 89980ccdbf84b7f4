"""Weeks of a person as one string: + use, - none, * mixed, o missed, _ not due."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.weekly.symbols import SYMBOLS


def from_text(patterns: pd.Series) -> pd.DataFrame:
    """Return pattern strings as rows: ``person`` (position), ``week`` from 1, ``symbol``.

    An unknown symbol is refused with the number of people it concerns.
    """
    if patterns.isna().any():
        raise OutcomeError(
            "Some people have no weekly pattern",
            code="RE-W01",
            rows=int(patterns.isna().sum()),
            do="Leave them out, or give an empty pattern of 'o' for weeks that were due.",
        )
    text = patterns.astype(str).to_numpy(dtype=str)
    weeks = np.char.str_len(text).astype("int64")
    letters = np.array(list("".join(text)), dtype=object)
    person = np.repeat(np.arange(len(text)), weeks)
    stray = ~np.isin(letters, list(SYMBOLS)) if len(letters) else np.zeros(0, dtype=bool)
    if stray.any():
        raise OutcomeError(
            "Weekly patterns hold symbols other than + - * o _",
            code="RE-W02",
            rows=len(np.unique(person[stray])),
            do="Recode each week to one of these five symbols.",
        )
    before = np.repeat(np.cumsum(weeks) - weeks, weeks)
    week = np.arange(len(person)) - before + 1
    return pd.DataFrame(
        {"person": person, "week": week, "symbol": pd.array(letters, dtype="string")}
    )


def to_text(weeks: pd.DataFrame) -> pd.Series:
    """Return one string per person of rows ``person``, ``week``, ``symbol``."""
    ordered = weeks.sort_values(["person", "week"])
    return ordered.groupby("person")["symbol"].agg("".join)
