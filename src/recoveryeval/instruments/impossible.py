"""Answers and scores that no form of an instrument can have."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from recoveryeval.instruments.instrument import Instrument
from recoveryeval.instruments.response_formats import ENOUGH_SHIFTED, MOST_OUTSIDE
from recoveryeval.instruments.score_names import other_ways

MOST_ERRORS = 0.5  # beyond it the values are those of another scoring, and not errors

Range = tuple[float, float]


def impossible_answers(values: np.ndarray, instrument: Instrument) -> np.ndarray:
    """Return which answers (n,) lie outside the range of every format of an instrument."""
    formats = instrument.formats.values()
    low, high = min(f.minimum for f in formats), max(f.maximum for f in formats)
    shifted = [(low - 1, high - 1), (low + 1, high + 1)] if any(f.whole for f in formats) else []
    return _errors(values, (low, high), shifted)


def impossible_scores(values: np.ndarray, instrument: Instrument, scale: str) -> np.ndarray:
    """Return which recorded scores (n,) lie outside the range of a scale."""
    rule = instrument.scales[scale]
    return _errors(values, (rule.minimum, rule.maximum), other_ways(rule).values())


def _errors(values: np.ndarray, ends: Range, others: Iterable[Range]) -> np.ndarray:
    """Return which values (n,) lie outside, unless another way of scoring explains them all.

    Values of another scoring are left for who scores them, to be refused there
    as a whole: single ones set aside would leave the rest looking possible.
    """
    seen = values[np.isfinite(values)]
    outside: np.ndarray = np.isfinite(values) & ((values < ends[0]) | (values > ends[1]))
    n = int(outside.sum())
    if n < ENOUGH_SHIFTED or n <= MOST_OUTSIDE * len(seen):
        return outside
    otherwise = any(bool(((seen >= low) & (seen <= high)).all()) for low, high in others)
    if otherwise or n > MOST_ERRORS * len(seen):
        return np.zeros(len(values), dtype=bool)
    return outside
