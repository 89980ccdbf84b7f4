"""A logistic fit, and Firth's in its place where covariates separate the outcome."""

from __future__ import annotations

import numpy as np

from recoveryeval.engines.glm import GlmFit, fit_binomial
from recoveryeval.errors import EstimationError
from recoveryeval.stats.answers.firth_logistic import firth_logistic

SEPARATED = "RE-E08"


def fit_or_penalize(
    events: np.ndarray, n: np.ndarray, x: np.ndarray, *, balanced: bool = True
) -> tuple[GlmFit, bool]:
    """Return the fit of x (cells, q), and whether it had to be penalized.

    ``balanced`` shifts the intercept of a penalized fit so that its shares add
    up to the events seen, as standardized risks need.
    """
    try:
        return fit_binomial(events, n, x), False
    except EstimationError as told:
        if told.code != SEPARATED:
            raise
    found = firth_logistic(events, n, x)
    if not found.converged:
        raise EstimationError(
            "The regression did not converge, with and without a penalty",
            code="RE-E11",
            do="Use fewer covariates, or merge levels that hold few events.",
        )
    beta = found.beta.copy()
    if balanced:
        beta[0] = found.intercept
    fit = GlmFit(beta, found.covariance, found.scores, found.fitted, found.log_likelihood)
    return fit, True
