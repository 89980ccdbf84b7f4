"""The door to statsmodels for generalized linear models: arrays in, a frozen record out."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.even_columns import beside_ones, even_columns, turned

Link = Literal["logit", "cloglog", "log", "identity"]
Family = Literal["binomial", "poisson"]
_EXTREME = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class GlmFit:
    """Estimates ``beta`` (q,), model covariance (q, q), scores (cells, q) and log-likelihood."""

    beta: np.ndarray
    covariance: np.ndarray
    scores: np.ndarray
    fitted: np.ndarray
    log_likelihood: float


def fit_binomial(
    events: np.ndarray, n: np.ndarray, x: np.ndarray, *, link: Link = "logit"
) -> GlmFit:
    """Return the fit of ``events`` (cells,) among ``n`` (cells,) on x (cells, q)."""
    import statsmodels.api as sm

    links = {
        "logit": sm.families.links.Logit(),
        "cloglog": sm.families.links.CLogLog(),
        "log": sm.families.links.Log(),
        "identity": sm.families.links.Identity(),
    }
    even, turn = even_columns(x, beside_ones(x))
    counts, family = np.column_stack([events, n - events]), sm.families.Binomial(links[link])
    found = _run(lambda: sm.GLM(counts, even, family=family))
    fitted = _shares(found)
    inner = (n > 0) & (fitted > 0) & (fitted < 1)
    if not inner.all() or fitted.min() < _EXTREME or fitted.max() > 1 - _EXTREME:
        raise _separated()
    if not found.converged:
        raise _not_converged()
    slope = links[link].inverse_deriv(links[link](fitted)) / (fitted * (1 - fitted))
    scores = ((events - n * fitted) * slope)[:, None] * x
    likelihood = float((events * np.log(fitted) + (n - events) * np.log1p(-fitted)).sum())
    beta, covariance = turned(np.asarray(found.params), np.asarray(found.cov_params()), turn)
    return GlmFit(
        beta=beta,
        covariance=covariance,
        scores=scores,
        fitted=fitted,
        log_likelihood=likelihood,
    )


def _run(make: Any) -> Any:
    """Return a fit with finite estimates; the library's messages stay inside."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = make().fit(maxiter=500, tol=1e-13, tol_criterion="params")
    except Exception:  # noqa: BLE001  every failure of the library becomes one message of ours
        raise _not_converged() from None
    if not np.isfinite(np.asarray(found.params)).all():
        raise _not_converged()
    return found


def _shares(found: Any) -> np.ndarray:
    """Return fitted shares (cells,); one that overflows lies at an edge, and is told as such."""
    with np.errstate(over="ignore"):
        return np.asarray(found.fittedvalues, dtype=float)


def _not_converged() -> EstimationError:
    """Return the error for a fit that gives no trustworthy number."""
    return EstimationError(
        "The regression did not converge",
        code="RE-E11",
        do="Use fewer covariates, or merge levels that hold few events.",
    )


def _separated() -> EstimationError:
    """Return the error for covariates that predict some people perfectly."""
    return EstimationError(
        "Some combination of covariates had no event, or had nothing but events",
        code="RE-E08",
        do="Merge levels or time periods, or leave the covariate out.",
    )
