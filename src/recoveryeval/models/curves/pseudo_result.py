"""The Model around a regression of pseudo-observations: its record, checks and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from recoveryeval.models.curves.pseudo_input import PseudoInput
from recoveryeval.models.curves.pseudo_rows import fitted_rows
from recoveryeval.models.hazards.cox_checks import EVENTS_PER_TERM
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.too_few_clusters import unknown_error
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst


@dataclass(frozen=True, slots=True)
class PseudoWords:
    """Kind, title, contrast and axis of the result; for the methods what was regressed, whence."""

    kind: str
    title: str
    contrast: str
    x_label: str
    regressed: str
    source: str
    competing: str = ""


def pseudo_model(
    outcome: Outcome,
    found: PseudoInput,
    words: PseudoWords,
    asked: Mapping[str, Any],
    checks: tuple[Check, ...] = (),
) -> Model:
    """Return the Model of a regression at ``found.horizon``."""
    table, coefficients, few = fitted_rows(found, float(asked["conf_level"]))
    told = Regression(
        kind=words.kind,
        title=words.title,
        table=table.assign(time=found.horizon),
        summary=_summary(found, worst(table["status"].unique())),
        contrast=words.contrast,
        x_label=words.x_label,
        methods_text=_methods(found, words),
        parameters=asked,
        rows_used=len(found.frame),
        checks=(*checks, *visit_check(outcome), *few, *_assumed(found, asked["censoring_groups"])),
        extras={
            "coefficients": {f.name: getattr(coefficients, f.name) for f in fields(coefficients)},
            "grid": reference_grid(found.found, found.frame, found.n),
            "mean": found.aim.mean,
            "difference": found.aim.difference,
            "no_error": unknown_error(table),
        },
    )
    model = regression_model(outcome, found.found, told)
    others = words.competing or model.estimand.other_events
    until = f"{found.horizon:g} {outcome.unit}"
    estimand = replace(model.estimand, horizon=until, other_events=others)
    return replace(
        model, estimand=estimand, labels={**model.labels, "estimand": found.aim.difference}
    )


def _summary(found: PseudoInput, status: str) -> Mapping[str, Any]:
    """Return the one summary row."""
    return {"n": float(found.n.sum()), "n_event": _events(found), "status": status}


def _events(found: PseudoInput) -> float:
    """Return how many people had the event by the horizon."""
    cells = found.cells
    return float(found.n[(cells.cause == 1) & (cells.time <= found.horizon)].sum())


def _assumed(found: PseudoInput, groups: str | None) -> tuple[Check, ...]:
    """Return what has to be assumed about those who left, and how few events there are."""
    within = "" if groups is None else f" within levels of {groups}"
    told = (
        f"People whose observation ended early are taken to be like the others{within}, whatever "
        "their covariates. Where drop-out differs between groups, name them in censoring_groups=."
    )
    checks = [Check("censoring_assumed_alike", told)]
    terms, events = len(found.found.terms) - 1, _events(found)
    if terms and events < EVENTS_PER_TERM * terms:
        told = (
            f"There are {events:g} events by the horizon for {terms} "
            f"term{'s' * (terms > 1)}; under ten events each, estimates and limits are rough."
        )
        checks.append(Check("few_events", told, "concern", statistic=events / terms))
    return tuple(checks)


def _methods(found: PseudoInput, words: PseudoWords) -> str:
    """Return the paragraph for a paper."""
    error = (
        f"bias-reduced errors clustered by {found.clustered_by}"
        if found.clustered_by
        else "robust errors (HC3)"
    )
    return (
        f"{words.regressed} was regressed on covariates by pseudo-observations ({words.source}) "
        f"with the identity link for differences and the log link for ratios, and {error}. "
        f"Software: {versions('scipy')}."
    )
