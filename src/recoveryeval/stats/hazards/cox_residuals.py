"""Residuals of a Cox model, one per row given: martingale, score, Schoenfeld, influence.

All people of a cell share one residual. Tied events see only part of their own moment's hazard, as
Efron's rule has it; other implementations use Breslow's residuals there, which makes robust errors
wrong wherever events tie.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_likelihood import hazard_seen
from recoveryeval.stats.hazards.cox_steps import Steps, cox_steps
from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Schoenfeld:
    """For each row with an event (K,): its place among the rows given, time, stratum, residual.

    ``residual`` (K, p) is the covariate less its mean in the risk set; ``scaled`` (K, p) varies
    over time around the coefficient as the log hazard ratio does. Rows are in order of time.
    """

    row: Ints
    time: Floats
    stratum: Ints
    residual: NDArray[np.float64]
    scaled: NDArray[np.float64]


def martingale_residuals(fit: CoxFit) -> Floats:
    """Return events less expected events (N,), per person of each row."""
    data, steps = fit.data, cox_steps(fit.data, fit.beta)
    left = -steps.relative * hazard_seen(data, steps)
    left[data.event_row] += 1.0
    return data.layout.spread(left)


def score_residuals(fit: CoxFit) -> NDArray[np.float64]:
    """Return each row's part (N, p) of the score, per person and without its weight."""
    data = fit.data
    scores = scaled_scores(data, cox_steps(data, fit.beta))
    return data.layout.spread(scores * data.scale[:, None]).T


def influence(fit: CoxFit) -> NDArray[np.float64]:
    """Return how far one person of each row moves the coefficients (N, p); known as dfbeta."""
    return fit.data.layout.spread(used_influence(fit)).T


def used_influence(fit: CoxFit) -> Floats:
    """Return the influence (p, M) of one person of each row that carries information."""
    data = fit.data
    scores = scaled_scores(data, cox_steps(data, fit.beta))
    return np.asarray((fit.covariance * data.scale) @ (scores * data.weight))


def schoenfeld_residuals(fit: CoxFit) -> Schoenfeld:
    """Return covariates of people with the event less the mean covariates of their risk set."""
    data, steps = fit.data, cox_steps(fit.data, fit.beta)
    rows = data.event_row
    rows = rows[np.lexsort((data.layout.row[rows], data.layout.time[data.layout.last[rows]]))]
    where = data.layout.last[rows]
    residual = (data.x[:, rows] - steps.mean_x[:, where]).T * data.scale
    scaled = residual @ fit.covariance * fit.n_event + fit.coefficients
    return Schoenfeld(
        data.layout.row[rows], data.layout.time[where], data.layout.stratum[where], residual, scaled
    )


def scaled_scores(data: CoxData, steps: Steps) -> Floats:
    """Return score residuals (p, M) for the scaled covariates, per person."""
    scores = data.layout.spans(steps.moved_h)
    scores[:, data.ties.row] -= steps.unseen_moved_h[:, data.ties.place]
    scores -= data.x * hazard_seen(data, steps)
    scores *= steps.relative
    rows = data.event_row
    scores[:, rows] += data.x[:, rows] - steps.mean_x[:, data.layout.last[rows]]
    return scores
