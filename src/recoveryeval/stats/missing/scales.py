"""Scales on which estimates of several imputations are near normal, so that they can be pooled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """A monotone transformation, its inverse, and its slope at an estimate."""

    forward: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def _same(x: Floats) -> Floats:
    """Return the values."""
    return x


SCALES: dict[str, Scale] = {
    "identity": Scale(_same, _same, np.ones_like),
    "log": Scale(np.log, np.exp, lambda x: 1 / x),
    "logit": Scale(
        lambda x: np.log(x / (1 - x)), lambda z: 1 / (1 + np.exp(-z)), lambda x: 1 / (x * (1 - x))
    ),
    "log-log": Scale(
        lambda x: np.log(-np.log(x)), lambda z: np.exp(-np.exp(z)), lambda x: 1 / (x * np.log(x))
    ),
}
EVEN = 1e-6


def even(name: str, estimate: Floats, low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Return for each row (m, rows) -> (rows,) whether limits lie evenly around it on a scale."""
    to = SCALES[name].forward
    with np.errstate(all="ignore"):
        middle, a, b = to(estimate), to(low), to(high)
        off = np.abs((a + b) / 2 - middle) <= EVEN * np.abs(b - a)
    return np.asarray((off & (np.abs(b - a) > 0)).all(axis=0))


def finite_on(name: str, estimate: Floats) -> NDArray[np.bool_]:
    """Return for each row (m, rows) -> (rows,) whether all its estimates exist on a scale."""
    with np.errstate(all="ignore"):
        return np.asarray(np.isfinite(SCALES[name].forward(estimate)).all(axis=0))
