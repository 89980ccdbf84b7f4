"""What a fit of counts takes and gives: rows with exposure and covariates, and estimates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.answers.count_families import SPREAD, Family
from recoveryeval.stats.survival.cells import Floats

Ending = Literal["converged", "not converged", "separated"]


@dataclass(frozen=True, slots=True, eq=False)
class CountData:
    """Counts, exposures and amounts (N,) with covariates ``x`` (N, q)."""

    y: Floats
    exposure: Floats
    x: NDArray[np.float64]
    amount: Floats


@dataclass(frozen=True, slots=True, eq=False)
class CountFit:
    """Estimates ``point`` (q,) or, with spread, (q + 1,), the last one being tau.

    ``information`` is less the curvature there; ``scores`` (N, q or q + 1) are of one person of
    each row. ``asked`` is the family asked for and ``family`` the one fitted, its limit where the
    data hold no spread. Without an estimate ``ending`` says why.
    """

    family: Family
    asked: Family
    point: Floats
    information: NDArray[np.float64]
    scores: NDArray[np.float64]
    log_likelihood: float
    ending: Ending

    @property
    def tau(self) -> float:
        """The parameter of spread; infinite where there is none."""
        return float(self.point[-1]) if self.family in SPREAD else float("inf")

    @property
    def beta(self) -> Floats:
        """The coefficients (q,)."""
        return self.point[:-1] if self.family in SPREAD else self.point
