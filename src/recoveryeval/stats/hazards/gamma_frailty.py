"""Cox model in which people of a group share an unseen gamma-distributed risk (shared frailty).

For a given variance theta, coefficients b and log frailties w maximize the penalized likelihood
l(b, w) + sum(w - exp(w)) / theta (Therneau, Grambsch and Pankratz 2003, doi:10.1198/1061860031365);
theta maximizes the marginal likelihood, in which the frailties are integrated out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import CoxData, checked_covariates, cox_data
from recoveryeval.stats.hazards.cox_fit import CoxFit, cox
from recoveryeval.stats.hazards.cox_likelihood import Likelihood, likelihood
from recoveryeval.stats.hazards.tied_events import Ties
from recoveryeval.stats.newton import Maximum, maximize
from recoveryeval.stats.sandwich import dense_codes
from recoveryeval.stats.survival.cells import Cells, Floats

# Variances beyond these are no frailty at all, or one that no study could tell from another.
SMALLEST, LARGEST = 1e-5, 50.0


@dataclass(frozen=True, slots=True, eq=False)
class FrailtyFit:
    """Log hazard ratios (p,) within groups, the variance of the frailty, and each group's log (G,).

    ``log_likelihood`` is the marginal one, ``log_likelihood_without`` that of theta = 0; twice
    their difference is tested against an even mixture of chi-squares with 0 and 1 df. ``theta`` is
    0 where the likelihood is highest without a frailty. ``ending`` is "converged" or not.
    """

    coefficients: Floats
    covariance: NDArray[np.float64]
    theta: float
    log_frailty: Floats
    log_likelihood: float
    log_likelihood_without: float
    n_groups: int
    ending: str


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Rows with a column for each group after the p covariates, and events of each group (G,)."""

    data: CoxData
    p: int
    events: Floats


def gamma_frailty(
    cells: Cells, x: ArrayLike, *, ties: Ties = "efron", theta: float | None = None
) -> FrailtyFit:
    """Return the fit; groups are ``cells.cluster``. ``theta`` may be given instead of estimated."""
    plain = cox(cox_data(cells, x, ties=ties))
    if plain.ending != "converged":
        return _fit(plain, plain.coefficients, plain.covariance, plain.ending)
    model = _model(cells, x, ties)
    chosen = _best_theta(model) if theta is None else theta
    top, value = _marginal(model, chosen)
    if theta is None and value <= plain.log_likelihood + 1e-9:
        none = np.zeros(model.events.size)
        return _fit(plain, plain.coefficients, plain.covariance, "converged", log_frailty=none)
    p, scale = model.p, model.data.scale
    inverse = np.linalg.inv(_penalized(model, top.point, chosen).information)
    return _fit(
        plain,
        top.point[:p] / scale[:p],
        inverse[:p, :p] / np.outer(scale[:p], scale[:p]),
        "converged" if top.converged and chosen < 0.99 * LARGEST else "not converged",
        theta=chosen,
        value=value,
        log_frailty=top.point[p:] / scale[p:],
    )


def _best_theta(model: _Model) -> float:
    """Return the variance at which the marginal likelihood is highest."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda value: -_marginal(model, float(np.exp(value)))[1],
        bounds=(log(SMALLEST), log(LARGEST)),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return float(np.exp(found.x))


def _model(cells: Cells, x: ArrayLike, ties: Ties) -> _Model:
    """Return the rows with a column for each group."""
    design = checked_covariates(cells, x)
    codes, count = dense_codes(cells.cluster)
    if count < 2:
        raise EstimationError(
            "A shared frailty needs at least two groups",
            code="RE-E15",
            do="Leave the frailty out.",
        )
    member = (codes[:, None] == np.arange(count)).astype(np.float64)
    amount = cells.n * cells.weight * cells.event
    events = np.bincount(codes, amount, minlength=count)
    data = cox_data(cells, np.hstack([design, member]), ties=ties)
    return _Model(data, design.shape[1], events)


def _penalized(model: _Model, point: Floats, theta: float) -> Likelihood:
    """Return the penalized likelihood at coefficients and frailties (p + G,), scaled."""
    plain = likelihood(model.data, point)
    scale = model.data.scale[model.p :]
    w = point[model.p :] / scale
    score, information = plain.score.copy(), plain.information.copy()
    score[model.p :] += (1.0 - np.exp(w)) / theta / scale
    groups = np.arange(model.p, point.size)
    information[groups, groups] += np.exp(w) / theta / scale**2
    return Likelihood(plain.value + float((w - np.exp(w)).sum()) / theta, score, information)


def _marginal(model: _Model, theta: float) -> tuple[Maximum, float]:
    """Return the penalized maximum at a variance, and the marginal log-likelihood there."""
    start = np.zeros(model.data.p)
    top = maximize(lambda point: _penalized(model, point, theta), start)
    nu = 1.0 / theta
    parts = [
        nu + d - (nu + d) * log(nu + d) + nu * log(nu) + lgamma(nu + d) - lgamma(nu)
        for d in model.events.tolist()
    ]
    value = _penalized(model, top.point, theta).value + sum(parts)
    return top, value if top.converged else -np.inf


def _fit(
    plain: CoxFit,
    coefficients: Floats,
    covariance: NDArray[np.float64],
    ending: str,
    *,
    theta: float = 0.0,
    value: float | None = None,
    log_frailty: Floats | None = None,
) -> FrailtyFit:
    """Return the fit, without numbers unless it converged."""
    known = 1.0 if ending == "converged" else np.nan
    frailty = np.empty(0) if log_frailty is None else log_frailty
    return FrailtyFit(
        coefficients=coefficients * known,
        covariance=covariance * known,
        theta=theta * known,
        log_frailty=frailty * known,
        log_likelihood=(plain.log_likelihood if value is None else value) * known,
        log_likelihood_without=plain.log_likelihood,
        n_groups=int(frailty.size),
        ending=ending,
    )
