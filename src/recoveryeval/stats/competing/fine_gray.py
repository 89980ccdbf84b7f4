"""The Fine-Gray model of the subdistribution hazard of one cause, Breslow's rule for ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.fine_gray_data import FineGrayData
from recoveryeval.stats.hazards.cox_fit import STILL_MOVING, Ending
from recoveryeval.stats.hazards.cox_likelihood import WIDEST, Likelihood
from recoveryeval.stats.hazards.design_columns import DesignFaults, design_faults
from recoveryeval.stats.hazards.drift import drift_along
from recoveryeval.stats.newton import Maximum, maximize
from recoveryeval.stats.survival.cells import Floats


@dataclass(frozen=True, slots=True, eq=False)
class FineGrayFit:
    """Log subdistribution hazard ratios (p,) in units of x, with the inverse information (p, p).

    The latter is no covariance to report: see ``fine_gray_covariance``. ``ending`` and
    ``diverging`` are as in ``CoxFit``.
    """

    coefficients: Floats
    inverse_information: NDArray[np.float64]
    beta: Floats
    log_likelihood: float
    log_likelihood_null: float
    n_event: float
    n_steps: int
    ending: Ending
    diverging: tuple[int, ...]
    data: FineGrayData


@dataclass(frozen=True, slots=True, eq=False)
class FineGraySteps:
    """Risks (N,), divided by exp(``shift``), and at each distinct time (D,) hazard and mean x."""

    relative: Floats
    shift: float
    total: Floats
    hazard: Floats
    mean_x: Floats


def fine_gray_steps(data: FineGrayData, beta: Floats) -> FineGraySteps:
    """Return hazards and mean covariates for coefficients (p,) of the scaled covariates."""
    predictor = beta @ data.x
    shift = float(predictor.max(initial=0.0))
    relative = np.exp(predictor - shift)
    risk = data.amount * relative
    happens = data.event > 0
    total = np.where(happens, data.risk_sums(risk), 1.0)
    mean = np.empty((data.p, total.size))
    for j in range(data.p):
        mean[j] = np.where(happens, data.risk_sums(risk * data.x[j]), 0.0) / total
    return FineGraySteps(relative, shift, total, data.event / total, mean)


def fine_gray_likelihood(data: FineGrayData, beta: Floats) -> Likelihood:
    """Return the weighted partial log-likelihood at coefficients (p,) of the scaled covariates."""
    if data.x.size and float(np.ptp(beta @ data.x)) > WIDEST:
        return Likelihood(-np.inf, np.zeros(data.p), np.eye(data.p))
    steps = fine_gray_steps(data, beta)
    expected = data.amount * steps.relative * data.seen(steps.hazard)
    value = float(beta @ data.event_x) - float(data.event @ (np.log(steps.total) + steps.shift))
    information = (data.x * expected) @ data.x.T - (steps.mean_x * data.event) @ steps.mean_x.T
    score = data.event_x - data.x @ expected
    return Likelihood(value, score, (information + information.T) / 2)


def fine_gray_faults(data: FineGrayData) -> DesignFaults:
    """Return the places of covariates that no Fine-Gray model could estimate from these data."""
    return design_faults(fine_gray_likelihood(data, np.zeros(data.p)).information)


def fine_gray(data: FineGrayData) -> FineGrayFit:
    """Return the maximum of the weighted partial likelihood; raise where columns are collinear."""
    null = fine_gray_likelihood(data, np.zeros(data.p))
    if data.event_row.size == 0:
        return _fit(data, "no events", null, None)
    if design_faults(null.information):
        raise EstimationError(
            "Some covariates are constant, or sums of others, among the people compared",
            code="RE-E18",
            do="Leave these covariates out of the model.",
        )
    drifts = drift_along(data.x, float(data.event.sum()) / data.n_event)
    top = maximize(lambda b: fine_gray_likelihood(data, b), np.zeros(data.p), drifts=drifts)
    at_limit = top.drifting or top.converged or float(np.ptp(top.point @ data.x)) > WIDEST / 4
    if at_limit and _diverging(data, top):
        return _fit(data, "monotone", null, top)
    return _fit(data, "converged" if top.converged else "not converged", null, top)


def _diverging(data: FineGrayData, top: Maximum) -> tuple[int, ...]:
    """Return covariates whose coefficient was still moving when the likelihood stood still."""
    moving = np.abs(top.last_step) * np.ptp(data.x, axis=1) > STILL_MOVING
    return tuple(np.flatnonzero(moving).tolist())


def _fit(data: FineGrayData, ending: Ending, null: Likelihood, top: Maximum | None) -> FineGrayFit:
    """Return the fit; without numbers unless it converged."""
    beta, value = np.full(data.p, np.nan), float("nan")
    inverse = np.full((data.p, data.p), np.nan)
    if top is not None and ending == "converged":
        final = fine_gray_likelihood(data, top.point)
        beta, value = top.point, final.value
        inverse = np.linalg.inv(final.information) / np.outer(data.scale, data.scale)
    return FineGrayFit(
        coefficients=beta / data.scale,
        inverse_information=inverse,
        beta=beta,
        log_likelihood=value,
        log_likelihood_null=null.value,
        n_event=data.n_event,
        n_steps=0 if top is None else top.steps,
        ending=ending,
        diverging=_diverging(data, top) if top is not None and ending == "monotone" else (),
        data=data,
    )
