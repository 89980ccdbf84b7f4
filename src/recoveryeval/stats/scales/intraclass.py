"""Intraclass correlations of scores given twice or more: agreement, consistency, one-way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Form = Literal["agreement", "consistency", "one-way"]


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Correlation of single scores, its limits, and the error of measurement in points.

    ``k`` scores were given to each person.
    """

    value: float
    low: float
    high: float
    error: float
    k: int

    @property
    def mean(self) -> Intraclass:
        """The correlation of means of k scores, by Spearman and Brown, and its limits.

        NaN where single scores correlate so negatively that there is none.
        """
        ones = (self.value, self.low, self.high)
        under = [1 + (self.k - 1) * r for r in ones]
        up = [self.k * r / u if u > 0 else np.nan for r, u in zip(ones, under, strict=True)]
        return Intraclass(up[0], up[1], up[2], self.error / np.sqrt(self.k), self.k)


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of people, occasions and what is left; within people; n and k."""

    people: float
    occasions: float
    left: float
    within: float
    n: int
    k: int


def intraclass(scores: Floats, form: Form, conf_level: float) -> Intraclass:
    """Return the correlation of single scores (n, k) with McGraw and Wong's limits."""
    ms = _squares(scores)
    if form == "agreement":
        return _agreement(ms, conf_level)
    noise = ms.left if form == "consistency" else ms.within
    df = (ms.n - 1) * (ms.k - 1) if form == "consistency" else ms.n * (ms.k - 1)
    ratio = ms.people / noise
    upper, lower = _f(conf_level, ms.n - 1, df), _f(conf_level, df, ms.n - 1)
    value = (ratio - 1) / (ratio + ms.k - 1)
    low = (ratio / upper - 1) / (ratio / upper + ms.k - 1)
    high = (ratio * lower - 1) / (ratio * lower + ms.k - 1)
    return Intraclass(value, low, high, float(np.sqrt(noise)), ms.k)


def _agreement(ms: _Squares, conf_level: float) -> Intraclass:
    """Return the correlation that counts a shift between occasions as disagreement."""
    n, k = ms.n, ms.k
    shift = ms.occasions - ms.left
    value = (ms.people - ms.left) / (ms.people + (k - 1) * ms.left + k * shift / n)
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    df = (a * ms.occasions + b * ms.left) ** 2 / (
        (a * ms.occasions) ** 2 / (k - 1) + (b * ms.left) ** 2 / ((n - 1) * (k - 1))
    )
    rest = k * ms.occasions + (k * n - k - n) * ms.left
    upper, lower = _f(conf_level, n - 1, df), _f(conf_level, df, n - 1)
    low = n * (ms.people - upper * ms.left) / (upper * rest + n * ms.people)
    high = n * (lower * ms.people - ms.left) / (rest + n * lower * ms.people)
    error = float(np.sqrt(max(shift / n, 0.0) + ms.left))
    return Intraclass(value, low, high, error, k)


def _squares(scores: Floats) -> _Squares:
    """Return the mean squares of scores (n, k)."""
    n, k = scores.shape
    grand = scores.mean()
    people = k * ((scores.mean(axis=1) - grand) ** 2).sum()
    occasions = n * ((scores.mean(axis=0) - grand) ** 2).sum()
    total = ((scores - grand) ** 2).sum()
    left = total - people - occasions
    return _Squares(
        people=float(people / (n - 1)),
        occasions=float(occasions / (k - 1)),
        left=float(left / ((n - 1) * (k - 1))),
        within=float((total - people) / (n * (k - 1))),
        n=n,
        k=k,
    )


def _f(conf_level: float, above: float, below: float) -> float:
    """Return the upper quantile of F that a two-sided limit needs."""
    from scipy.special import fdtri

    return float(fdtri(above, below, 0.5 + conf_level / 2))
