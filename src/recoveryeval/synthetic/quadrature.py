"""Integrals over time of functions that may be steep where an interval begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

NODES = 160
_POWER = 4


def integral(
    function: Callable[[np.ndarray], np.ndarray], end: float, breaks: Sequence[float] = ()
) -> np.ndarray:
    """Return the integral from 0 to ``end`` of a function of time, for each stratum.

    ``function`` maps times of shape (nodes, 1) to (nodes, strata). At a break a
    hazard may set in and be infinite for an instant, as a Weibull's is; times
    are drawn close together there.
    """
    bounds = [0.0, *sorted(b for b in set(breaks) if 0 < b < end), float(end)]
    unit, mass = _rule()
    total = np.zeros(1)
    for low, high in pairwise(bounds):
        time = low + (high - low) * unit**_POWER
        step = (high - low) * _POWER * unit ** (_POWER - 1) * mass
        total = total + (function(time[:, None]) * step[:, None]).sum(axis=0)
    return total


@cache
def _rule() -> tuple[np.ndarray, np.ndarray]:
    """Return the Gauss-Legendre points and weights on the unit interval, each (nodes,)."""
    point, weight = np.polynomial.legendre.leggauss(NODES)
    return (point + 1) / 2, weight / 2
