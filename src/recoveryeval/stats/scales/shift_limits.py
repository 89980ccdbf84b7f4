"""Limits of a shift as those shifts that the signed-rank test does not reject."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 200


def signed_rank_z(change: Floats, shift: float) -> float:
    """Return the test's z of changes (n,) less a shift, corrected for ties and continuity."""
    moved = change - shift
    moved = moved[moved != 0]
    n = len(moved)
    if n == 0:
        return 0.0
    size, place, counts = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[place.reshape(-1)]
    away = float(rank[moved > 0].sum()) - n * (n + 1) / 4
    ties = float((counts.astype(float) ** 3 - counts).sum()) / 48 if len(size) < n else 0.0
    variance = n * (n + 1) * (2 * n + 1) / 24 - ties
    return float(np.sign(away) * max(abs(away) - 0.5, 0.0) / np.sqrt(variance))


def inverted_limits(change: Floats, z: float) -> tuple[float, float]:
    """Return the shifts (low, high) between which |z| of changes (n,) stays below ``z``.

    NaN where even the largest shift is not rejected. The test changes at means
    of pairs only, so that halving ends at one of them.
    """
    low, high = float(change.min()), float(change.max())
    below = _crossing(change, low, high, z) if signed_rank_z(change, low) >= z else np.nan
    above = -_crossing(-change, -high, -low, z) if signed_rank_z(-change, -high) >= z else np.nan
    return below, above


def _crossing(change: Floats, low: float, high: float, z: float) -> float:
    """Return the shift at which the test's z falls below ``z``, rounded to a mean of two."""
    for _ in range(STEPS):
        middle = low + (high - low) / 2
        if not low < middle < high:
            break
        if signed_rank_z(change, middle) >= z:
            low = middle
        else:
            high = middle
    return high
