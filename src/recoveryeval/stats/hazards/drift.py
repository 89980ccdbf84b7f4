"""Telling a coefficient on its way to infinity from one that is nearly found.

Where the likelihood is monotone, each of Newton's steps moves the linear predictor by about one
while what is left to gain shrinks by the same factor. A step that gains next to nothing and still
moves the predictor is such a step: the information on its direction would leave the predictor
unknown by more than e^50. It is asked early. Later the information, a difference of large sums, is
rounding, and the same steps look like convergence.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recoveryeval.stats.survival.cells import Floats

GAIN = 1e-6  # of the log-likelihood, per unit of weight of an event
MOVE = 0.05  # range of the linear predictor


def drift_along(x: Floats, weight: float) -> Callable[[Floats, float], bool]:
    """Return whether a step (p,) of the coefficients of ``x`` (p, M) leads to infinity.

    ``weight`` is the mean weight of an event, so that weights of another size change nothing.
    """

    def drifts(step: Floats, decrement: float) -> bool:
        return decrement <= GAIN * weight and float(np.ptp(step @ x)) > MOVE

    return drifts
