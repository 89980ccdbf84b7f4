"""From a discrete-time fit to the Model that discrete_hazard() returns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.design import Design
from recoveryeval.models.hazards.discrete_input import DiscreteInput
from recoveryeval.models.hazards.discrete_variance import DiscreteVariance
from recoveryeval.models.lone_levels import ALONE, lone_terms, without_values
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of, span
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import Coefficients

RATIO = {"logit": "log odds ratio", "cloglog": "log hazard ratio"}


def discrete_result(
    outcome: Outcome,
    given: DiscreteInput,
    fit: tuple[DiscreteVariance, float],
    names: list[str],
    parameters: dict[str, Any],
) -> Model:
    """Return the Model of a fit: its coefficients, and its log-likelihood."""
    (known, likelihood), found, link = fit, given.found, parameters["link"]
    used = outcome.frame.loc[found.kept]
    own = _without_lone(known.coefficients, found, used, len(names))
    table = _rows(found, own, names, known, parameters)
    told = Regression(
        kind="discrete_hazard",
        title=f"Discrete-time hazard of {event_of(outcome)}",
        table=table,
        summary=_summary(used, likelihood, own.beta.size, weighted=given.weighted)
        | {"status": worst(table["status"].unique())},
        contrast=f"{RATIO[link].removeprefix('log ')} of {event_of(outcome)} within a period per "
        "term, at equal values of the others",
        x_label=RATIO[link].removeprefix("log ").capitalize(),
        methods_text=_methods(outcome, parameters, known),
        parameters=parameters,
        rows_used=len(used),
        checks=known.check_rows,
        log_scale=True,
        extras=_carried(own, len(names), known.reason)
        | {
            "grid": reference_grid(found, used, used["n"].to_numpy(dtype=float)),
            "difference": RATIO[link],
        },
        libraries=("statsmodels",),
    )
    return regression_model(outcome, found, told)


def _without_lone(
    known: Coefficients, found: Design, used: pd.DataFrame, before: int
) -> Coefficients:
    """Return coefficients without values for levels of one person; terms come after ``before``."""
    return without_values(known, np.append(np.zeros(before, dtype=bool), lone_terms(found, used)))


def _carried(own: Coefficients, skip: int, no_error: str) -> dict[str, Any]:
    """Return what contrasts need later: the coefficients after those of the baseline."""
    kept: dict[str, Any] = {"beta": own.beta[skip:], "covariance": own.covariance[skip:, skip:]}
    if own.method == "each":
        kept |= {"method": own.method, "dfs": own.dfs[skip:]}
    return {"coefficients": kept, "no_error": no_error}


def _summary(
    used: pd.DataFrame, likelihood: float, terms: int, *, weighted: bool
) -> dict[str, object]:
    """Return the one summary row; a likelihood with weights gives no criterion of fit."""
    n = used["n"].to_numpy(dtype=float)
    return {
        "n": float(n.sum()),
        "n_event": float(n[_happened(used)].sum()),
        "log_likelihood": likelihood,
        **({} if weighted else {"aic": 2 * terms - 2 * likelihood}),
    }


def _rows(
    found: Design,
    own: Coefficients,
    names: list[str],
    known: DiscreteVariance,
    parameters: dict[str, Any],
) -> pd.DataFrame:
    """Return baseline rows, then covariate rows."""
    skip, link = len(names), parameters["link"]
    return coefficient_rows(
        own,
        (*names, *found.terms),
        (*[""] * skip, *found.contrasts),
        [f"{link} of the hazard"] * skip + [RATIO[link]] * len(found.terms),
        conf_level=parameters["conf_level"],
        method=f"{link}, {known.method}" if known.method else link,
        silent=ALONE,
        no_error=known.reason,
    )


def _methods(outcome: Outcome, parameters: dict[str, Any], known: DiscreteVariance) -> str:
    """Return one paragraph in journal style."""
    few = known.method.startswith("bias-reduced")
    source = "doi:10.1198/016214501753382309" if few else "doi:10.1093/biomet/73.1.13"
    error = f" and {known.method} ({source})" if known.method else ""
    return (
        f"Time to {event_of(outcome)} was analyzed in periods {_periods(outcome, parameters)} by a "
        f"discrete-time hazard model with {parameters['link']} link "
        f"(doi:10.2307/2529588){error}. Software: {versions('statsmodels')}."
    )


def _periods(outcome: Outcome, parameters: dict[str, Any]) -> str:
    """Return how long periods are, in words."""
    if parameters["visits"] is not None:
        listed = ", ".join(f"{v:g}" for v in parameters["visits"])
        return f"that end with visits at {listed} {outcome.unit}"
    if outcome.kind == "interval":
        return "between visits"
    return f"of {span(parameters['period'], outcome.unit)}"


def _happened(used: pd.DataFrame) -> np.ndarray:
    """Return whether the event happened (rows,)."""
    if "event" in used:
        return np.asarray(used["event"].to_numpy(dtype=bool))
    return np.asarray(np.isfinite(used["right"].to_numpy(dtype=float)))
