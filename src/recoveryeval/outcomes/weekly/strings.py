"""Weeks of a person as one string: + use, - none, * mixed, o missed, _ not due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError

SYMBOLS = "+-*o_"
Reading = Literal["positive", "negative", "missing"]
_CODE = {"positive": 1, "negative": 0, "missing": -1}


@dataclass(frozen=True, slots=True, eq=False)
class WeekStrings:
    """Weeks (people, longest) as symbol codes, with each person's number of weeks (people,).

    Weeks beyond a person's last one hold -9 and never count as anything.
    """

    symbols: np.ndarray
    weeks: np.ndarray


def from_text(patterns: pd.Series) -> WeekStrings:
    """Return the weeks of pattern strings; an unknown symbol is refused with its count."""
    if patterns.isna().any():
        raise OutcomeError(
            "Some people have no weekly pattern",
            code="RE-W01",
            rows=int(patterns.isna().sum()),
            do="Leave them out, or give an empty pattern of 'o' for weeks that were due.",
        )
    text = patterns.astype(str).to_numpy(dtype=str)
    weeks = np.char.str_len(text).astype(int)
    width = max(int(weeks.max(initial=0)), 1)
    points = (
        np.ascontiguousarray(text.astype(f"U{width}")).view(np.uint32).reshape(len(text), width)
    )
    codes = np.full(points.shape, -1)
    for code, symbol in enumerate(SYMBOLS):
        codes[points == ord(symbol)] = code
    inside = np.arange(width) < weeks[:, None]
    stray = inside & (codes < 0)
    if stray.any():
        raise OutcomeError(
            "Weekly patterns hold symbols other than + - * o _",
            code="RE-W02",
            rows=int(stray.any(axis=1).sum()),
            do="Recode each week to one of these five symbols.",
        )
    return WeekStrings(np.where(inside, codes, -9), weeks)


def read_as(strings: WeekStrings, reading: Mapping[str, Reading]) -> np.ndarray:
    """Return weeks (people, longest) as 1 use, 0 none, -1 unknown, -9 beyond the last week."""
    table = np.full(len(SYMBOLS), -1)
    for symbol, meaning in {"+": "positive", "-": "negative", **reading}.items():
        table[SYMBOLS.index(symbol)] = _CODE[meaning]
    return np.where(strings.symbols >= 0, table[np.maximum(strings.symbols, 0)], -9)
