"""The mean of exp(-H r) over people with risks r, at many hazards H, as a smooth function of H.

It is a sum of falling exponentials, which a polynomial through Chebyshev points follows to the last
digits; with many people and many times that is cheaper than a matrix of people by times.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.survival.cells import Floats

BLOCK = 4_000_000
# Of exp(-H r) over a width w the n-th coefficient is below 2 exp(-n^2 / (2z + n)), z = w r / 2: so
# many points leave less than rounding does.
DIGITS = 40.0


def at_hazards(
    hazard: Floats, highest: float, exact: Callable[[Floats], NDArray[np.float64]], people: int
) -> NDArray[np.float64]:
    """Return a function (k, K) at hazards (K,), itself where that is cheap, else its polynomial.

    ``exact`` gives the function (k, K) at hazards (K,), ``highest`` is the highest risk.
    """
    low, high = float(hazard.min(initial=0.0)), float(hazard.max(initial=0.0))
    reach = (high - low) * highest / 2
    points = int(np.ceil(DIGITS / 2 + np.sqrt(DIGITS**2 / 4 + 2 * DIGITS * reach))) + 1
    if not (hazard.size * people > BLOCK and hazard.size > 4 * points):
        return exact(hazard)
    place = np.cos(np.pi * np.arange(points) / (points - 1))
    values = exact(low + (high - low) * (place + 1) / 2)
    ends = np.where((np.arange(points) % (points - 1)) == 0, 0.5, 1.0)
    angle = np.pi * np.outer(np.arange(points), np.arange(points)) / (points - 1)
    weights = np.cos(angle) * np.outer(ends, ends) * 2 / (points - 1)
    scaled = np.clip(2 * (hazard - low) / (high - low) - 1, -1.0, 1.0)
    return np.asarray(np.polynomial.chebyshev.chebval(scaled, weights @ values.T))
