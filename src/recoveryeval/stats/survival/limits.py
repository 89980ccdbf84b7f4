"""Confidence limits of a survival probability on three scales."""

from __future__ import annotations

from statistics import NormalDist
from typing import Literal

import numpy as np

from recoveryeval.stats.survival.cells import Floats

ConfType = Literal["log-log", "log", "plain"]


def z_value(conf_level: float) -> float:
    """Return the two-sided normal quantile of a confidence level."""
    return NormalDist().inv_cdf(0.5 + conf_level / 2)


def critical_value(conf_level: float, df: float = float("inf")) -> float:
    """Return the two-sided quantile of t with ``df`` degrees of freedom, normal where infinite."""
    if df == float("inf"):
        return z_value(conf_level)
    from scipy.special import stdtrit

    return float(stdtrit(df, 0.5 + conf_level / 2))


def survival_limits(
    survival: Floats,
    std_error: Floats,
    *,
    conf_level: float,
    conf_type: ConfType,
    df: float = float("inf"),
) -> tuple[Floats, Floats]:
    """Return lower and upper limits (T,), within 0 and 1; NaN where survival is 0 or 1.

    A normal approximation has nothing to say where nobody, or everybody, had the event; the
    exact limits of ``exact_limits`` are meant for these rows.
    """
    z = critical_value(conf_level, df)
    inside = (survival > 0) & (survival < 1)
    s = np.where(inside, survival, 0.5)
    error = np.where(inside, std_error, np.nan)
    if conf_type == "plain":
        low, high = s - z * error, s + z * error
    elif conf_type == "log":
        low, high = s * np.exp(-z * error / s), s * np.exp(z * error / s)
    else:
        step = z * error / (s * -np.log(s))
        low, high = s ** np.exp(step), s ** np.exp(-step)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
