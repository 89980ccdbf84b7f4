"""Checks of a Cox model: proportional hazards by exact score tests, events per covariate."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np

from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards

EVENTS_PER_TERM = 10
DOUBTFUL = 0.05


def cox_checks(fit: CoxFit, found: CoxInput) -> tuple[Check, ...]:
    """Return a check per term and over all terms, and on the number of events and of strata."""
    names, columns = term_columns(found.found.terms)
    test = proportional_hazards(fit, found.cells, terms=columns)
    several = len(names) > 1
    checks = proportional_checks(
        [*names, "all terms"] if several else names,
        [*test.statistic, test.global_statistic] if several else test.statistic,
        [*test.df, test.global_df] if several else test.df,
    )
    return (*checks, *_events(fit, found), *_lone_strata(found))


def proportional_checks(
    names: Iterable[str], statistics: Iterable[float], dfs: Iterable[float]
) -> tuple[Check, ...]:
    """Return the check of each term's test; a test without a number says nothing."""
    return tuple(
        _proportional(name, float(statistic), int(df))
        for name, statistic, df in zip(names, statistics, dfs, strict=True)
        if math.isfinite(statistic)
    )


def term_columns(terms: tuple[str, ...]) -> tuple[list[str], list[list[int]]]:
    """Return the formula's terms and the design columns of each; levels belong to their factor."""
    found: dict[str, list[int]] = {}
    for j, term in enumerate(terms):
        name = " x ".join(re.sub(r": .*$", "", part) for part in term.split(" x "))
        name = re.sub(r"\[[^\]]*\]$", "", name)
        found.setdefault(name, []).append(j)
    return list(found), list(found.values())


def _proportional(name: str, statistic: float, df: int) -> Check:
    """Return the check that a term's hazard ratio is the same at all times."""
    from scipy.special import chdtrc

    p_value = float(chdtrc(df, statistic))
    doubtful = p_value < DOUBTFUL
    told = (
        f"{name}: the hazard ratio seems to change over time, so one number for all times is an "
        "average; see proportional_hazards().plot(), or compare times by rmst()."
        if doubtful
        else f"{name}: no sign that the hazard ratio changes over time."
    )
    verdict: Verdict = "concern" if doubtful else "pass"
    return Check("proportional_hazards", told, verdict, statistic=statistic, p_value=p_value)


def _events(fit: CoxFit, found: CoxInput) -> tuple[Check, ...]:
    """Return a check when there are few events for the number of covariates."""
    per = fit.n_event / len(found.found.terms)
    if per >= EVENTS_PER_TERM:
        return ()
    told = (
        f"There are {fit.n_event:g} events for {len(found.found.terms)} covariates; under ten "
        "events each, estimates and limits are rough."
    )
    return (Check("few_events", told, "concern", statistic=per),)


def _lone_strata(found: CoxInput) -> tuple[Check, ...]:
    """Return a check for strata of one person, who is compared with nobody."""
    people = np.bincount(found.cells.stratum, found.cells.n)
    lone = int((people == 1).sum())
    if not lone or people.size == 1:
        return ()
    told = f"{lone} strata hold one person each, who is compared with nobody."
    return (Check("strata_of_one", told, "note", statistic=float(lone)),)
