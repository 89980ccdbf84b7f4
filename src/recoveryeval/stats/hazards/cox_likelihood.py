"""Partial log-likelihood of a Cox model with its first two derivatives.

Sums over risk sets are turned around: the information is a sum over rows of x x' times the hazard
that the row has seen, less a sum over event times of the squared mean covariates. No matrix per
event time is formed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_steps import Steps, cox_steps
from recoveryeval.stats.survival.cells import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """Log-likelihood, score (p,) and information (p, p), on the scaled covariates."""

    value: float
    score: Floats
    information: NDArray[np.float64]


# No risk differs from another by a factor of e^300; sums of such risks overflow.
WIDEST = 300.0


def predictor_range(data: CoxData, beta: Floats) -> float:
    """Return the range of the linear predictor for coefficients (p,)."""
    return float(np.ptp(beta @ data.x)) if data.x.size else 0.0


def likelihood(data: CoxData, beta: Floats) -> Likelihood:
    """Return the partial log-likelihood at coefficients (p,) of the scaled covariates.

    It is minus infinity where no computer could tell it from a limit.
    """
    if predictor_range(data, beta) > WIDEST:
        return Likelihood(-np.inf, np.zeros(data.p), np.eye(data.p))
    steps = cox_steps(data, beta)
    seen = steps.risk * hazard_seen(data, steps)
    linear = float(beta @ data.event_x) + data.event_offset - steps.shift * data.event_amount
    value = linear - float(steps.log.sum())
    score = data.event_x - data.x @ seen
    return Likelihood(value, score, weighted_information(data, steps, seen))


def hazard_seen(data: CoxData, steps: Steps, time_weight: Floats | None = None) -> Floats:
    """Return the hazard (M,) each row has seen, as the tie rule counts it for tied events.

    The hazard of each event time may be counted ``time_weight`` (T,) times.
    """
    hazard, unseen = steps.h, steps.unseen_h
    if time_weight is not None:
        hazard, unseen = hazard * time_weight, unseen * time_weight[steps.at]
    seen = data.layout.spans(hazard)
    seen[data.ties.row] -= unseen[data.ties.place]
    return seen


def weighted_information(
    data: CoxData, steps: Steps, seen: Floats, time_weight: Floats | None = None
) -> NDArray[np.float64]:
    """Return the information (p, p), each event time counted ``time_weight`` (T,) times.

    ``seen`` (M,) is risk times the hazard seen, with the same weights.
    """
    weight, h, h2 = steps.weight[steps.at], steps.h[steps.at], steps.h2
    if time_weight is not None:
        k = time_weight[steps.at]
        weight, h, h2 = weight * k, h * k, h2 * time_weight
    cross = (steps.c * h) @ steps.g[:, steps.at].T
    squares = (steps.c * weight) @ steps.c.T + (steps.g * h2) @ steps.g.T
    total = (data.x * seen) @ data.x.T - squares - cross - cross.T
    return np.asarray((total + total.T) / 2)
