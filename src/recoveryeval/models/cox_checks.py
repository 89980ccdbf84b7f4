"""Checks of a Cox model: proportional hazards by exact score tests, events per covariate."""

from __future__ import annotations

import re

from recoveryeval.models.cox_input import CoxInput
from recoveryeval.results.check import Check, Verdict
from recoveryeval.stats.cox_fit import CoxFit
from recoveryeval.stats.proportional_hazards import proportional_hazards

EVENTS_PER_TERM = 10
DOUBTFUL = 0.05


def cox_checks(fit: CoxFit, found: CoxInput) -> tuple[Check, ...]:
    """Return a check per term and over all terms, and one on the number of events."""
    names, columns = term_columns(found.found.terms)
    test = proportional_hazards(fit, found.cells, terms=columns)
    checks = [
        _proportional(name, float(statistic), int(df))
        for name, statistic, df in zip(names, test.statistic, test.df, strict=True)
    ]
    if len(names) > 1:
        checks.append(_proportional("all terms", test.global_statistic, test.global_df))
    return (*checks, *_events(fit, found))


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
        "average; look at rmst() or at periods of time apart."
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
