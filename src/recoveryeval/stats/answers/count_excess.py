"""How much counts vary beyond the family without spread: where a fit with spread begins."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.answers.count_records import CountData, CountFit


def excess_spread(data: CountData, simple: CountFit) -> float:
    """Return a moment estimate of the spread beyond the limit: 1 / theta, or 1 / phi."""
    eta = data.x @ simple.point
    if simple.family != "binomial":
        mean = data.exposure * np.exp(eta)
        above = (data.y - mean) ** 2 - data.y
        if simple.family == "truncated-poisson":
            above += mean**2 / np.expm1(mean)
        return float(data.amount @ above) / float(data.amount @ mean**2)
    p = 1 / (1 + np.exp(-eta))
    w, m = p * (1 - p), data.exposure
    # Tarone's score: what the variance of a correlated count exceeds the binomial one by.
    above = (data.y - m * p) ** 2 - m * w - (1 - 2 * p) * (data.y - m * p)
    most = float(data.amount @ (m * (m - 1) * w))
    rho = float(data.amount @ above) / most if most > 0 else 0.0
    return rho / max(1 - rho, 1e-3)
