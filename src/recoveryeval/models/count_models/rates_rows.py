"""Coefficients of a regression on counts as tidy rows, and what later questions to them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.count_models.rates_fit import RateFit
from recoveryeval.models.count_models.rates_input import RateRows
from recoveryeval.models.count_models.rates_words import PART_WORDS, WORDS
from recoveryeval.models.design import Design
from recoveryeval.models.lone_levels import ALONE, without_values
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.stats.coefficients import Coefficients

NO_SPREAD = "counts vary no more than chance makes them, so that the simpler model was fitted"


def coefficient_table(
    found: Design, fit: RateFit, asked: Mapping[str, Any], conf_level: float
) -> pd.DataFrame:
    """Return one row per coefficient, of both parts for a hurdle."""
    whole = fit.coefficients
    if fit.family == "hurdle":
        terms = [f"{words[0]}{term}" for words in PART_WORDS for term in found.terms]
        names = [words[1 if t == "intercept" else 2] for words in PART_WORDS for t in found.terms]
        contrasts = [*found.contrasts, *found.contrasts]
    else:
        level, ratio = WORDS[fit.family]
        terms, contrasts = list(found.terms), list(found.contrasts)
        names = [level if term == "intercept" else ratio for term in terms]
    rows = coefficient_rows(
        _picked(whole, fit),
        terms,
        contrasts,
        names,
        conf_level=conf_level,
        status="fallback" if fit.limit else "ok",
        method=f"{fit.fits[-1].family if fit.limit else fit.family}, {asked['variance']} variance",
        silent=ALONE,
        no_error=fit.no_error,
    )
    if fit.limit:
        rows["reason"] = rows["reason"].where(rows["status"] != "fallback", NO_SPREAD)
    return rows


def _picked(whole: Coefficients, fit: RateFit) -> Coefficients:
    """Return the coefficients without parameters of spread, nor values about one person."""
    place = fit.place
    whole = without_values(whole, fit.hidden) if fit.hidden.size else whole
    if place.size == whole.beta.size:
        return whole
    covariance = whole.covariance[np.ix_(place, place)]
    return replace(whole, beta=whole.beta[place], covariance=covariance)


def carried(rows: RateRows, found: Design, fit: RateFit) -> dict[str, Any]:
    """Return what means and contrasts need later; a hurdle has no single scale for them."""
    if fit.family == "hurdle":
        return {}
    known = _picked(fit.coefficients, fit)
    mean, difference = WORDS[fit.family]
    return {
        "coefficients": {f.name: getattr(known, f.name) for f in fields(known)},
        "grid": reference_grid(found, rows.frame, rows.sampling.n),
        "mean": mean,
        "difference": difference,
        "no_error": fit.no_error,
    }
