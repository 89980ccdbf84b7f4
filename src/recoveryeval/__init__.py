"""Outcomes research on peer recovery support, from messy exports to a report."""

from __future__ import annotations

from importlib import import_module

# Each public name and the module it lives in; type checkers read them from `__init__.pyi`. A
# module is loaded when its name is first used, so that a notebook waits for what it needs only.
_HOME = {
    "CascadeStep": "analyses.cascade_step",
    "Cohort": "cohorts.cohort",
    "CohortError": "errors",
    "Curve": "results.curve",
    "Effects": "synthetic.effects",
    "EstimationError": "errors",
    "Exposure": "cohorts.exposure",
    "Imputed": "models.missing.imputed",
    "IntervalCurve": "results.interval_curve",
    "Landmark": "cohorts.landmark",
    "LoadError": "errors",
    "Model": "results.model",
    "Outcome": "outcomes.outcome",
    "OutcomeError": "errors",
    "Program": "programs.program",
    "RecoveryEvalError": "errors",
    "ReleaseError": "errors",
    "RepeatedCells": "outcomes.repeated_cells",
    "Result": "results.result",
    "SchemaError": "errors",
    "Scores": "instruments.scores",
    "Truth": "synthetic.truth",
    "WeeklyResults": "outcomes.weekly.weekly_results",
    "across": "analyses.across",
    "adjusted_curves": "models.hazards.adjusted_curves",
    "baseline_hazard": "models.hazards.baseline_hazard",
    "before_after": "analyses.before_after",
    "binary": "outcomes.frames.binary",
    "cascade": "analyses.cascade",
    "cascade_step": "analyses.cascade_step",
    "change": "models.two_times.change",
    "change_scatter": "analyses.change_scatter",
    "coach_effects": "models.repeated.coach_effects",
    "cohort": "cohorts.build",
    "compare_fits": "models.repeated.compare_fits",
    "competing_events": "outcomes.frames.competing_events",
    "counts": "outcomes.frames.counts",
    "cox": "models.hazards.cox",
    "cumulative_incidence": "models.curves.cumulative_incidence",
    "definitions": "outcomes.definitions_table",
    "discrete_hazard": "models.hazards.discrete_hazard",
    "dose_over_time": "analyses.dose",
    "engagement": "outcomes.engagement",
    "exposure": "cohorts.exposure",
    "fine_gray": "models.hazards.fine_gray",
    "follow_up_after": "outcomes.follow_up_after",
    "followup_rate": "analyses.followup_rate",
    "followup_weights": "models.missing.followup_weights",
    "gee": "models.answers.gee",
    "glmm": "models.answers.glmm",
    "goals": "outcomes.goals",
    "gray_test": "models.curves.gray_test",
    "harms": "analyses.harms",
    "impute": "models.missing.impute",
    "incidence_regression": "models.curves.incidence_regression",
    "interval_censored": "models.bracketed.interval_censored",
    "interval_events": "outcomes.frames.interval_events",
    "interval_logrank": "models.bracketed.interval_logrank",
    "kaplan_meier": "models.curves.kaplan_meier",
    "landmark": "cohorts.landmark",
    "linear": "models.scores.linear",
    "list_instruments": "instruments.list_instruments",
    "logrank": "models.curves.logrank",
    "mean_cumulative_function": "models.recurrent.mean_cumulative_function",
    "missingness": "analyses.missingness",
    "mixed_model": "models.repeated.mixed_model",
    "mmrm": "models.repeated.mmrm",
    "national_outcomes": "analyses.national_outcomes",
    "nelson_aalen": "models.curves.nelson_aalen",
    "paired": "models.two_times.paired",
    "parametric": "models.distributions.parametric",
    "parametric_curves": "models.distributions.parametric_curves",
    "paths": "analyses.paths",
    "predicted_curves": "models.hazards.predicted_curves",
    "program": "programs.build",
    "proportional_hazards": "models.hazards.proportional_hazards",
    "rates": "models.count_models.rates",
    "read_csv": "loaders.read_csv",
    "read_excel": "loaders.read_excel",
    "read_redcap": "loaders.read_redcap",
    "readmission": "outcomes.readmission",
    "recurrent_cox": "models.recurrent.recurrent_cox",
    "recurrent_events": "outcomes.frames.recurrent_events",
    "relapse": "outcomes.relapse",
    "reliability": "models.scores.reliability",
    "repeated_cells": "outcomes.frames.repeated_cells",
    "repeated_measures": "outcomes.frames.repeated_measures",
    "report": "reporting.report",
    "residuals": "models.hazards.residuals",
    "retention": "outcomes.retention",
    "risk": "models.answers.risk",
    "rmst": "models.curves.rmst",
    "rmst_regression": "models.curves.rmst_regression",
    "scale": "outcomes.scale",
    "score_items": "instruments.score_items",
    "self_efficacy": "outcomes.self_efficacy",
    "states": "outcomes.states",
    "swimmer": "analyses.swimmer",
    "synthetic_program": "synthetic.synthetic_program",
    "time_to_event": "outcomes.frames.time_to_event",
    "tipping_point": "models.missing.tipping_point",
    "utilization": "outcomes.utilization",
    "weekly_results": "outcomes.weekly.weekly_results",
}

__all__ = sorted(_HOME)  # noqa: PLE0605  (the names of the table above, all text)


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in _HOME:
        message = f"module 'recoveryeval' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"recoveryeval.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
