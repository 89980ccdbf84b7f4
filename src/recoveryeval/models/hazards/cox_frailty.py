"""A Cox model with a shared gamma frailty: hazard ratios between people of the same group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.given_options import one_column
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.hazards.frailty_words import (
    frailty_checks,
    frailty_methods,
    variance_row,
)
from recoveryeval.models.lone_levels import ALONE, lone_terms, without_lone
from recoveryeval.models.progress import counted_steps
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.hazards.gamma_frailty import FrailtyFit, gamma_frailty

CONDITIONAL = "log conditional hazard ratio"
FEWEST, MOST = 5, 100_000


def refuse_beside_frailty(
    frailty: str | None, cluster: str | None, weights: str | None, variance: str
) -> None:
    """Raise on what a shared frailty cannot be combined with."""
    one_column(frailty, "frailty")
    if frailty is not None and (cluster or weights or variance == "robust"):
        raise EstimationError(
            "A shared frailty is a model of how people of a group are alike; a clustered, robust "
            "or weighted variance is another answer to the same question",
            code="RE-M23",
            column=frailty,
            do="Give either frailty= or cluster=, and no weights= with frailty=.",
        )


def frailty_result(
    outcome: Outcome,
    found: CoxInput,
    ties: Literal["efron", "breslow"],
    parameters: Mapping[str, Any],
) -> Model:
    """Return the Model of a fit with a frailty; the groups are ``found.cluster``."""
    column = str(parameters["frailty"])
    fit = _fitted(found, ties, column)
    own, known = _rows(found, fit, ties, parameters)
    n = found.frame["n"].to_numpy(dtype=float)
    what = event_of(outcome, parameters.get("cause"))
    told = Regression(
        kind="cox",
        title=f"Cox model of {what}, with a frailty shared by {column}",
        table=pd.concat([own, variance_row(fit, column)], ignore_index=True),
        summary=_summary(found, fit, own, ties),
        contrast=f"ratio of hazards of {what} per term, between people of the same {column} "
        "who are equal in the other terms (conditional)",
        x_label=f"Hazard ratio within the same {column}",
        methods_text=frailty_methods(what, fit, column),
        parameters=parameters,
        rows_used=len(found.frame),
        checks=frailty_checks(fit, column, _groups(found)),
        log_scale=True,
        extras={
            "coefficients": {"beta": known.beta, "covariance": known.covariance},
            "grid": reference_grid(found.found, found.frame, n),
            "difference": CONDITIONAL,
        },
        libraries=("scipy",),
    )
    return regression_model(outcome, found.found, told)


def _fitted(found: CoxInput, ties: Literal["efron", "breslow"], column: str) -> FrailtyFit:
    """Return the fit, or raise where there are too few groups or no maximum."""
    _refuse_groups(found, column)
    with counted_steps("Shared frailty") as watch:
        fit = gamma_frailty(found.cells_by_cluster(), found.found.matrix, ties=ties, watch=watch)
    if fit.ending != "converged":
        raise EstimationError(
            "The model with a shared frailty did not converge",
            code="RE-E11",
            column=column,
            rows=len(found.frame),
            do="Leave frailty= out and use cluster= instead.",
        )
    return fit


def _rows(
    found: CoxInput, fit: FrailtyFit, ties: str, parameters: Mapping[str, Any]
) -> tuple[pd.DataFrame, Coefficients]:
    """Return the rows of the terms, and the coefficients behind them."""
    alone = lone_terms(found.found, found.frame)
    known = without_lone(Coefficients(fit.coefficients, fit.covariance), alone)
    own = coefficient_rows(
        known,
        found.found.terms,
        found.found.contrasts,
        [CONDITIONAL] * len(found.found.terms),
        conf_level=parameters["conf_level"],
        method=f"{ties} ties, shared gamma frailty by {parameters['frailty']}",
    )
    own.loc[alone, "reason"] = ALONE
    return own, known


def _summary(found: CoxInput, fit: FrailtyFit, own: pd.DataFrame, ties: str) -> dict[str, object]:
    """Return the one summary row."""
    return {
        "n": float(found.frame["n"].sum()),
        "n_event": float(found.cells.n[found.cells.event].sum()),
        "log_likelihood": fit.log_likelihood,
        "status": worst(own["status"]),
        "method": ties,
    }


def _groups(found: CoxInput) -> int:
    """Return how many groups share a frailty."""
    return int(np.unique(np.asarray(found.cluster)).size)


def _refuse_groups(found: CoxInput, column: str) -> None:
    """Raise on too few groups to learn a variance from, and on more than can be computed."""
    groups = _groups(found)
    if groups < FEWEST:
        raise EstimationError(
            f"A variance between groups cannot be learned from {groups} groups",
            code="RE-E14",
            column=column,
            rows=len(found.frame),
            do=f"Put the column into the formula, or use strata=; {FEWEST} groups are the least "
            "for a frailty, twenty or more are advised.",
        )
    if groups > MOST:
        raise EstimationError(
            f"The column has {groups} groups, more than the {MOST} a shared frailty is fitted for",
            code="RE-M23",
            column=column,
            rows=len(found.frame),
            do="Use cluster= instead, which holds with many groups.",
        )
