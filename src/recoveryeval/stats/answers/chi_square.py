"""Pearson's chi-square test of one share in several groups, and Yates' correction for two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A chi-square statistic, its degrees of freedom and its p value."""

    statistic: float
    df: float
    p_value: float


def chi_square(events: np.ndarray, people: np.ndarray, *, correct: bool = False) -> ChiSquare:
    """Test whether groups (g,) share one risk; not a number where all or none had the event.

    ``correct`` takes half a person, at most the distance itself, off every
    distance between a count and what is expected (Yates), as R does.
    """
    from scipy.special import chdtrc

    df = float(len(people) - 1)
    seen = np.stack([events, people - events])
    expected = seen.sum(axis=1, keepdims=True) * people / people.sum()
    if df < 1 or (expected <= 0).any():
        return ChiSquare(np.nan, df, np.nan)
    distance = np.abs(seen - expected)
    if correct:
        distance = distance - min(0.5, float(distance.min()))
    statistic = float((distance**2 / expected).sum())
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))
