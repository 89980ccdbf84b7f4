"""From curves of a Cox model to the Curve that is returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recoveryeval.models.hazards.cox_checks import cox_checks
from recoveryeval.models.hazards.cox_curve_error import CurveError, curve_error
from recoveryeval.models.hazards.cox_curves import (
    Described,
    carried_curves,
    curve_rows,
    curves_of,
    late_entries,
)
from recoveryeval.models.hazards.cox_fitted import rule_of
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.models.survival.survival_words import curve_labels, state_of
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.words import estimand_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.curve import Curve
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.results.status import worst
from recoveryeval.stats.hazards.cox_fit import CoxFit

TITLES = {"adjusted_curves": "Adjusted curves", "predicted_curves": "Predicted curves"}


def cox_curve_result(
    kind: str,
    outcome: Outcome,
    basis: tuple[CoxInput, CoxFit, Sequence[Described]],
    asked: Mapping[str, Any],
    words: tuple[str, tuple[Check, ...]],
) -> Curve:
    """Return the curves of the people described; ``words`` are the contrast and own checks."""
    found, fit, people = basis
    conf_level = float(asked["conf_level"])
    curves = curves_of(fit, found, people)
    some = next(iter(curves.values()))
    known = curve_error(fit, found, some.time)
    table = _without_lone(curve_rows(known, found, people, curves, conf_level))
    by = asked.get("by")
    title = f"{TITLES[kind]} of people {state_of(outcome)}" + (f", by {by}" if by else "")
    return Curve(
        kind=kind,
        title=title,
        table=table.assign(outcome=outcome.name),
        summary=_summary(outcome, found, fit, table),
        spec=_spec(kind, outcome, found, asked),
        estimand=estimand_of(outcome, words[0], dropped=found.found.dropped),
        methods_text=_methods(kind, known, str(asked["formula"]), conf_level),
        check_rows=(*_checks(outcome, found, fit), *known.check_rows(some), *words[1]),
        labels={**curve_labels(outcome, None), "title": title, "note": _note(kind, found, asked)},
        plot_name="survival",
        extras={
            **carried_curves(known, curves, late_entries(found, people), conf_level),
            # Curves of levels in the formula are parallel by assumption: no check of it.
            "pictures": ["log_log"] if by is not None and by == asked["strata"] else [],
        },
    )


def _checks(outcome: Outcome, found: CoxInput, fit: CoxFit) -> tuple[Check, ...]:
    """Return the checks of the rows used and of the model."""
    before = (*outcome.check_rows, *found.found.check_rows, *visit_check(outcome))
    return (*before, *cox_checks(fit, found))


def _note(kind: str, found: CoxInput, asked: Mapping[str, Any]) -> str:
    """Return what a reader of the picture must know."""
    n = float(found.frame["n"].sum())
    if kind == "predicted_curves":
        return f"Predicted from the {n:,.0f} people analyzed, whose numbers stand below the curves."
    return (
        f"Averages over all {n:,.0f} people analyzed, as if all had been in each group of "
        f"{asked['by']} (adjusted: {asked['formula']}). Numbers are those observed in the group."
    )


def _spec(kind: str, outcome: Outcome, found: CoxInput, asked: Mapping[str, Any]) -> Spec:
    """Return the record of the estimation."""
    return make_spec(
        kind,
        asked,
        outcome.frame,
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=len(found.frame),
        dropped={**outcome.dropped, **found.found.dropped},
    )


def _without_lone(table: pd.DataFrame) -> pd.DataFrame:
    """Return rows without numbers for a group in which one person was observed."""
    alone = table["n"] <= 1
    table.loc[alone, "status"] = "not_estimable"
    table.loc[alone, "reason"] = ALONE
    return table


def _summary(outcome: Outcome, found: CoxInput, fit: CoxFit, table: pd.DataFrame) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    n = float(found.frame["n"].sum())
    return pd.DataFrame(
        {
            "outcome": [outcome.name],
            "n": [n],
            "n_event": [fit.n_event],
            "n_censor": [n - fit.n_event],
            "log_likelihood": [fit.log_likelihood],
            "unit": [outcome.unit],
            "status": [worst(table["status"].unique())],
        }
    )


def _methods(kind: str, known: CurveError, formula: str, conf_level: float) -> str:
    """Return the paragraph for a paper."""
    who = {
        "adjusted_curves": "averaged over the covariates of all people analyzed (g-formula; Chang, "
        "Gelman and Pagano 1982, J Chronic Dis 35:669)",
        "predicted_curves": "for people as described (Tsiatis 1981, doi:10.1214/aos/1176345329)",
    }[kind]
    return (
        f"Curves were estimated from a Cox model ({formula}; "
        f"doi:10.1111/j.2517-6161.1972.tb00899.x) with {rule_of(known.fit)} handling of ties, "
        f"{who}, with {known.sentence} and pointwise {conf_level:.0%} log-log limits. "
        f"Software: {versions()}."
    )
