"""Wald limits and tests of shares, as most papers print them; they need large counts.

A difference has the normal limits of two independent shares; ratios have
theirs on the log scale (Katz for the risk ratio, Woolf for the odds ratio).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from recoveryeval.stats.answers.two_proportions import Compare, Limits, TwoCounts, critical


@dataclass(frozen=True, slots=True)
class WaldTest:
    """Standard error (of the log, for ratios), z, its p value and the limits."""

    std_error: float
    z: float
    p_value: float
    limits: Limits


def wald_share(events: float, n: float, conf_level: float) -> Limits:
    """Return Wald limits of one share; not a number where it is zero or one."""
    p = events / n
    if not 0 < p < 1:
        return Limits(math.nan, math.nan)
    half = critical(conf_level) * math.sqrt(p * (1 - p) / n)
    return Limits(p - half, p + half)


def wald(counts: TwoCounts, compare: Compare, conf_level: float) -> WaldTest:
    """Return Wald limits and test of one comparison; not a number without a standard error."""
    from scipy.special import ndtr

    value, error = _value_and_error(counts, compare)
    if not (math.isfinite(value) and error > 0):
        return WaldTest(math.nan, math.nan, math.nan, Limits(math.nan, math.nan))
    half, z = critical(conf_level) * error, value / error
    ends = value - half, value + half
    limits = Limits(*(ends if compare == "difference" else map(math.exp, ends)))
    return WaldTest(error, z, float(2 * ndtr(-abs(z))), limits)


def _value_and_error(counts: TwoCounts, compare: Compare) -> tuple[float, float]:
    """Return the difference or the log of the ratio, and its standard error."""
    a, n1, c, n0 = counts.events1, counts.n1, counts.events0, counts.n0
    p1, p0 = a / n1, c / n0
    if compare == "difference":
        return p1 - p0, math.sqrt(p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0)
    if a == 0 or c == 0:
        return math.nan, math.nan
    if compare == "ratio":
        return math.log(p1 / p0), math.sqrt(max(1 / a - 1 / n1 + 1 / c - 1 / n0, 0.0))
    b, d = n1 - a, n0 - c
    if b == 0 or d == 0:
        return math.nan, math.nan
    return math.log(a * d / (b * c)), math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
