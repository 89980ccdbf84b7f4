"""What a family says about answers: means, slopes and spreads at a linear predictor."""

from __future__ import annotations

from typing import Literal

import numpy as np

from recoveryeval.stats.survival.cells import Floats

Family = Literal["binomial", "poisson", "gaussian"]
EXTREME = 1e-8
TINY = float(np.finfo(float).eps)


def mean_of(family: Family, predictor: Floats) -> Floats:
    """Return means (N,) under the family's own link."""
    if family == "gaussian":
        return predictor
    if family == "poisson":
        return np.asarray(np.maximum(np.exp(predictor), TINY))
    return np.asarray(np.clip(1 / (1 + np.exp(-predictor)), TINY, 1 - TINY))


def variance_of(family: Family, mean: Floats) -> Floats:
    """Return the variance (N,) that goes with means; it is their slope by the predictor, too."""
    if family == "gaussian":
        return np.ones_like(mean)
    return mean if family == "poisson" else np.asarray(mean * (1 - mean))


def first_guess(family: Family, y: Floats, exposure: Floats) -> Floats:
    """Return predictors (N,), exposure left out, near answers but away from the edges."""
    if family == "gaussian":
        return np.asarray(y - exposure)
    if family == "poisson":
        return np.asarray(np.log((y + y.mean()) / 2) - exposure)
    near = (y + 0.5) / 2
    return np.asarray(np.log(near / (1 - near)) - exposure)


def at_an_edge(family: Family, mean: Floats) -> bool:
    """Return whether some fitted share is 0 or 1, or some rate nothing beside the others."""
    if family == "binomial":
        return bool(mean.min() < EXTREME or mean.max() > 1 - EXTREME)
    return bool(family == "poisson" and mean.min() < EXTREME * mean.max())
