"""The same fit told as ratios of times, of hazards or of odds."""

from __future__ import annotations

from typing import Literal

import numpy as np

from recoveryeval.stats.distributions.parametric_families import Distribution
from recoveryeval.stats.distributions.parametric_fit import ParametricFit

Ratio = Literal["time", "hazard", "odds"]
# Families in which covariates multiply something else than time as well.
FORMS: dict[Distribution, tuple[Ratio, ...]] = {
    "exponential": ("time", "hazard"),
    "weibull": ("time", "hazard"),
    "log_normal": ("time",),
    "log_logistic": ("time", "odds"),
    "generalized_gamma": ("time",),
    "spline": ("hazard",),
}


def reported(
    fit: ParametricFit, ratio: Ratio, turn: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return estimates (q,), their slope (q, q) in those of the fit, and names of shapes.

    With log T = x'b + s W, hazards (Weibull) and odds of the event (log-logistic) are multiplied
    by exp(-b / s) per unit, and time is raised to the power 1 / s. ``turn`` (p, p) leads to the
    coefficients of the formula's columns.
    """
    p, q = len(turn), len(fit.theta)
    units = np.eye(q)
    units[:p, :p] = turn
    if ratio == FORMS[fit.distribution][0]:
        return units @ fit.theta, units, fit.shapes
    rate = float(np.exp(-fit.theta[p])) if q > p else 1.0
    theta = np.append(-fit.theta[:p] * rate, -fit.theta[p:])
    slope = np.diag(np.append(np.full(p, -rate), np.full(q - p, -1.0)))
    if q > p:
        slope[:p, p] = fit.theta[:p] * rate
    return units @ theta, units @ slope, ("log(shape)",) * (q - p)
