"""Further outcomes of a study, each under its definition, with the model that fits its kind."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from recoveryeval.errors import OutcomeError
from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort
    from recoveryeval.outcomes.outcome import Outcome
    from recoveryeval.reporting.study.study import OutcomePlan

ANALYSES = ("followup_rate", "national_outcomes", "harms")
SEED = 1  # of resampled limits, so that a report made again is the same


def outcome_results(
    plan: OutcomePlan, people: Cohort, reference: str | None = None
) -> list[Result]:
    """Return the results of one further outcome, by arm where there are arms."""
    by = "arm" if people.arms else None
    asked: dict[str, Any] = {} if plan.definition is None else {"definition": plan.definition}
    if plan.outcome == "harms" and by:
        asked["reference"] = reference
    if plan.outcome in ANALYSES:
        made = import_module(f"recoveryeval.analyses.{plan.outcome}")
        return [getattr(made, plan.outcome)(people, by=by, **asked)]
    made = import_module(f"recoveryeval.outcomes.{plan.outcome}")
    return models_of(getattr(made, plan.outcome)(people, **asked), by)


def models_of(outcome: Outcome, by: str | None) -> list[Result]:
    """Return what describes an outcome of its kind, for everyone or by group."""
    from recoveryeval.models.bracketed.interval_censored import interval_censored
    from recoveryeval.models.count_models.rates import rates
    from recoveryeval.models.curves.cumulative_incidence import cumulative_incidence
    from recoveryeval.models.curves.kaplan_meier import kaplan_meier
    from recoveryeval.models.recurrent.mean_cumulative_function import mean_cumulative_function

    if outcome.kind == "time_to_event":
        return [kaplan_meier(outcome, by)]
    if outcome.kind == "competing":
        return [cumulative_incidence(outcome, by)]
    if outcome.kind == "recurrent":
        return [mean_cumulative_function(outcome, by)]
    if outcome.kind == "count":
        return [rates(outcome, by=by)]
    if outcome.kind == "interval":
        return [interval_censored(outcome, by, rng=SEED)]
    if outcome.kind == "binary":
        return _shares(outcome, by)
    raise OutcomeError(
        f"A report has no section for an outcome of kind {outcome.kind}",
        code="RE-Y07",
        do="Leave it out of the study file, and analyze it in a notebook.",
    )


def _shares(outcome: Outcome, by: str | None) -> list[Result]:
    """Return shares, one result for each day asked about."""
    from recoveryeval.models.answers.risk import risk

    frame = outcome.frame
    if "wave" not in frame or frame["wave"].isna().all():
        return [risk(outcome, by)]
    return [risk(outcome, by, wave=wave) for wave in dict.fromkeys(frame["wave"].dropna())]
