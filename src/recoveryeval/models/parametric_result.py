"""From a parametric fit to the Model that parametric() returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.design import Design
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.parametric_curve import mean_survival
from recoveryeval.stats.parametric_fit import ParametricFit
from recoveryeval.stats.parametric_likelihood import Bracketed

WORDS = {
    "weibull": "Weibull",
    "log_normal": "log-normal",
    "log_logistic": "log-logistic",
    "generalized_gamma": "generalized gamma",
    "spline": "flexible proportional-hazards (natural cubic spline)",
}


def parametric_result(
    outcome: Outcome,
    data: Bracketed,
    found: Design | None,
    fit: ParametricFit,
    *,
    parameters: Mapping[str, Any],
    times: Sequence[float],
    conf_level: float,
) -> Model:
    """Return the Model of a fit: coefficients, shape parameters, survival at times."""
    coefficients = _coefficient_rows(fit, found, conf_level)
    curve = _survival_rows(fit, data, times, outcome.follow_up, conf_level)
    scale = _scale(fit.distribution)
    told = Regression(
        kind="parametric",
        title=f"{WORDS[fit.distribution].capitalize()} model of {outcome.name}",
        table=pd.concat([coefficients, curve], ignore_index=True) if times else coefficients,
        summary=_summary(fit, data, outcome),
        contrast=f"{scale} per term",
        x_label=scale.capitalize(),
        methods_text=_methods(outcome, fit),
        parameters={**parameters, "conf_level": conf_level},
        rows_used=len(data.lower),
        checks=(_converged(fit),),
        log_scale=not times,
        extras=_carried(fit, found, outcome),
        libraries=("scipy",),
    )
    return regression_model(outcome, found, told)


def _scale(distribution: str) -> str:
    """Return what a coefficient is."""
    return "log ratio of hazard" if distribution == "spline" else "log ratio of time"


def _coefficient_rows(fit: ParametricFit, found: Design | None, conf_level: float) -> pd.DataFrame:
    """Return a tidy row per coefficient and shape parameter."""
    terms = ("intercept",) if found is None else found.terms
    contrasts = ("",) if found is None else found.contrasts
    shapes = fit.shapes
    return coefficient_rows(
        Coefficients(fit.theta, fit.covariance),
        (*terms, *shapes),
        (*contrasts, *[""] * len(shapes)),
        [_scale(fit.distribution)] * len(terms) + ["shape parameter"] * len(shapes),
        conf_level=conf_level,
        method=WORDS[fit.distribution],
    )


def _survival_rows(
    fit: ParametricFit,
    data: Bracketed,
    times: Sequence[float],
    last: float | None,
    conf_level: float,
) -> pd.DataFrame:
    """Return survival averaged over the people; limits on the log-log scale."""
    from scipy.special import ndtri

    z = float(ndtri(0.5 + conf_level / 2))
    rows = []
    for time in times:
        s, error = mean_survival(fit, data.x, data.n, float(time))
        spread = np.exp(z * error / abs(s * np.log(s))) if 0 < s < 1 else 1.0
        beyond = last is not None and time > last
        rows.append(
            {
                "term": "survival",
                "time": float(time),
                "estimand": "survival",
                "estimate": s,
                "std_error": error,
                "conf_low": s**spread,
                "conf_high": s ** (1 / spread),
                "conf_level": conf_level,
                "status": "flagged" if beyond else "ok",
                "reason": "beyond the observed time: rests on the model alone" if beyond else "",
            }
        )
    return pd.DataFrame(rows)


def _summary(fit: ParametricFit, data: Bracketed, outcome: Outcome) -> dict[str, object]:
    """Return the one summary row."""
    happened = ~np.isinf(data.upper)
    return {
        "n": float(data.n.sum()),
        "n_event": float(data.n[happened].sum()),
        "n_censor": float(data.n[~happened].sum()),
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * len(fit.theta) - 2 * fit.log_likelihood,
        "unit": outcome.unit,
        "status": "ok",
        "method": WORDS[fit.distribution],
    }


def _carried(fit: ParametricFit, found: Design | None, outcome: Outcome) -> dict[str, Any]:
    """Return what contrasts need later."""
    if found is None:
        return {}
    p = len(found.terms)
    used = outcome.frame.loc[found.kept]
    return {
        "coefficients": {"beta": fit.theta[:p], "covariance": fit.covariance[:p, :p]},
        "grid": reference_grid(found, used, used["n"].to_numpy(dtype=float)),
        "difference": _scale(fit.distribution),
    }


def _converged(fit: ParametricFit) -> Check:
    """Return the check that certifies the optimum."""
    told = "The likelihood is at its maximum: one more step would change it by nothing."
    return Check("converged", told, "pass", statistic=fit.decrement)


def _methods(outcome: Outcome, fit: ParametricFit) -> str:
    """Return one paragraph in journal style."""
    return (
        f"Time to {outcome.name} was analyzed by a {WORDS[fit.distribution]} model "
        "(doi:10.1002/9781118032985, doi:10.1002/sim.1203) by maximum likelihood; limits rest on "
        f"the observed information. Software: {versions('scipy')}."
    )
