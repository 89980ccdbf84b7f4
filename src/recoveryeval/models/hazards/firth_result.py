"""The fallback of cox(): Firth's penalized fit, where a hazard ratio would run off to infinity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.lone_levels import ALONE, lone_terms
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.firth_cox import FirthFit, firth_cox

WHY = (
    "The event happened to everyone or to nobody in some part of the data, so that an ordinary "
    "hazard ratio would be infinite; Firth's penalized estimate with profile limits stands in."
)


def firth_result(
    outcome: Outcome, found: CoxInput, fit: CoxFit, parameters: Mapping[str, Any]
) -> Model:
    """Return the Model of the penalized fit, flagged as a fallback."""
    _refuse_dependent(found)
    fitted = _penalized(fit, parameters["conf_level"])
    what = event_of(outcome, parameters.get("cause"))
    told = Regression(
        kind="cox",
        title=f"Cox model of {what} (Firth)",
        table=_rows(found, fitted, parameters["conf_level"]),
        summary={
            "n": float(found.frame["n"].sum()),
            "n_event": fit.n_event,
            "log_likelihood": fitted.penalized_log_likelihood,
            "status": "fallback",
            "method": "Firth penalization",
        },
        contrast=f"ratio of hazards of {what} per term, at equal values of the others",
        x_label="Hazard ratio",
        methods_text=(
            f"Time to {what} was analyzed by Cox regression with Firth's penalization "
            "and profile penalized likelihood limits (doi:10.1111/j.0006-341X.2001.00114.x), "
            f"since the ordinary likelihood has no maximum. Software: {versions('scipy')}."
        ),
        parameters=parameters,
        rows_used=len(found.frame),
        checks=(Check("monotone_likelihood", WHY, "concern"),),
        log_scale=True,
        libraries=("scipy",),
    )
    return regression_model(outcome, found.found, told)


def _refuse_dependent(found: CoxInput) -> None:
    """Raise where rows depend on each other or are weighted, which the penalty does not know."""
    if found.cluster is not None or found.weighted:
        raise EstimationError(
            "A hazard ratio runs off to infinity, and the penalized fallback knows no weights and "
            "nothing that people share",
            code="RE-E10",
            rows=len(found.frame),
            do="Merge levels without events, or leave weights=, cluster= and frailty= out.",
        )


def _penalized(fit: CoxFit, conf_level: float) -> FirthFit:
    """Return the penalized fit, or raise where it has no maximum either."""
    from scipy.special import chdtri

    found = firth_cox(fit.data, critical=float(chdtri(1, 1 - conf_level)))
    if found.ending != "converged":
        raise EstimationError(
            "Neither the Cox model nor its penalized fallback converged",
            code="RE-E11",
            do="Use fewer covariates, or merge levels that hold few events.",
        )
    return found


def _rows(found: CoxInput, fit: FirthFit, conf_level: float) -> pd.DataFrame:
    """Return one tidy row per coefficient."""
    from scipy.special import chdtrc

    alone = lone_terms(found.found, found.frame)
    return pd.DataFrame(
        {
            "term": list(found.found.terms),
            "contrast": list(found.found.contrasts),
            "estimand": "log hazard ratio",
            "estimate": fit.coefficients,
            "std_error": np.sqrt(np.diag(fit.covariance)),
            "statistic": fit.statistic,
            "df": 1.0,
            "p_value": [float(chdtrc(1, s)) for s in fit.statistic],
            "conf_low": fit.low,
            "conf_high": fit.high,
            "conf_level": conf_level,
            "status": np.where(alone, "not_estimable", "fallback"),
            "reason": np.where(alone, ALONE, WHY),
            "method": "Firth penalization, profile limits",
        }
    )
