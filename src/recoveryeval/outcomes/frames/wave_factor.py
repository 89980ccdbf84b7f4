"""Waves named by words, in the order of time and not of the alphabet."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.waves import planned_day

_NUMBER = re.compile(r"(\d+)")
_UNIT = {"d": "day", "w": "week", "m": "month", "y": "year"}
_SAID = re.compile(
    r"(?:(?P<first>d|days?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?)[\W_]*(?P<after>\d+)"
    r"|(?P<before>\d+)[\W_]*(?P<last>d|days?|w|wks?|weeks?|mo|mos|months?|y|yrs?|years?))"
)


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
    term = load_vocabulary("wave").term(label) or _said(label)
    day = planned_day(pd.Series([term], dtype="string")).iloc[0]
    parts = _NUMBER.split(label.casefold())
    words = [(float(p), "") if p.isdecimal() else (-1.0, p) for p in parts]
    return (np.inf if pd.isna(day) else float(day)), words


def _said(label: str) -> str:
    """Return "month 0" or "12 mo" as ``unit_number``, and any other label as it is."""
    found = _SAID.fullmatch(label.strip().casefold())
    if found is None:
        return label
    unit, number = found["first"] or found["last"], found["after"] or found["before"]
    return f"{_UNIT[unit[0]]}_{number}"
