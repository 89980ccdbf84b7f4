"""Waves named by words, in the order of time and not of the alphabet."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.waves import planned_day

_NUMBER = re.compile(r"(\d+)")


def in_time(wave: pd.Series | None) -> pd.Series | None:
    """Return waves named by words as an ordered factor; numbers and factors as they are.

    Words that say a planned day ('baseline', 'month_3', '12 months') come in
    the order of their days; the others follow, numbers in them by size.
    """
    if wave is None or isinstance(wave.dtype, pd.CategoricalDtype):
        return wave
    levels = [level for level in wave.dropna().unique() if isinstance(level, str)]
    if not levels or len(levels) < wave.nunique():
        return wave
    ordered = sorted(levels, key=_place)
    return pd.Series(pd.Categorical(wave.astype(object), ordered, ordered=True), index=wave.index)


def _place(label: str) -> tuple[float, list[tuple[float, str]]]:
    """Return what a label is sorted by: its planned day, then its words and numbers."""
    term = load_vocabulary("wave").term(label) or label
    day = planned_day(pd.Series([term], dtype="string")).iloc[0]
    parts = _NUMBER.split(label.casefold())
    words = [(float(p), "") if p.isdecimal() else (-1.0, p) for p in parts]
    return (np.inf if pd.isna(day) else float(day)), words
