"""Answers and counts given a linear predictor: log-likelihood, slope and curvature of each row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FamilyName = Literal["binomial", "poisson", "negative-binomial"]


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Of each row (and node): log-likelihood, its slope by the predictor, less its curvature.

    ``shape`` is the slope by the log of the negative binomial's size, zero elsewhere.
    """

    value: Floats
    slope: Floats
    curve: Floats
    shape: Floats


Family = Callable[[Floats, Floats, float], Terms]


def family(name: FamilyName) -> Family:
    """Return the function of answers (rows, 1), predictors (rows, K) and log size."""
    return {
        "binomial": _binomial,
        "poisson": _poisson,
        "negative-binomial": _negative_binomial,
    }[name]


def _binomial(y: Floats, eta: Floats, _: float) -> Terms:
    """Return the terms of yes-or-no answers with a logit link."""
    p = 1 / (1 + np.exp(-np.clip(eta, -700, 700)))
    value = y * eta - np.logaddexp(0, eta)
    return Terms(value, y - p, p * (1 - p), np.zeros(1))


def _poisson(y: Floats, eta: Floats, _: float) -> Terms:
    """Return the terms of counts whose variance is their mean, with a log link."""
    from scipy.special import gammaln

    mean = np.exp(np.clip(eta, -700, 700))
    return Terms(y * eta - mean - gammaln(y + 1), y - mean, mean, np.zeros(1))


def _negative_binomial(y: Floats, eta: Floats, log_size: float) -> Terms:
    """Return the terms of counts with variance mean + mean^2 / size, with a log link."""
    from scipy.special import digamma, gammaln

    size = float(np.exp(log_size))
    mean = np.exp(np.clip(eta, -700, 700))
    log_both = np.log(size + mean)
    value = (
        gammaln(y + size) - gammaln(size) - gammaln(y + 1)
        + size * (log_size - log_both) + y * (eta - log_both)
    )  # fmt: skip
    share = mean / (size + mean)
    shape = size * (
        digamma(y + size) - digamma(size) + log_size - log_both + 1 - (y + size) / (size + mean)
    )
    return Terms(value, y - (y + size) * share, (y + size) * share * (1 - share), shape)
