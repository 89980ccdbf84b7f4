"""Agreement of two raters beyond chance: kappa, plain or weighted, with its large-sample error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Weighting = Literal["none", "linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Kappa with its standard error, and the agreement that was seen and that chance makes."""

    value: float
    std_error: float
    observed: float
    expected: float


def kappa(counts: Floats, weighting: Weighting) -> Kappa:
    """Return kappa of a square table of counts (k, k): one rater's category by the other's.

    NaN where chance alone makes full agreement, as with one category in use.
    """
    n = counts.sum()
    p = counts / n
    w = _weights(len(counts), weighting)
    row, column = p.sum(axis=1), p.sum(axis=0)
    observed = float((w * p).sum())
    expected = float((w * np.outer(row, column)).sum())
    if expected >= 1 - 1e-12:
        return Kappa(np.nan, np.nan, observed, expected)
    value = (observed - expected) / (1 - expected)
    margins = (w @ column)[:, None] + (row @ w)[None, :]
    spread = (p * (w - margins * (1 - value)) ** 2).sum() - (value - expected * (1 - value)) ** 2
    return Kappa(value, float(np.sqrt(max(spread, 0.0) / n)) / (1 - expected), observed, expected)


def _weights(k: int, weighting: Weighting) -> Floats:
    """Return agreement weights (k, k): 1 on the diagonal."""
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(float)
    if weighting == "none":
        return np.asarray(apart == 0, dtype=np.float64)
    share = apart / max(k - 1, 1)
    return np.asarray(1 - (share if weighting == "linear" else share**2))
