"""Cox model in which people of a group share an unseen gamma-distributed risk (shared frailty).

For a given variance theta, coefficients b and log frailties w maximize the penalized likelihood
l(b, w) + sum(w - exp(w)) / theta (Therneau, Grambsch and Pankratz 2003, doi:10.1198/1061860031365);
theta maximizes the marginal likelihood, in which the frailties are integrated out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import lgamma, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import CoxFit, cox
from recoveryeval.stats.hazards.frailty_likelihood import ENOUGH, Grouped, penalized
from recoveryeval.stats.hazards.tied_events import Ties
from recoveryeval.stats.newton import Maximum, maximize_by
from recoveryeval.stats.sandwich import dense_codes
from recoveryeval.stats.survival.cells import Cells, Floats

# Variances beyond these are no frailty at all, or one that no study could tell from another.
SMALLEST, LARGEST = 1e-5, 50.0
NEAR = 1e-4  # of the log variance, before the slope is set to zero


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


def gamma_frailty(
    cells: Cells,
    x: ArrayLike,
    *,
    ties: Ties = "efron",
    theta: float | None = None,
    watch: Callable[[], None] = lambda: None,
) -> FrailtyFit:
    """Return the fit; groups are ``cells.cluster``. ``theta`` may be given instead of estimated.

    ``watch`` is called whenever a variance has been tried.
    """
    plain = cox(cox_data(cells, x, ties=ties))
    if plain.ending != "converged":
        return _fit(plain, plain.coefficients, plain.covariance, plain.ending)
    rows = _grouped(cells, x, ties)
    chosen = _best_theta(rows, watch) if theta is None else theta
    top, value = _marginal(rows, chosen, _nothing(rows))
    if theta is None and value <= plain.log_likelihood + 1e-9:
        none = np.zeros(rows.events.size)
        return _fit(plain, plain.coefficients, plain.covariance, "converged", log_frailty=none)
    p, scale = rows.data.p, rows.data.scale
    there = penalized(rows, top.point, chosen)
    inverse = np.array([there.solved(one)[:p] for one in np.eye(p, top.point.size)]).reshape(p, p)
    return _fit(
        plain,
        top.point[:p] / scale,
        (inverse + inverse.T) / 2 / np.outer(scale, scale),
        "converged" if top.converged and chosen < 0.99 * LARGEST else "not converged",
        theta=chosen,
        value=value,
        log_frailty=top.point[p:],
    )


def _best_theta(rows: Grouped, watch: Callable[[], None]) -> float:
    """Return the variance at which the marginal likelihood is highest: near it, then exactly."""
    from scipy.optimize import brentq, minimize_scalar

    held = {"start": _nothing(rows)}

    def top(log_theta: float) -> tuple[Maximum, float]:
        found, value = _marginal(rows, float(np.exp(log_theta)), held["start"])
        if found.converged:
            held["start"] = found.point
        watch()
        return found, value

    def slope(log_theta: float) -> float:
        return _slope(rows, top(log_theta)[0].point, float(np.exp(-log_theta)))

    near = minimize_scalar(
        lambda place: -top(place)[1],
        bounds=(log(SMALLEST), log(LARGEST)),
        method="bounded",
        options={"xatol": NEAR},
    ).x
    low, high = near - 10 * NEAR, near + 10 * NEAR
    if slope(low) > 0 > slope(high):
        near = brentq(slope, low, high, xtol=1e-13)
    return float(np.exp(near))


def _slope(rows: Grouped, point: Floats, nu: float) -> float:
    """Return how the marginal log-likelihood falls with ``nu``, 1 / theta, at its maximum."""
    from scipy.special import psi

    w, d = point[rows.data.p :], rows.events
    rise = w - np.exp(w) + 1.0 - np.log1p(d / nu) + psi(nu + d) - psi(nu)
    return -float(rise.sum())


def _grouped(cells: Cells, x: ArrayLike, ties: Ties) -> Grouped:
    """Return the rows with the group of each, and the events of groups."""
    codes, count = dense_codes(cells.cluster)
    if count < 2:
        raise EstimationError(
            "A shared frailty needs at least two groups",
            code="RE-E15",
            do="Leave the frailty out.",
        )
    data = cox_data(cells, x, ties=ties)
    amount = cells.n * cells.weight * cells.event
    return Grouped(data, codes[data.layout.row], np.bincount(codes, amount, minlength=count))


def _nothing(rows: Grouped) -> Floats:
    """Return the point (p + G,) where neither covariates nor groups matter."""
    return np.zeros(rows.data.p + rows.events.size)


def _marginal(rows: Grouped, theta: float, start: Floats) -> tuple[Maximum, float]:
    """Return the penalized maximum at a variance, and the marginal log-likelihood there."""
    top = maximize_by(
        lambda point: penalized(rows, point, theta),
        lambda here: here.solved(here.score, close=ENOUGH),
        start,
    )
    nu = 1.0 / theta
    events, groups = np.unique(rows.events, return_counts=True)
    parts = [
        nu + d - (nu + d) * log(nu + d) + nu * log(nu) + lgamma(nu + d) - lgamma(nu)
        for d in events.tolist()
    ]
    value = penalized(rows, top.point, theta).value + float(groups @ np.array(parts))
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
