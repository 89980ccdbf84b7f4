"""When people leave: a proportional hazards Weibull time."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from recoveryeval.synthetic.effects import Effects


class Covariates(Protocol):
    """What a mechanism needs to know of people or of strata."""

    @property
    def arm(self) -> np.ndarray:
        """1 where coached."""

    @property
    def z(self) -> np.ndarray:
        """Severity in standard deviations."""

    @property
    def dual(self) -> np.ndarray:
        """1 with a dual diagnosis."""


def leaving_shift(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the log hazard ratio of leaving against the reference person."""
    return np.asarray(
        effects.leaving_coaching * who.arm
        + effects.leaving_severity * who.z
        + effects.leaving_dual * who.dual
    )


def leaving_hazard(days: np.ndarray, shift: np.ndarray, effects: Effects) -> np.ndarray:
    """Return the cumulative hazard of leaving; broadcasts days against the shift."""
    reach = np.maximum(days, 0.0) / effects.leaving_median_days
    return np.asarray(np.log(2.0) * reach**effects.leaving_shape * np.exp(shift))


def leaving_time(who: Covariates, effects: Effects, rng: np.random.Generator) -> np.ndarray:
    """Draw the continuous time of leaving by inverting the cumulative hazard, shape (n,)."""
    shift = leaving_shift(who, effects)
    drawn = rng.exponential(size=len(shift)) * np.exp(-shift) / np.log(2.0)
    return np.asarray(effects.leaving_median_days * drawn ** (1 / effects.leaving_shape))
