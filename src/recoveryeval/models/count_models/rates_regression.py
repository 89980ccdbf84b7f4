"""Regression of counts over observed time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.count_models.rates_checks import cluster_checks, family_checks
from recoveryeval.models.count_models.rates_effects import effect_rows
from recoveryeval.models.count_models.rates_fit import RateFit, rate_fit
from recoveryeval.models.count_models.rates_input import RateRows, rate_rows
from recoveryeval.models.count_models.rates_model import rates_model
from recoveryeval.models.count_models.rates_rows import carried, coefficient_table
from recoveryeval.models.count_models.rates_silent import silent_check, silent_methods, silent_table
from recoveryeval.models.count_models.rates_words import regression_methods
from recoveryeval.models.design import Design, design
from recoveryeval.models.formula_text import check_formula
from recoveryeval.models.groups import groups
from recoveryeval.models.lone_levels import lone_terms, without_lone
from recoveryeval.models.too_few_clusters import LEAST, LONE, no_error, without_error
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst


def regressed_rates(outcome: Outcome, asked: Mapping[str, Any]) -> Model:
    """Return the regression of counts on a formula, or on groups."""
    by = asked["by"]
    formula = asked["formula"] if by is None else by if str(by).isidentifier() else f"`{by}`"
    named = check_formula(formula, outcome.covariates)
    rows = rate_rows(outcome, named, cluster=asked["cluster"], weights=asked["weights"])
    if by is not None:
        group = groups(rows.frame[by], len(rows.frame))
        codes = pd.Categorical.from_codes(group.codes, list(group.labels))
        rows = replace(rows, frame=rows.frame.assign(**{by: codes}))
    found = design(rows.frame, formula, covariates=named, intercept=True)
    rows = rows.where(found.kept)
    _refuse_impossible(rows, found, asked)
    if not rows.y.any():
        check = silent_check(outcome, rows, asked)
        summary = {"n": rows.people(), "n_event": 0.0, "status": "not_estimable"}
        parts = silent_table(rows, found, asked), summary, (check,), asked
        return rates_model(outcome, found, rows, parts, words=silent_methods(check))
    fit = rate_fit(rows, found.matrix, asked["family"], asked["variance"])
    if asked["variance"] == "robust":
        fit = _silenced(rows, found, fit)
    return _model(outcome, rows, found, (fit, asked))


def _silenced(rows: RateRows, found: Design, fit: RateFit) -> RateFit:
    """Return a fit without errors for levels of one person or cluster, whose residual is zero.

    None at all where clusters are fewer than three.
    """
    frame, cluster = rows.frame, rows.sampling.cluster
    hidden = _of_parameters(lone_terms(found, frame), fit)
    known, count = without_lone(fit.coefficients, hidden), rows.sampling.clusters
    if cluster is not None:
        alone = lone_terms(found, frame.assign(person=cluster))
        known = without_lone(known, _of_parameters(alone, fit))
    if not rows.named_clusters:
        return replace(fit, coefficients=known, hidden=hidden)
    if count < LEAST:
        why = no_error(count)
        return replace(fit, coefficients=without_error(known), hidden=hidden, no_error=why)
    return replace(fit, coefficients=known, hidden=hidden, no_error=LONE)


def _of_parameters(terms: np.ndarray, fit: RateFit) -> np.ndarray:
    """Return a mask of terms (q,) as one of all parameters."""
    whole = np.zeros(fit.coefficients.beta.size, dtype=bool)
    whole[fit.place] = np.tile(terms, fit.place.size // terms.size)
    return whole


def _refuse_impossible(rows: RateRows, found: Design, asked: Mapping[str, Any]) -> None:
    """Raise on too few people, on shares above one, and on a model variance of dependent rows."""
    units = rows.people() if rows.named_clusters else rows.sampling.clusters
    if units <= found.matrix.shape[1]:
        raise EstimationError(
            "There are no more people than coefficients",
            code="RE-E32",
            rows=len(rows.frame),
            do="Use a simpler formula, or by= for exact limits.",
        )
    days = rows.exposure
    bad = (days != np.floor(days)) | (rows.y > days)
    if asked["family"] == "beta-binomial" and bad.any():
        raise EstimationError(
            "Days are counted out of whole days observed, and some counts exceed them",
            code="RE-E34",
            column="exposure",
            rows=int(bad.sum()),
            do="Correct these rows, or use family='negative-binomial' for events that can happen "
            "several times a day.",
        )
    if asked["variance"] == "model" and (rows.weighted or rows.sampling.cluster is not None):
        raise EstimationError(
            "A model variance is wrong with weights, clusters or several rows per person",
            code="RE-M23",
            do="Use variance='robust'.",
        )


def _model(
    outcome: Outcome, rows: RateRows, found: Design, told: tuple[RateFit, Mapping[str, Any]]
) -> Model:
    """Return the Model of a fit."""
    fit, asked = told
    level = asked["conf_level"]
    table = pd.concat(
        [
            coefficient_table(found, fit, asked, level),
            pd.DataFrame(effect_rows(rows, found, fit, per=asked["per"], conf_level=level)),
        ],
        ignore_index=True,
    )
    size = sum(one.point.size for one in fit.fits)
    summary = {
        "n": rows.people(),
        "n_event": float(rows.sampling.n @ rows.y),
        "log_likelihood": fit.log_likelihood,
        "aic": 2 * size - 2 * fit.log_likelihood,
        "status": worst(table["status"].unique()),
        "method": asked["family"],
    }
    checks = (*cluster_checks(rows), *family_checks(rows, found.matrix, fit))
    return rates_model(
        outcome,
        found,
        rows,
        (table, summary, checks, asked),
        words=regression_methods(outcome, rows, fit, asked),
        extras=carried(rows, found, fit),
    )
