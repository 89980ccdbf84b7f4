"""A Cox model without an estimate: no number, the reason, and what can still be said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.hazards.cox_fitted import NO_EVENTS
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of, singular
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.survival.cells import Cells

RATIO = "log hazard ratio"


def cox_silent(
    outcome: Outcome, found: CoxInput, reason: str, parameters: Mapping[str, Any]
) -> Model:
    """Return the Model whose rows are all not estimable, for one reason."""
    n = found.frame["n"].to_numpy(dtype=float)
    rows, nothing = _rows(found, reason, float(parameters["conf_level"]))
    what = event_of(outcome, parameters.get("cause"))
    told = Regression(
        kind="cox",
        title=f"Cox model of {what}: not estimable",
        table=rows,
        summary={
            "n": _people(found.frame, n),
            "n_event": float(found.cells.n[found.cells.event].sum()),
            "status": "not_estimable",
        },
        contrast=f"ratio of hazards of {what} per term, at equal values of the others",
        x_label="Hazard ratio",
        methods_text=(
            f"Cox regression (doi:10.1111/j.2517-6161.1972.tb00899.x) of time to "
            f"{what} was planned and gave no estimate, since {reason}. Software: {versions()}."
        ),
        parameters=parameters,
        rows_used=len(found.frame),
        checks=_checks(outcome, found.cells, reason, float(parameters["conf_level"])),
        log_scale=True,
        extras={
            "coefficients": {"beta": nothing.beta, "covariance": nothing.covariance},
            "grid": reference_grid(found.found, found.frame, n),
            "difference": RATIO,
        },
    )
    return regression_model(outcome, found.found, told)


def _rows(found: CoxInput, reason: str, conf_level: float) -> tuple[pd.DataFrame, Coefficients]:
    """Return the rows of the terms and the coefficients, all without numbers."""
    p = len(found.found.terms)
    nothing = Coefficients(np.full(p, np.nan), np.full((p, p), np.nan))
    rows = coefficient_rows(
        nothing,
        found.found.terms,
        found.found.contrasts,
        [RATIO] * p,
        conf_level=conf_level,
    )
    return rows.assign(reason=reason), nothing


def rate_bound(cells: Cells, conf_level: float) -> tuple[float, float]:
    """Return time at risk, and the exact upper limit of a rate where nothing happened."""
    at_risk = float(cells.n @ (cells.time - np.maximum(cells.entry, 0.0)))
    if at_risk <= 0:
        return 0.0, math.nan
    return at_risk, -math.log((1 - conf_level) / 2) / at_risk


def _people(frame: pd.DataFrame, n: np.ndarray) -> float:
    """Return how many people the rows are about."""
    return float(frame["person"].nunique() if "person" in frame else n.sum())


def _checks(outcome: Outcome, cells: Cells, reason: str, conf_level: float) -> tuple[Check, ...]:
    """Return why there is no estimate; without events, how high the rate may still be."""
    if reason != NO_EVENTS:
        told = f"No hazard ratio can be estimated: {reason}. Use fewer covariates or more people."
        return (Check("not_estimable", told, "fail"),)
    at_risk, bound = rate_bound(cells, conf_level)
    known = (
        f" In {at_risk:g} person-{outcome.unit} at risk, the rate of the event is at most "
        f"{bound:.3g} per person-{singular(outcome.unit)} (exact upper {conf_level:.0%} limit)."
        if at_risk > 0
        else ""
    )
    told = f"Nobody had the event, so no hazards can be compared.{known}"
    return (Check("no_events", told, "fail", statistic=bound),)
