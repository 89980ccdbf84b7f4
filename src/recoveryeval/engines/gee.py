"""The door to statsmodels for generalized estimating equations: arrays in, a frozen record out."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from recoveryeval.engines.gee_weighted import weighted_correction
from recoveryeval.engines.gee_working import working
from recoveryeval.errors import EstimationError

Family = Literal["binomial", "poisson", "gaussian"]
Structure = Literal["independence", "exchangeable", "autoregressive", "unstructured"]
UNSOLVED = "RE-E11"
_EXTREME, _ROUNDS, _CLOSE = 1e-8, 200, 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class GeeFit:
    """Estimates ``beta`` (q,), three covariances (q, q) and the working correlation's figures.

    ``corrected`` is Mancl and DeRouen's covariance, which takes residuals for
    smaller than errors are.
    """

    beta: np.ndarray
    robust: np.ndarray
    corrected: np.ndarray
    naive: np.ndarray
    correlation: np.ndarray


def fit_gee(
    y: np.ndarray,
    x: np.ndarray,
    cluster: np.ndarray,
    occasion: np.ndarray,
    *,
    family: Family,
    structure: Structure,
    offset: np.ndarray | None = None,
    weights: np.ndarray | None = None,
    reduced: bool = True,
) -> GeeFit:
    """Return the fit of y (rows,) on x (rows, q); cluster and occasion (rows,) are codes.

    ``reduced`` asks for the corrected covariance, which fewer clusters than coefficients rule out.
    """
    import statsmodels.api as sm

    families = {
        "binomial": sm.families.Binomial,
        "poisson": sm.families.Poisson,
        "gaussian": sm.families.Gaussian,
    }
    order = np.lexsort((occasion, cluster))
    time = occasion[order]
    if structure == "unstructured":  # the library takes whole numbers only
        time = np.unique(time, return_inverse=True)[1].astype(np.int64)
    parts: dict[str, Any] = {"groups": cluster[order], "time": time}
    if offset is not None:
        parts["offset"] = offset[order]
    if weights is not None:
        parts["weights"] = weights[order]
    model = sm.GEE(
        y[order],
        x[order],
        family=families[family](),
        cov_struct=working(sm.cov_struct, structure),
        **parts,
    )
    with np.errstate(all="ignore"):  # what overflows is refused below
        found, corrected = _run(model, family, reduced=reduced)
    return GeeFit(
        beta=np.asarray(found.params, dtype=float),
        robust=np.asarray(found.cov_robust, dtype=float),
        corrected=corrected,
        naive=np.asarray(found.cov_naive, dtype=float),
        correlation=np.atleast_1d(np.asarray(_figures(model, structure), dtype=float)),
    )


def _figures(model: Any, structure: Structure) -> Any:
    """Return the working correlation's figures, none under independence."""
    return [] if structure == "independence" else model.cov_struct.dep_params


def _run(model: Any, family: Family, *, reduced: bool) -> tuple[Any, np.ndarray]:
    """Return a fit whose equations are solved and its covariance; messages stay inside."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain = not reduced or model.weights is not None
            kind = "robust" if plain else "bias_reduced"
            found = model.fit(maxiter=_ROUNDS, ctol=1e-10, cov_type=kind)
            corrected = found.cov_robust if kind == "robust" else found.cov_robust_bc
            if reduced and plain:
                corrected = weighted_correction(model)
    except np.linalg.LinAlgError:
        raise _lone(model) if reduced else _not_converged(model) from None
    except Exception:  # noqa: BLE001  every failure of the library becomes one message of ours
        raise _not_converged(model) from None
    if not np.isfinite(found.params).all():
        raise _not_converged(model)
    if not np.isfinite(corrected).all():
        raise _lone(model)
    fitted = np.asarray(found.fittedvalues, dtype=float)
    if _at_an_edge(fitted, family):
        raise EstimationError(
            "Some combination of covariates had no event, or had nothing but events",
            code="RE-E08",
            rows=len(fitted),
            do="Merge levels or leave the covariate out; risk() and rates(by=) keep to finite "
            "numbers.",
        )
    _refuse_unsolved(model, found)
    return found, np.asarray(corrected, dtype=float)


def _refuse_unsolved(model: Any, found: Any) -> None:
    """Raise where another step would move the estimates."""
    figures = np.atleast_2d(np.asarray(model.cov_struct.dep_params, dtype=float))
    if len(figures) > 1 and np.linalg.eigvalsh(figures)[0] <= 0:  # no correlations of anybody
        raise _not_converged(model)
    # The library judges by the size of the score, which grows with the data; what matters is how
    # far another step would move the estimates, in units of their errors.
    step = np.asarray(model._update_mean_params()[0])  # noqa: SLF001  no public name gives the step
    error = np.sqrt(np.diag(np.asarray(found.cov_naive)))
    if not np.all(np.abs(step) < _CLOSE * error):
        raise _not_converged(model)


def _at_an_edge(fitted: np.ndarray, family: Family) -> bool:
    """Return whether some fitted share is 0 or 1, or some rate nothing beside the others."""
    if family == "binomial":
        return bool(fitted.min() < _EXTREME or fitted.max() > 1 - _EXTREME)
    return bool(family == "poisson" and fitted.min() < _EXTREME * fitted.max())


def _lone(model: Any) -> EstimationError:
    """Return the error for coefficients that one cluster determines by itself."""
    return EstimationError(
        "One person or cluster alone determines a coefficient, so its error cannot be known",
        code="RE-E01",
        rows=len(model.endog),
        do="Leave out the term, or merge levels and visits that hardly anybody has.",
    )


def _not_converged(model: Any) -> EstimationError:
    """Return the error for a fit that gives no trustworthy number."""
    return EstimationError(
        "The estimating equations were not solved",
        code=UNSOLVED,
        rows=len(model.endog),
        do="Use structure='independence' or 'exchangeable', or fewer covariates.",
    )
