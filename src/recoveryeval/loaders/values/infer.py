"""The type of a covariate whose mapping names none: a number if every cell is one, else text."""

from __future__ import annotations

import re
from typing import Literal

import pandas as pd

from recoveryeval.loaders.values.numbers import BLANK_WORDS, TOP_CODED

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_LEADING_ZERO = re.compile(r"0\d+")
FEW = 10
_CODES = (-1, -7, -8, -9, -77, -88, -95, -96, -97, -98, -99, -888, -999, -9999)


def inferred_type(texts: pd.Series) -> Literal["number", "string"]:
    """Return 'number' where all cells are plain numbers; 007 is text, since zeros would be lost.

    A top-coded cell, such as 90+, is a number among others.
    """
    found = [t for t in texts.unique() if t and t.casefold() not in BLANK_WORDS]
    plain = [bool(_NUMBER.fullmatch(t)) and not _LEADING_ZERO.fullmatch(t) for t in found]
    topped = [bool(TOP_CODED.fullmatch(t)) for t in found]
    every = all(a or b for a, b in zip(plain, topped, strict=True))
    return "number" if every and any(plain) else "string"


def looks_coded(values: pd.Series) -> bool:
    """Say whether numbers may be codes of a category: three to ten whole numbers."""
    found = values.dropna().unique()
    return 3 <= len(found) <= FEW and all(float(v).is_integer() for v in found)


def missing_like(values: pd.Series) -> int:
    """Return how many numbers are usual codes of a missing answer, where none else is negative."""
    codes = values.isin(_CODES)
    return int(codes.sum()) if not ((values < 0) & ~codes).any() and (values >= 0).any() else 0
