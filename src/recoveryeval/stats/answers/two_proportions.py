"""One and two proportions: Wilson's limits, score limits of difference, ratio and odds ratio.

Score limits invert a test whose variance is taken at the proportions most
likely under the tested value, so they hold for small numbers and for no event
at all, where Wald limits do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Compare = Literal["difference", "ratio", "odds ratio"]
_ROUNDS = 70


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower and upper confidence limit."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TwoCounts:
    """Events and people in the reference group and in the group compared with it."""

    events0: float
    n0: float
    events1: float
    n1: float


def critical(conf_level: float) -> float:
    """Return the two-sided normal critical value."""
    from scipy.special import ndtri

    return float(ndtri(0.5 + conf_level / 2))


def wilson(events: float, n: float, conf_level: float) -> Limits:
    """Return Wilson's limits of one proportion."""
    z, p = critical(conf_level), events / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low = 0.0 if events == 0 else float(middle - half)
    return Limits(low, 1.0 if events == n else float(middle + half))


def score_limits(counts: TwoCounts, compare: Compare, conf_level: float) -> Limits:
    """Return the limits within which the score test does not reject (Miettinen & Nurminen 1985)."""
    z = critical(conf_level)
    if compare == "difference":
        return Limits(*(_cross(counts, compare, side, -1.0, 1.0) for side in (z, -z)))
    open_low = counts.events1 == 0 or (compare == "odds ratio" and counts.events0 == counts.n0)
    open_high = counts.events0 == 0 or (compare == "odds ratio" and counts.events1 == counts.n1)
    return Limits(
        0.0 if open_low else float(np.exp(_cross(counts, compare, z, -30.0, 30.0))),
        float("inf") if open_high else float(np.exp(_cross(counts, compare, -z, -30.0, 30.0))),
    )


def _cross(counts: TwoCounts, compare: Compare, z: float, low: float, high: float) -> float:
    """Return where the falling score statistic passes z."""
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if score_statistic(counts, compare, middle) > z:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def score_statistic(counts: TwoCounts, compare: Compare, value: float) -> float:
    """Return the score statistic at a difference, or at the log of a ratio."""
    p0, p1 = _most_likely(counts, compare, value)
    v0, v1 = p0 * (1 - p0) / counts.n0, p1 * (1 - p1) / counts.n1
    seen0, seen1 = counts.events0 / counts.n0, counts.events1 / counts.n1
    total = counts.n0 + counts.n1
    if compare == "odds ratio":
        spread = 1 / max(v0 * counts.n0**2, 1e-300) + 1 / max(v1 * counts.n1**2, 1e-300)
        gap, variance = counts.n1 * (seen1 - p1), 1 / spread
    elif compare == "difference":
        gap, variance = seen1 - seen0 - value, v0 + v1
    else:
        gap, variance = seen1 - np.exp(value) * seen0, v1 + np.exp(2 * value) * v0
    if abs(gap) < 1e-15:
        return 0.0
    return float(gap / np.sqrt(max(variance, 1e-300) * total / (total - 1)))


def _most_likely(counts: TwoCounts, compare: Compare, value: float) -> tuple[float, float]:
    """Return the two proportions that are most likely under the value."""
    low, high = 0.0, 1.0
    if compare == "difference":
        low, high = max(0.0, -value), min(1.0, 1.0 - value)
    elif compare == "ratio":
        high = min(1.0, float(np.exp(-value)))
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        if _slope(counts, compare, value, middle) > 0:
            low = middle
        else:
            high = middle
    p0 = (low + high) / 2
    return p0, _second(compare, value, p0)[0]


def _second(compare: Compare, value: float, p0: float) -> tuple[float, float]:
    """Return the second proportion that goes with the first, and its slope in the first."""
    if compare == "difference":
        return p0 + value, 1.0
    if compare == "ratio":
        return p0 * float(np.exp(value)), float(np.exp(value))
    odds = np.exp(value)
    denominator = 1 - p0 + odds * p0
    return float(odds * p0 / denominator), float(odds / denominator**2)


def _slope(counts: TwoCounts, compare: Compare, value: float, p0: float) -> float:
    """Return the slope of the log-likelihood in the first proportion."""
    p1, slope = _second(compare, value, p0)
    return _binomial_slope(counts.events0, counts.n0, p0) + slope * _binomial_slope(
        counts.events1, counts.n1, p1
    )


def _binomial_slope(events: float, n: float, p: float) -> float:
    """Return the slope of a binomial log-likelihood; steep at the ends where data forbid them."""
    p = min(max(p, 1e-300), 1 - 1e-16)
    return events / p - (n - events) / (1 - p)


def fisher(counts: TwoCounts) -> float:
    """Return the two-sided p value of Fisher's exact test."""
    from scipy.stats import fisher_exact

    table = [
        [counts.events0, counts.n0 - counts.events0],
        [counts.events1, counts.n1 - counts.events1],
    ]
    return float(fisher_exact(np.rint(table).astype(int)).pvalue)
