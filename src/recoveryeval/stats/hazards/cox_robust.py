"""Robust and clustered covariance of Cox coefficients (Lin and Wei 1989, doi:10.2307/2290085)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_likelihood import likelihood
from recoveryeval.stats.hazards.cox_residuals import scaled_scores, used_influence
from recoveryeval.stats.hazards.cox_steps import cox_steps
from recoveryeval.stats.sandwich import sandwich
from recoveryeval.stats.survival.cells import Ints


def robust_covariance(fit: CoxFit, cluster: ArrayLike | None = None) -> NDArray[np.float64]:
    """Return the robust covariance (p, p); ``cluster`` (N,) holds integer codes of the rows given.

    Without clusters each person of each row stands alone.
    """
    return sandwich(used_influence(fit), fit.data.n, _used(fit.data, cluster))


def robust_score_test(data: CoxData, cluster: ArrayLike | None = None) -> float:
    """Return the score statistic at no effect with a robust covariance, chi-square with p df.

    With groups as covariates, repeats as events and people as clusters it tests whether the mean
    number of events is the same in all groups. It is NaN where the covariance is singular.
    """
    zero = np.zeros(data.p)
    scores = scaled_scores(data, cox_steps(data, zero)) * data.weight
    spread = sandwich(scores, data.n, _used(data, cluster))
    if data.p == 0 or np.linalg.matrix_rank(spread, hermitian=True) < data.p:
        return float("nan")
    total = likelihood(data, zero).score
    return float(total @ np.linalg.solve(spread, total))


def _used(data: CoxData, cluster: ArrayLike | None) -> Ints | None:
    """Return cluster codes (M,) of the rows that carry information."""
    return None if cluster is None else np.asarray(cluster, dtype=np.int64)[data.layout.row]
