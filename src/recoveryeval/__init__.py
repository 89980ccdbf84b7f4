"""Outcomes research on peer recovery support, from messy exports to a report."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recoveryeval.analyses.across import across as across
    from recoveryeval.analyses.cascade import cascade as cascade
    from recoveryeval.analyses.cascade_step import CascadeStep as CascadeStep
    from recoveryeval.analyses.cascade_step import cascade_step as cascade_step
    from recoveryeval.analyses.dose import dose_over_time as dose_over_time
    from recoveryeval.analyses.followup_rate import followup_rate as followup_rate
    from recoveryeval.cohorts.build import cohort as cohort
    from recoveryeval.cohorts.cohort import Cohort as Cohort
    from recoveryeval.cohorts.exposure import Exposure as Exposure
    from recoveryeval.cohorts.exposure import exposure as exposure
    from recoveryeval.cohorts.landmark import Landmark as Landmark
    from recoveryeval.cohorts.landmark import landmark as landmark
    from recoveryeval.errors import CohortError as CohortError
    from recoveryeval.errors import EstimationError as EstimationError
    from recoveryeval.errors import LoadError as LoadError
    from recoveryeval.errors import OutcomeError as OutcomeError
    from recoveryeval.errors import RecoveryEvalError as RecoveryEvalError
    from recoveryeval.errors import ReleaseError as ReleaseError
    from recoveryeval.errors import SchemaError as SchemaError
    from recoveryeval.instruments.score_items import score_items as score_items
    from recoveryeval.instruments.scores import Scores as Scores
    from recoveryeval.loaders.read_csv import read_csv as read_csv
    from recoveryeval.loaders.read_excel import read_excel as read_excel
    from recoveryeval.loaders.read_redcap import read_redcap as read_redcap
    from recoveryeval.models.adjusted_curves import adjusted_curves as adjusted_curves
    from recoveryeval.models.baseline_hazard import baseline_hazard as baseline_hazard
    from recoveryeval.models.change import change as change
    from recoveryeval.models.cox import cox as cox
    from recoveryeval.models.cumulative_incidence import (
        cumulative_incidence as cumulative_incidence,
    )
    from recoveryeval.models.discrete_hazard import discrete_hazard as discrete_hazard
    from recoveryeval.models.fine_gray import fine_gray as fine_gray
    from recoveryeval.models.gray_test import gray_test as gray_test
    from recoveryeval.models.interval_censored import interval_censored as interval_censored
    from recoveryeval.models.interval_logrank import interval_logrank as interval_logrank
    from recoveryeval.models.kaplan_meier import kaplan_meier as kaplan_meier
    from recoveryeval.models.linear import linear as linear
    from recoveryeval.models.logrank import logrank as logrank
    from recoveryeval.models.mean_cumulative_function import (
        mean_cumulative_function as mean_cumulative_function,
    )
    from recoveryeval.models.mixed_model import mixed_model as mixed_model
    from recoveryeval.models.mmrm import mmrm as mmrm
    from recoveryeval.models.nelson_aalen import nelson_aalen as nelson_aalen
    from recoveryeval.models.paired import paired as paired
    from recoveryeval.models.parametric import parametric as parametric
    from recoveryeval.models.parametric_curves import parametric_curves as parametric_curves
    from recoveryeval.models.predicted_curves import predicted_curves as predicted_curves
    from recoveryeval.models.proportional_hazards import (
        proportional_hazards as proportional_hazards,
    )
    from recoveryeval.models.recurrent_cox import recurrent_cox as recurrent_cox
    from recoveryeval.models.reliability import reliability as reliability
    from recoveryeval.models.residuals import residuals as residuals
    from recoveryeval.models.risk import risk as risk
    from recoveryeval.models.rmst import rmst as rmst
    from recoveryeval.models.rmst_regression import rmst_regression as rmst_regression
    from recoveryeval.outcomes.definitions_table import definitions as definitions
    from recoveryeval.outcomes.engagement import engagement as engagement
    from recoveryeval.outcomes.frames.binary import binary as binary
    from recoveryeval.outcomes.frames.competing_events import competing_events as competing_events
    from recoveryeval.outcomes.frames.counts import counts as counts
    from recoveryeval.outcomes.frames.interval_events import interval_events as interval_events
    from recoveryeval.outcomes.frames.recurrent_events import recurrent_events as recurrent_events
    from recoveryeval.outcomes.frames.repeated_measures import (
        repeated_measures as repeated_measures,
    )
    from recoveryeval.outcomes.frames.time_to_event import time_to_event as time_to_event
    from recoveryeval.outcomes.goals import goals as goals
    from recoveryeval.outcomes.outcome import Outcome as Outcome
    from recoveryeval.outcomes.relapse import relapse as relapse
    from recoveryeval.outcomes.retention import retention as retention
    from recoveryeval.outcomes.scale import scale as scale
    from recoveryeval.outcomes.self_efficacy import self_efficacy as self_efficacy
    from recoveryeval.outcomes.states import states as states
    from recoveryeval.outcomes.weekly.weekly_results import WeeklyResults as WeeklyResults
    from recoveryeval.outcomes.weekly.weekly_results import weekly_results as weekly_results
    from recoveryeval.programs.build import program as program
    from recoveryeval.programs.program import Program as Program
    from recoveryeval.reporting.report import report as report
    from recoveryeval.results.curve import Curve as Curve
    from recoveryeval.results.interval_curve import IntervalCurve as IntervalCurve
    from recoveryeval.results.model import Model as Model
    from recoveryeval.results.result import Result as Result
    from recoveryeval.synthetic.effects import Effects as Effects
    from recoveryeval.synthetic.synthetic_program import synthetic_program as synthetic_program
    from recoveryeval.synthetic.truth import Truth as Truth

# Each public name and the module it lives in; a module is loaded when its name is first used, so
# that a notebook waits for what it needs and not for everything there is.
_HOME = {
    "CascadeStep": "analyses.cascade_step",
    "Cohort": "cohorts.cohort",
    "CohortError": "errors",
    "Curve": "results.curve",
    "Effects": "synthetic.effects",
    "EstimationError": "errors",
    "Exposure": "cohorts.exposure",
    "IntervalCurve": "results.interval_curve",
    "Landmark": "cohorts.landmark",
    "LoadError": "errors",
    "Model": "results.model",
    "Outcome": "outcomes.outcome",
    "OutcomeError": "errors",
    "Program": "programs.program",
    "RecoveryEvalError": "errors",
    "ReleaseError": "errors",
    "Result": "results.result",
    "SchemaError": "errors",
    "Scores": "instruments.scores",
    "Truth": "synthetic.truth",
    "WeeklyResults": "outcomes.weekly.weekly_results",
    "across": "analyses.across",
    "adjusted_curves": "models.adjusted_curves",
    "baseline_hazard": "models.baseline_hazard",
    "binary": "outcomes.frames.binary",
    "cascade": "analyses.cascade",
    "cascade_step": "analyses.cascade_step",
    "change": "models.change",
    "cohort": "cohorts.build",
    "competing_events": "outcomes.frames.competing_events",
    "counts": "outcomes.frames.counts",
    "cox": "models.cox",
    "cumulative_incidence": "models.cumulative_incidence",
    "definitions": "outcomes.definitions_table",
    "discrete_hazard": "models.discrete_hazard",
    "dose_over_time": "analyses.dose",
    "engagement": "outcomes.engagement",
    "exposure": "cohorts.exposure",
    "fine_gray": "models.fine_gray",
    "followup_rate": "analyses.followup_rate",
    "goals": "outcomes.goals",
    "gray_test": "models.gray_test",
    "interval_censored": "models.interval_censored",
    "interval_events": "outcomes.frames.interval_events",
    "interval_logrank": "models.interval_logrank",
    "kaplan_meier": "models.kaplan_meier",
    "landmark": "cohorts.landmark",
    "linear": "models.linear",
    "logrank": "models.logrank",
    "mean_cumulative_function": "models.mean_cumulative_function",
    "mixed_model": "models.mixed_model",
    "mmrm": "models.mmrm",
    "nelson_aalen": "models.nelson_aalen",
    "paired": "models.paired",
    "parametric": "models.parametric",
    "parametric_curves": "models.parametric_curves",
    "predicted_curves": "models.predicted_curves",
    "program": "programs.build",
    "proportional_hazards": "models.proportional_hazards",
    "read_csv": "loaders.read_csv",
    "read_excel": "loaders.read_excel",
    "read_redcap": "loaders.read_redcap",
    "recurrent_cox": "models.recurrent_cox",
    "recurrent_events": "outcomes.frames.recurrent_events",
    "relapse": "outcomes.relapse",
    "reliability": "models.reliability",
    "repeated_measures": "outcomes.frames.repeated_measures",
    "report": "reporting.report",
    "residuals": "models.residuals",
    "retention": "outcomes.retention",
    "risk": "models.risk",
    "rmst": "models.rmst",
    "rmst_regression": "models.rmst_regression",
    "scale": "outcomes.scale",
    "score_items": "instruments.score_items",
    "self_efficacy": "outcomes.self_efficacy",
    "states": "outcomes.states",
    "synthetic_program": "synthetic.synthetic_program",
    "time_to_event": "outcomes.frames.time_to_event",
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
