"""The covariates that drive everything, and their exact joint distribution.

Severity is Binomial(8, 1/2), so that every truth is a finite sum over strata
rather than an integral, and so that it can be standardized over exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from recoveryeval.synthetic.effects import Effects

SEVERITY_TOP = 8
ARMS = ("usual care", "coaching")


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """All (severity, dual diagnosis, arm) strata with their probabilities.

    ``z``, ``dual``, ``arm``: covariates, shape (36,). ``joint``: P(stratum).
    ``population``: P(severity, dual), the weight when the arm is set by intervention.
    """

    z: np.ndarray
    dual: np.ndarray
    arm: np.ndarray
    joint: np.ndarray
    population: np.ndarray

    def has(self, arm: int) -> bool:
        """Say whether anybody is in an arm."""
        return bool(self.joint[self.arm == arm].sum() > 0)

    def weights(self, arm: int, *, intervened: bool) -> np.ndarray:
        """Return the strata's weights among people of an arm, or had everyone been in it."""
        base = self.population if intervened else self.joint
        inside = np.where(self.arm == arm, base, 0.0)
        return np.asarray(inside / inside.sum())


def standard(severity: np.ndarray) -> np.ndarray:
    """Return severity in standard deviations from its mean."""
    return np.asarray((severity - SEVERITY_TOP / 2) / np.sqrt(SEVERITY_TOP / 4))


def logistic(share: float, shift: np.ndarray | float) -> np.ndarray:
    """Return the probability whose odds are the share's odds times exp(shift)."""
    if share == 0:
        return np.zeros_like(np.asarray(shift, dtype="float64"))
    return np.asarray(1 / (1 + (1 - share) / share * np.exp(-np.asarray(shift, dtype="float64"))))


def strata(effects: Effects) -> Strata:
    """Return the joint distribution of severity, dual diagnosis and arm."""
    severity, dual, arm = (
        part.ravel() for part in np.meshgrid(np.arange(SEVERITY_TOP + 1), [0, 1], [0, 1])
    )
    z = standard(severity)
    mass = np.array([comb(SEVERITY_TOP, int(k)) for k in severity]) / 2**SEVERITY_TOP
    has_dual = logistic(effects.dual_share, effects.dual_severity * z)
    coached = logistic(effects.coaching_share, effects.confounding * z)
    population = mass * np.where(dual == 1, has_dual, 1 - has_dual)
    joint = population * np.where(arm == 1, coached, 1 - coached)
    return Strata(z=z, dual=dual, arm=arm, joint=joint, population=population)
