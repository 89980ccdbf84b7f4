"""Exact limits of counts that come by chance, and of the ratio of two of them."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats


def upper_without_counts(amount: Floats, conf_level: float) -> Floats:
    """Return the upper limit (M,) of a mean per unit of ``amount`` (M,) in which nothing happened.

    Events that come by chance alone are zero with probability exp(-mean x amount); the limit is
    where that is half of what the confidence level leaves. Infinite where there is no amount.
    """
    share = (1 - conf_level) / 2
    return np.where(amount > 0, -np.log(share) / np.maximum(amount, 1e-300), np.inf)


def poisson_limits(count: float, conf_level: float) -> tuple[float, float]:
    """Return exact limits of the mean of a Poisson count (Garwood 1936, doi:10.2307/2333958)."""
    from scipy.special import gammaincinv

    share = (1 - conf_level) / 2
    low = float(gammaincinv(count, share)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - share))


def poisson_ratio_limits(
    counts: tuple[float, float], exposures: tuple[float, float], conf_level: float
) -> tuple[float, float]:
    """Return exact limits of the first rate over the second, infinite where nothing bounds it.

    Given the sum of two Poisson counts the first is binomial, so that Clopper and Pearson's limits
    of its share give limits of the ratio of rates.
    """
    from scipy.special import betaincinv

    (a, b), (s, t) = counts, exposures
    share = (1 - conf_level) / 2
    low = float(betaincinv(a, b + 1, share)) if a > 0 else 0.0
    high = float(betaincinv(a + 1, b, 1 - share)) if b > 0 else 1.0
    return low / (1 - low) * t / s, high / (1 - high) * t / s if high < 1 else float("inf")


def poisson_ratio_p_value(counts: tuple[float, float], exposures: tuple[float, float]) -> float:
    """Return the two-sided p value of equal rates that goes with the limits of their ratio."""
    from scipy.special import betainc

    (a, b), (s, t) = counts, exposures
    share = s / (s + t)
    at_most = float(betainc(b, a + 1, 1 - share)) if b > 0 else 1.0
    at_least = float(betainc(a, b + 1, share)) if a > 0 else 1.0
    return min(1.0, 2 * min(at_most, at_least))
