"""Limits of a difference from the limits of its two independent parts."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats

Part = tuple[Floats, Floats, Floats]


def difference_limits(
    first: Part, second: Part, correlation: Floats | float = 0.0
) -> tuple[Floats, Floats]:
    """Return limits (M,) of first minus second; each part is (estimate, low, high), (M,).

    The method of variance estimates recovery (Zou and Donner 2008, doi:10.1002/sim.3095). With
    symmetric normal limits it is the usual interval; it stays right where a part has limits of
    another kind because its own standard error is 0. Parts may have a ``correlation`` (M,).
    """
    a, low_a, high_a = first
    b, low_b, high_b = second
    low = a - b - reach(a - low_a, high_b - b, correlation)
    high = a - b + reach(high_a - a, b - low_b, correlation)
    return low, high


def reach(one: Floats, other: Floats, correlation: Floats | float) -> Floats:
    """Return how far (M,) a difference reaches whose parts reach so far and are correlated."""
    square = one**2 + other**2 - 2 * correlation * one * other
    return np.asarray(np.sqrt(np.maximum(square, 0.0)))
