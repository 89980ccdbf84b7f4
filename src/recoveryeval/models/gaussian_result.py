"""From a Gaussian fit to the Model that mixed_model() and mmrm() return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.observed_cells import observed_cells
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.repeated_design import RepeatedDesign
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.gaussian_df import kenward_roger, satterthwaite
from recoveryeval.stats.gaussian_fit import GaussianFit

STRUCTURES = {
    "us": "unstructured",
    "toeph": "heterogeneous Toeplitz",
    "ar1h": "heterogeneous first-order autoregressive",
    "csh": "heterogeneous compound-symmetric",
    "toep": "Toeplitz",
    "ar1": "first-order autoregressive",
    "cs": "compound-symmetric",
}
TITLES = {"mixed_model": "Mixed model", "mmrm": "Mixed model for repeated measures"}
SOURCES = {
    "satterthwaite": "Satterthwaite degrees of freedom (doi:10.18637/jss.v082.i13)",
    "kenward-roger": "Kenward-Roger degrees of freedom, expected information (doi:10.2307/2533558)",
    "kenward-roger-observed": "Kenward-Roger degrees of freedom, observed information "
    "(doi:10.2307/2533558)",
    "residual": "residual degrees of freedom",
}


def gaussian_result(
    outcome: Outcome,
    rows: RepeatedDesign,
    fit: GaussianFit,
    *,
    function: str,
    parameters: Mapping[str, Any],
    conf_level: float,
    ddf: str,
    singular: bool,
    variances: Mapping[str, float],
    checks: tuple[Check, ...],
) -> Model:
    """Return the Model of a fit: coefficient rows, then variance components."""
    found = _coefficients(fit, ddf, len(rows.y), singular)
    how, status = ("residual", "fallback") if singular else (ddf, "ok")
    told = Regression(
        kind=function,
        title=f"{TITLES[function]} of {outcome.name}",
        table=_rows(rows, found, variances, conf_level=conf_level, status=status, how=how),
        summary={
            "n": int(rows.person.max()) + 1,
            "denominator": len(rows.y),
            "log_likelihood": fit.log_likelihood,
            "method": "REML" if fit.reml else "ML",
            "status": status,
        },
        contrast="difference in mean score per term, had everyone been seen at every wave",
        x_label=f"Difference in {outcome.name}",
        methods_text=_methods(outcome, rows, fit, how=how, function=function),
        parameters={**parameters, "conf_level": conf_level, "structure": fit.structure},
        rows_used=len(rows.y),
        checks=(*checks, _converged(fit)),
        extras={
            "coefficients": {f.name: getattr(found, f.name) for f in fields(found)},
            "grid": reference_grid(rows.fixed, rows.frame),
            "observed": observed_cells(rows.fixed, rows.frame, rows.y),
            "mean": "mean score",
            "difference": "difference in mean score",
        },
        libraries=("scipy",),
    )
    return regression_model(outcome, rows.fixed, told)


def _rows(
    rows: RepeatedDesign,
    found: Coefficients,
    variances: Mapping[str, float],
    *,
    conf_level: float,
    status: str,
    how: str,
) -> pd.DataFrame:
    """Return coefficient rows, then variance components."""
    terms = rows.fixed.terms
    coefficients = coefficient_rows(
        found,
        terms,
        rows.fixed.contrasts,
        ["mean difference"] * len(terms),
        conf_level=conf_level,
        status=status,
        method=how,
    )
    return pd.concat([coefficients, _variance_rows(variances, status)], ignore_index=True)


def _coefficients(fit: GaussianFit, ddf: str, rows: int, singular: bool) -> Coefficients:
    """Return the coefficients with the asked degrees of freedom."""
    if singular:
        free = rows - len(fit.at.beta)
        return Coefficients(fit.at.beta, fit.at.covariance, "residual", float(free))
    if ddf == "satterthwaite":
        return satterthwaite(fit)
    return kenward_roger(fit, "observed" if ddf.endswith("observed") else "expected")


def _variance_rows(variances: Mapping[str, float], status: str) -> pd.DataFrame:
    """Return one tidy row per variance component."""
    return pd.DataFrame(
        {
            "term": list(variances),
            "estimand": "variance",
            "estimate": list(variances.values()),
            "status": status,
        }
    )


def _converged(fit: GaussianFit) -> Check:
    """Return the check that certifies the optimum."""
    return Check(
        "converged",
        "The likelihood is at its maximum: its slope is nothing against its curvature.",
        "pass",
        statistic=fit.gradient_norm,
    )


def _methods(
    outcome: Outcome, rows: RepeatedDesign, fit: GaussianFit, *, how: str, function: str
) -> str:
    """Return one paragraph in journal style."""
    people = int(rows.person.max()) + 1
    likelihood = "restricted maximum likelihood" if fit.reml else "maximum likelihood"
    kind = (
        "a linear mixed model with random effects per person"
        if function == "mixed_model"
        else f"a mixed model for repeated measures with {STRUCTURES[fit.structure]} covariance"
    )
    return (
        f"{outcome.name.capitalize()} ({len(rows.y)} scores of {people} people) was analyzed by "
        f"{kind} (doi:10.2307/2529876), fitted by {likelihood}; tests use {SOURCES[how]}. "
        "Missing scores were assumed to be missing at random given the scores and covariates "
        f"in the model. Software: {versions('scipy')}."
    )
