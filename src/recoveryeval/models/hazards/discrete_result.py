"""From a discrete-time fit to the Model that discrete_hazard() returns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.engines.glm import GlmFit
from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.design import Design
from recoveryeval.models.lone_levels import ALONE, hide_lone
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of, span
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.stats.coefficients import Coefficients

RATIO = {"logit": "log odds ratio", "cloglog": "log hazard ratio"}


def discrete_result(
    outcome: Outcome,
    found: Design,
    fit: GlmFit,
    names: list[str],
    *,
    parameters: dict[str, Any],
    conf_level: float,
) -> Model:
    """Return the Model of a fit."""
    link, skip = parameters["link"], len(names)
    used = outcome.frame.loc[found.kept]
    n = used["n"].to_numpy(dtype=float)
    own = hide_lone(Coefficients(fit.beta, fit.covariance), found, used, before=skip)
    told = Regression(
        kind="discrete_hazard",
        title=f"Discrete-time hazard of {event_of(outcome)}",
        table=_rows(found, own, names, link, conf_level),
        summary={
            "n": float(n.sum()),
            "n_event": float(n[_happened(used)].sum()),
            "log_likelihood": fit.log_likelihood,
            "aic": 2 * len(fit.beta) - 2 * fit.log_likelihood,
            "status": "ok",
        },
        contrast=f"{RATIO[link].removeprefix('log ')} of {event_of(outcome)} within a period per "
        "term, at equal values of the others",
        x_label=RATIO[link].removeprefix("log ").capitalize(),
        methods_text=_methods(outcome, parameters),
        parameters={**parameters, "conf_level": conf_level},
        rows_used=len(used),
        log_scale=True,
        extras={
            "coefficients": {"beta": own.beta[skip:], "covariance": own.covariance[skip:, skip:]},
            "grid": reference_grid(found, used, n),
            "difference": RATIO[link],
        },
        libraries=("statsmodels",),
    )
    return regression_model(outcome, found, told)


def _rows(
    found: Design, own: Coefficients, names: list[str], link: str, conf_level: float
) -> pd.DataFrame:
    """Return baseline rows, then covariate rows."""
    skip = len(names)
    return coefficient_rows(
        own,
        (*names, *found.terms),
        (*[""] * skip, *found.contrasts),
        [f"{link} of the hazard"] * skip + [RATIO[link]] * len(found.terms),
        conf_level=conf_level,
        method=link,
        silent=ALONE,
    )


def _methods(outcome: Outcome, parameters: dict[str, Any]) -> str:
    """Return one paragraph in journal style."""
    return (
        f"Time to {event_of(outcome)} was analyzed in periods {_periods(outcome, parameters)} by a "
        f"discrete-time hazard model with {parameters['link']} link "
        f"(doi:10.2307/2529588). Software: {versions('statsmodels')}."
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
