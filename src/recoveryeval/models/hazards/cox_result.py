"""From a Cox fit to the Model that cox() returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.hazards.cox_checks import cox_checks
from recoveryeval.models.hazards.cox_fitted import rule_of
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.hazards.cox_variance import CoxVariance, cox_variance
from recoveryeval.models.lone_levels import ALONE, lone_terms, without_values
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import FTest
from recoveryeval.stats.hazards.concordance import concordance
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_tests import likelihood_ratio, wald

RATIO = "log hazard ratio"


def cox_result(
    outcome: Outcome, found: CoxInput, fit: CoxFit, parameters: Mapping[str, Any]
) -> Model:
    """Return the Model of a converged fit."""
    known = cox_variance(fit, found, parameters["variance"])
    alone = lone_terms(found.found, found.frame)
    shown = replace(known, coefficients=without_values(known.coefficients, alone))
    coefficients = _coefficients(fit, found, shown, parameters["conf_level"])
    coefficients.loc[alone, "reason"] = ALONE
    what = event_of(outcome, parameters.get("cause"))
    told = Regression(
        kind="cox",
        title=f"Cox model of {what}",
        table=pd.concat([coefficients, _tests(fit, known)], ignore_index=True),
        summary={**_summary(fit, found), "status": worst(coefficients["status"])},
        contrast=f"ratio of hazards of {what} per term, at equal values of the others",
        x_label="Hazard ratio",
        methods_text=_methods(what, found, fit, known),
        parameters=parameters,
        rows_used=len(found.frame),
        checks=(*known.check_rows, *visit_check(outcome), *cox_checks(fit, found)),
        log_scale=True,
        extras=carried(shown, found),
        libraries=("scipy",),
    )
    return regression_model(outcome, found.found, told)


def _coefficients(
    fit: CoxFit, found: CoxInput, known: CoxVariance, conf_level: float
) -> pd.DataFrame:
    """Return one row per term."""
    return coefficient_rows(
        known.coefficients,
        found.found.terms,
        found.found.contrasts,
        [RATIO] * len(found.found.terms),
        conf_level=conf_level,
        method=f"{fit.data.ties.rule} ties, {known.method}",
        no_error=known.reason,
    )


def carried(known: CoxVariance, found: CoxInput) -> dict[str, Any]:
    """Return what contrasts need later."""
    n = found.frame["n"].to_numpy(dtype=float)
    stored = known.coefficients
    return {
        "coefficients": {
            "beta": stored.beta,
            "covariance": stored.covariance,
            "method": stored.method,
            "dfs": stored.dfs,
        },
        "grid": reference_grid(found.found, found.frame, n),
        "difference": RATIO,
        "no_error": known.reason,
    }


def _tests(fit: CoxFit, known: CoxVariance) -> pd.DataFrame:
    """Return tests that no term matters: Wald always, likelihood ratio and score without clusters.

    With few clusters Wald's statistic is held against F with the least certain term's df.
    """
    df = float(len(fit.coefficients))
    statistics = {"Wald test": wald(fit.coefficients, known.coefficients.covariance)}
    if known.method == "model variance":
        statistics["likelihood ratio test"] = likelihood_ratio(fit)
        statistics["score test"] = fit.score_statistic
    few = known.coefficients.method == "each"
    last = float(np.min(known.coefficients.dfs)) if few else np.inf
    return pd.DataFrame(
        {
            "term": "all terms",
            "contrast": "",
            "estimand": list(statistics),
            "statistic": list(statistics.values()),
            "df": df,
            "p_value": [FTest(s / df, df, last).p_value for s in statistics.values()],
            "status": ["not_estimable" if np.isnan(s) else "ok" for s in statistics.values()],
            "method": f"F with {last:.1f} denominator degrees of freedom" if few else "chi-square",
            "reason": [known.reason if np.isnan(s) else "" for s in statistics.values()],
        }
    )


def _summary(fit: CoxFit, found: CoxInput) -> dict[str, object]:
    """Return the one summary row; concordance with its error."""
    n = found.frame["n"].to_numpy(dtype=float)
    risk = found.found.matrix @ fit.coefficients
    together = found.cluster is not None
    told = concordance(found.cells_by_cluster(), risk, clustered=together)
    people = found.frame["person"].nunique() if "person" in found.frame else float(n.sum())
    return {
        "n": people,
        "n_event": fit.n_event,
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * len(fit.coefficients) - 2 * fit.log_likelihood,
        "concordance": told.concordance,
        "concordance_error": told.std_error,
        "status": "ok",
        "method": fit.data.ties.rule,
    }


def _methods(what: str, found: CoxInput, fit: CoxFit, known: CoxVariance) -> str:
    """Return one paragraph in journal style."""
    return (
        f"Time to {what} was analyzed by Cox regression "
        f"(doi:10.1111/j.2517-6161.1972.tb00899.x) on {len(found.frame)} rows with "
        f"{fit.n_event:g} events, {rule_of(fit)} handling of ties{_averaged(found, fit)} and "
        f"{known.method}{_source(known.method)}; proportional hazards were tested by exact "
        f"score tests (doi:10.1093/biomet/81.3.515). Software: {versions('scipy')}."
    )


def _source(method: str) -> str:
    """Return where a variance comes from; that of the model needs no source of its own."""
    if method.startswith("bias-reduced"):
        return " (doi:10.1002/bimj.202200113)"
    return " (doi:10.2307/2290085)" if method.startswith("robust") else ""


def _averaged(found: CoxInput, fit: CoxFit) -> str:
    """Return how weights enter the rule for ties."""
    efron = found.weighted and fit.data.ties.rule != "breslow"
    return " (tied events share their mean weight)" if efron else ""
