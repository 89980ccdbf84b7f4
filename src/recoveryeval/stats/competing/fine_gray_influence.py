"""Influence of rows on a Fine-Gray model, with the part that comes from estimating the weights.

A row pulls the coefficients by its own score, and by moving the censoring (and entry) distribution
that weighs people with a competing event. Leaving the second part out makes errors too small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.stats.competing.fine_gray import FineGrayFit, FineGraySteps, fine_gray_steps
from recoveryeval.stats.competing.fine_gray_data import FineGrayData
from recoveryeval.stats.sandwich import sandwich
from recoveryeval.stats.survival.cells import Floats
from recoveryeval.stats.survival.weight_influence import ahead, stayed, weight_pulls


def fine_gray_influence(fit: FineGrayFit, *, weights_known: bool = False) -> NDArray[np.float64]:
    """Return how far one person of each row moves the coefficients (N, p).

    ``weights_known`` leaves out the estimation of the weights (R's ``coxph`` on ``finegray`` data).
    """
    data = fit.data
    steps = fine_gray_steps(data, fit.beta)
    scores = data.weight * _own_scores(data, steps)
    if not weights_known and data.stay_row.size:
        scores = scores + _weight_scores(data, steps)
    return np.asarray((scores.T * data.scale) @ fit.inverse_information)


def fine_gray_covariance(
    fit: FineGrayFit, cluster: ArrayLike | None = None, *, weights_known: bool = False
) -> NDArray[np.float64]:
    """Return the robust covariance (p, p); ``cluster`` (N,) holds integer codes of the rows."""
    pulls = fine_gray_influence(fit, weights_known=weights_known).T
    codes = None if cluster is None else np.asarray(cluster, dtype=np.int64)
    return sandwich(pulls, fit.data.n, codes)


def _own_scores(data: FineGrayData, steps: FineGraySteps) -> Floats:
    """Return each row's own score (p, N), per person."""
    seen = data.seen(np.vstack([steps.hazard, steps.hazard * steps.mean_x]))
    scores = -steps.relative * (data.x * seen[0] - seen[1:])
    rows = data.event_row
    scores[:, rows] += data.x[:, rows] - steps.mean_x[:, data.weights.grid.last[rows]]
    return np.asarray(scores)


def _weight_scores(data: FineGrayData, steps: FineGraySteps) -> Floats:
    """Return what each row (p, N) does to the score by moving the weights, per person."""

    def slope(c: int) -> Floats:
        """Return the slope (p, D + 1) of the score by a fall of log W in group c."""
        here = stayed(data, steps.relative, c)
        to_come = ahead(data, np.vstack([steps.hazard, steps.hazard * steps.mean_x]), c)
        slopes = here[1:] * to_come[0] - here[0] * to_come[1:]
        return np.concatenate([slopes, np.zeros((data.p, 1))], axis=1)

    return weight_pulls(data, slope)
