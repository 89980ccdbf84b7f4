"""The Cox proportional-hazards model: maximum partial likelihood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_likelihood import (
    WIDEST,
    Likelihood,
    likelihood,
    predictor_range,
)
from recoveryeval.stats.hazards.design_columns import DesignFaults, design_faults
from recoveryeval.stats.hazards.drift import drift_along
from recoveryeval.stats.newton import Maximum, maximize
from recoveryeval.stats.survival.cells import Floats

Ending = Literal["converged", "no events", "monotone", "not converged"]

# A last step this large, in ranges of the linear predictor, at a point where the likelihood no
# longer rises, shows a coefficient on its way to infinity.
STILL_MOVING = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class CoxFit:
    """Log hazard ratios (p,) with their model covariance (p, p), both in the units of x.

    ``ending`` is "converged", or says why there is no estimate: then ``coefficients`` and
    ``covariance`` are NaN. ``diverging`` lists covariates whose coefficient runs off to infinity
    ("monotone": the Firth fit is the fallback). ``beta`` (p,) is the coefficient of the scaled
    covariates, which residuals and curves start from. ``score_statistic`` is the score test.
    """

    coefficients: Floats
    covariance: NDArray[np.float64]
    beta: Floats
    log_likelihood: float
    log_likelihood_null: float
    score_statistic: float
    n_event: float
    n_steps: int
    ending: Ending
    diverging: tuple[int, ...]
    data: CoxData


def null_likelihood(data: CoxData) -> Likelihood:
    """Return the likelihood where no covariate matters."""
    return likelihood(data, np.zeros(data.p))


def cox_faults(data: CoxData, null: Likelihood | None = None) -> DesignFaults:
    """Return the places of covariates that no Cox model could estimate from these data.

    ``null`` is the likelihood where no covariate matters, where it is known already.
    """
    return design_faults((null_likelihood(data) if null is None else null).information)


def cox(data: CoxData, null: Likelihood | None = None) -> CoxFit:
    """Return the maximum of the partial likelihood; raise where columns are collinear."""
    null = null_likelihood(data) if null is None else null
    if data.event_amount == 0:
        return _without_estimate(data, "no events", null, None)
    if design_faults(null.information):
        raise EstimationError(
            "Some covariates are constant, or sums of others, among the people compared",
            code="RE-E18",
            do="Leave these covariates out of the model.",
        )
    top = _top(data, null)
    at_limit = top.drifting or top.converged or predictor_range(data, top.point) > WIDEST / 4
    if at_limit and _diverging(data, top):
        return _without_estimate(data, "monotone", null, top)
    if not top.converged:
        return _without_estimate(data, "not converged", null, top)
    final = likelihood(data, top.point)
    return CoxFit(
        coefficients=top.point / data.scale,
        covariance=np.linalg.inv(final.information) / np.outer(data.scale, data.scale),
        beta=top.point,
        log_likelihood=final.value,
        log_likelihood_null=null.value,
        score_statistic=float(null.score @ np.linalg.solve(null.information, null.score)),
        n_event=float(data.ties.count.sum()),
        n_steps=top.steps,
        ending="converged",
        diverging=(),
        data=data,
    )


def _top(data: CoxData, null: Likelihood) -> Maximum:
    """Return where the likelihood is highest, or where it was seen to rise for ever."""
    drifts = drift_along(data.x, data.event_amount / float(data.ties.count.sum()))
    return maximize(
        lambda beta: likelihood(data, beta), np.zeros(data.p), drifts=drifts, first=null
    )


def _diverging(data: CoxData, top: Maximum) -> tuple[int, ...]:
    """Return covariates whose coefficient was still moving when the likelihood stood still."""
    moving = np.abs(top.last_step) * np.ptp(data.x, axis=1) > STILL_MOVING
    return tuple(np.flatnonzero(moving).tolist())


def _without_estimate(
    data: CoxData, ending: Ending, null: Likelihood, top: Maximum | None
) -> CoxFit:
    """Return a fit that says why it has no numbers."""
    nothing = np.full(data.p, np.nan)
    return CoxFit(
        coefficients=nothing,
        covariance=np.full((data.p, data.p), np.nan),
        beta=nothing,
        log_likelihood=float("nan"),
        log_likelihood_null=null.value,
        score_statistic=float("nan"),
        n_event=float(data.ties.count.sum()),
        n_steps=0 if top is None else top.steps,
        ending=ending,
        diverging=_diverging(data, top) if top is not None and ending == "monotone" else (),
        data=data,
    )
