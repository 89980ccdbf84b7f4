"""How well the items of a scale hang together: alpha with its limits, and each item's part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Coefficient alpha of a set of items with Feldt's limits."""

    value: float
    low: float
    high: float


def alpha(items: Floats, conf_level: float) -> Alpha:
    """Return alpha of items (n, k), n and k at least 2, some total varying."""
    from scipy.special import fdtri

    n, k = items.shape
    value = coefficient(items)
    tail, df = (1 - conf_level) / 2, ((n - 1), (n - 1) * (k - 1))
    low = 1 - (1 - value) * float(fdtri(*df, 1 - tail))
    high = 1 - (1 - value) * float(fdtri(*df, tail))
    return Alpha(value, low, high)


def coefficient(items: Floats) -> float:
    """Return alpha of items (n, k) alone."""
    k = items.shape[1]
    total = items.sum(axis=1).var(ddof=1)
    return float(k / (k - 1) * (1 - items.var(axis=0, ddof=1).sum() / total))


def alpha_without(items: Floats) -> Floats:
    """Return alpha when each item is left out, shape (k,); NaN where two are too few."""
    k = items.shape[1]
    if k < 3:
        return np.full(k, np.nan)
    return np.array([coefficient(np.delete(items, j, axis=1)) for j in range(k)])
