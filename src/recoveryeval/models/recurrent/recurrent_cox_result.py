"""From a Cox fit of repeated events to the Model that recurrent_cox() returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.hazards.cox_fitted import rule_of
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.hazards.cox_result import cox_result
from recoveryeval.models.hazards.cox_silent import cox_silent
from recoveryeval.models.recurrent.recurrent_cox_order import Ordered
from recoveryeval.models.recurrent.recurrent_input import deaths
from recoveryeval.models.survival.person_rows import person_rows
from recoveryeval.models.survival.row_clusters import row_clusters
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.hazards.cox_fit import CoxFit

ENDLESS = "a ratio runs off to infinity: some people compared had no event, or all of them"
TITLES = {
    "andersen-gill": "Andersen-Gill model of the rate of {what}",
    "pwp-total": "PWP model of {what} by order, time since time zero",
    "pwp-gap": "PWP model of {what} by order, time since the event before",
}
ESTIMANDS = {"andersen-gill": "log rate ratio"}
CONTRASTS = {
    "andersen-gill": "ratio of event rates per term among people under observation, at equal "
    "values of the others",
    "pwp-total": "ratio of hazards of the next event per term, since time zero, among people with "
    "equally many events so far",
    "pwp-gap": "ratio of hazards of the next event per term, since the event before, among people "
    "with equally many events so far",
}
SOURCES = {
    "andersen-gill": "the Andersen-Gill model (doi:10.1214/aos/1176345976)",
    "pwp-total": "the total-time model of Prentice, Williams and Peterson "
    "(doi:10.1093/biomet/68.2.373)",
    "pwp-gap": "the gap-time model of Prentice, Williams and Peterson "
    "(doi:10.1093/biomet/68.2.373)",
}


def by_person(found: CoxInput) -> CoxInput:
    """Return the input whose rows are clustered by people, where no other clusters were named."""
    if found.clustered_by not in ("", "person"):
        _refuse_split(found)
        return found
    return replace(found, cluster=_people(found), clustered_by="people")


def recurrent_result(
    outcome: Outcome,
    found: CoxInput,
    fitted: tuple[CoxFit | None, str],
    made: Ordered,
    asked: Mapping[str, Any],
) -> Model:
    """Return the Model of a fit, or the one that says why there is none."""
    fit, reason = fitted
    if fit is None or fit.ending != "converged":
        return _worded(cox_silent(outcome, found, reason or ENDLESS, asked), outcome, made, asked)
    model = cox_result(outcome, found, fit, {**asked, "variance": "robust"})
    variance = str(model.table["method"].iloc[0]).partition(", ")[2]
    told = _methods(outcome, found, fit, variance, str(asked["model"]))
    return replace(_worded(model, outcome, made, asked), methods_text=told)


def _worded(model: Model, outcome: Outcome, made: Ordered, asked: Mapping[str, Any]) -> Model:
    """Return the model of single events in the words of repeated ones."""
    name = str(asked["model"])
    estimand = ESTIMANDS.get(name, "log hazard ratio")
    ratio = "Rate ratio" if name == "andersen-gill" else "Hazard ratio of the next event"
    title = TITLES[name].format(what=event_of(outcome))
    table = model.table.assign(
        estimand=model.table["estimand"].replace({"log hazard ratio": estimand})
    )
    return replace(
        model,
        kind="recurrent_cox",
        title=title,
        table=table,
        spec=replace(model.spec, function="recurrent_cox", parameters=dict(asked)),
        estimand=replace(
            model.estimand,
            contrast=CONTRASTS[name],
            other_events="death ends observation" if deaths(outcome) else "none were recorded",
        ),
        check_rows=(*_softened(model.check_rows), *made.check_rows, *_death_checks(outcome)),
        labels={**model.labels, "title": title, "x": ratio},
        extras={**model.extras, "difference": estimand},
    )


def _softened(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """Return the checks; a test that takes a person's events as independent is no alarm."""
    caution = " The test takes a person's events as independent, and so finds changes too easily."
    return tuple(
        replace(c, verdict="note", meaning=c.meaning + caution)
        if c.id == "proportional_hazards" and c.verdict == "concern"
        else c
        for c in checks
    )


def _death_checks(outcome: Outcome) -> tuple[Check, ...]:
    """Return what a ratio among the living leaves out."""
    died = deaths(outcome)
    if not died:
        return ()
    told = (
        f"{died:g} people died. The ratio is about people while they live; compare it with "
        "mean_cumulative_function(), which counts events in the world as it is."
    )
    return (Check("deaths", told, "note", statistic=died),)


def _people(found: CoxInput) -> np.ndarray:
    """Return the code of each row's person (rows,)."""
    return np.asarray(pd.factorize(found.frame["person"])[0], dtype=np.int64)


def _refuse_split(found: CoxInput) -> None:
    """Raise where the rows of one person lie in several clusters."""
    row_clusters(found.frame[found.clustered_by], person_rows(found.frame), found.clustered_by)


def _methods(outcome: Outcome, found: CoxInput, fit: CoxFit, how: str, model: str) -> str:
    """Return one paragraph in journal style."""
    people = int(found.frame["person"].nunique())
    return (
        f"The recurrence of {event_of(outcome)} ({fit.n_event:g} events of {people} people) was "
        f"analyzed by {SOURCES[model]} with {rule_of(fit)} handling of ties and "
        f"{how} (doi:10.1111/1467-9868.00259). Software: {versions('scipy')}."
    )
