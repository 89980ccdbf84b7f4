"""From a Gaussian fit to the Model that mixed_model() and mmrm() return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.empty_cells import with_empty
from recoveryeval.models.lone_levels import ALONE, without_lone
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.repeated.formula_terms import formula_terms
from recoveryeval.models.repeated.gaussian_input import GaussianInput
from recoveryeval.models.repeated.gaussian_words import TITLES, gaussian_methods
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.gaussian.gaussian_df import (
    Information,
    kenward_roger,
    observed_is_usable,
    satterthwaite,
)
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A fit with all that its result must say besides its coefficients.

    ``rows`` are tidy rows about variances, ``status`` that of all rows,
    ``maximum_likelihood`` the log-likelihood by full likelihood, ``parts``
    names the variance parameters, for comparing fits; ``at_zero`` and ``held``
    are as in RandomFit.
    """

    fit: GaussianFit
    given: GaussianInput
    rows: Sequence[Mapping[str, Any]]
    maximum_likelihood: float
    parts: Sequence[str]
    at_zero: tuple[int, ...] = ()
    held: bool = False
    status: str = "ok"
    note: str = ""
    checks: tuple[Check, ...] = ()


def gaussian_result(
    outcome: Outcome,
    found: Fitted,
    *,
    function: str,
    parameters: Mapping[str, Any],
    conf_level: float,
    ddf: str,
) -> Model:
    """Return the Model of a fit: coefficient rows, then variance components."""
    fit, given = found.fit, found.given
    how = ddf if fit.reml else "satterthwaite"
    coefficients = _coefficients(found, how)
    if given.alone.any():
        coefficients = without_lone(coefficients, given.alone)
    table = _rows(found, coefficients, conf_level=conf_level, how=how)
    told = Regression(
        kind=function,
        title=f"{TITLES[function]} of {outcome.name}",
        table=table,
        summary={**_summary(found), "status": worst(table["status"])},
        contrast="difference in mean score per term, had everyone been seen at every wave",
        x_label=f"Difference in {outcome.name}",
        methods_text=gaussian_methods(
            outcome, given, fit, how=how, function=function, note=found.note
        ),
        parameters={**parameters, "conf_level": conf_level, "structure": fit.structure},
        rows_used=given.scores,
        checks=(*given.checks, *found.checks, *_information(found, how), _converged(fit)),
        extras=_extras(found, coefficients),
        libraries=("scipy",),
    )
    return regression_model(outcome, given.fixed, told)


def _extras(found: Fitted, coefficients: Coefficients) -> dict[str, Any]:
    """Return the compact arrays that later questions to the model need."""
    given = found.given
    return {
        "coefficients": {f.name: getattr(coefficients, f.name) for f in fields(coefficients)},
        "grid": given.grid,
        "observed": given.observed,
        "terms": formula_terms(given.fixed, given.grid),
        "likelihood": _likelihood(found),
        "mean": "mean score",
        "difference": "difference in mean score",
    }


def _rows(
    found: Fitted, coefficients: Coefficients, *, conf_level: float, how: str
) -> pd.DataFrame:
    """Return coefficient rows, then variance components."""
    fixed = found.given.fixed
    made = coefficient_rows(
        coefficients,
        fixed.terms,
        fixed.contrasts,
        ["mean score" if t == "intercept" else "mean difference" for t in fixed.terms],
        conf_level=conf_level,
        status=found.status,
        method=how,
        silent=ALONE,
    )
    made = with_empty(made, fixed.columns, fixed.empty, conf_level=conf_level)
    rest = pd.DataFrame(list(found.rows)).assign(status=found.status)
    return pd.concat([made, rest], ignore_index=True)


def _summary(found: Fitted) -> dict[str, Any]:
    """Return the one row about the whole fit.

    Restricted likelihood counts variance parameters only in its criteria, full
    likelihood all; BIC counts people, since scores of one person are not independent.
    """
    fit, given = found.fit, found.given
    count = len(found.parts) + (0 if fit.reml else len(fit.at.beta))
    return {
        "n": given.people,
        "denominator": given.scores,
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * count - 2 * fit.log_likelihood,
        "bic": count * float(np.log(given.people)) - 2 * fit.log_likelihood,
        "method": "REML" if fit.reml else "ML",
    }


def _likelihood(found: Fitted) -> dict[str, Any]:
    """Return what a comparison with another fit needs."""
    fit = found.fit
    return {
        "reml": fit.log_likelihood if fit.reml else float("nan"),
        "ml": found.maximum_likelihood,
        "fixed": list(found.given.fixed.terms),
        "parts": list(found.parts),
        "structure": fit.structure,
    }


def _coefficients(found: Fitted, how: str) -> Coefficients:
    """Return the coefficients with the asked degrees of freedom."""
    if how == "satterthwaite":
        return satterthwaite(found.fit, at_zero=found.at_zero, held=found.held)
    information: Information = "observed" if how.endswith("observed") else "expected"
    return kenward_roger(found.fit, information, at_zero=found.at_zero, held=found.held)


def _information(found: Fitted, how: str) -> tuple[Check, ...]:
    """Return a check where the observed information could not be used."""
    if how == "kenward-roger" or found.held or observed_is_usable(found.fit, found.at_zero):
        return ()
    told = (
        "The curvature of the likelihood was no covariance, so degrees of freedom rest on the "
        "expected information."
    )
    return (Check("expected_information", told, "concern"),)


def _converged(fit: GaussianFit) -> Check:
    """Return the check that certifies the optimum."""
    return Check(
        "converged",
        "The likelihood is at its maximum: its slope there is as good as zero.",
        "pass",
        statistic=fit.gradient_norm,
    )
