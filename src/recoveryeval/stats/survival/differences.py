"""Limits of a difference from the limits of its two independent parts."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats

Part = tuple[Floats, Floats, Floats]


def difference_limits(first: Part, second: Part) -> tuple[Floats, Floats]:
    """Return limits (M,) of first minus second; each part is (estimate, low, high), (M,).

    The method of variance estimates recovery (Zou and Donner 2008, doi:10.1002/sim.3095). With
    symmetric normal limits it is the usual interval; it stays right where a part has limits of
    another kind because its own standard error is 0.
    """
    a, low_a, high_a = first
    b, low_b, high_b = second
    low = a - b - np.hypot(a - low_a, high_b - b)
    high = a - b + np.hypot(high_a - a, b - low_b)
    return low, high
