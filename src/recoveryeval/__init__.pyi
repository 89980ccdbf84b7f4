# The public names as type checkers read them: a test holds them equal to `_HOME` in `__init__.py`.
from recoveryeval.analyses.across import across as across
from recoveryeval.analyses.before_after import before_after as before_after
from recoveryeval.analyses.cascade import cascade as cascade
from recoveryeval.analyses.cascade_step import CascadeStep as CascadeStep
from recoveryeval.analyses.cascade_step import cascade_step as cascade_step
from recoveryeval.analyses.change_scatter import change_scatter as change_scatter
from recoveryeval.analyses.dose import dose_over_time as dose_over_time
from recoveryeval.analyses.followup_rate import followup_rate as followup_rate
from recoveryeval.analyses.harms import harms as harms
from recoveryeval.analyses.missingness import missingness as missingness
from recoveryeval.analyses.national_outcomes import national_outcomes as national_outcomes
from recoveryeval.analyses.paths import paths as paths
from recoveryeval.analyses.swimmer import swimmer as swimmer
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
from recoveryeval.instruments.list_instruments import list_instruments as list_instruments
from recoveryeval.instruments.score_items import score_items as score_items
from recoveryeval.instruments.scores import Scores as Scores
from recoveryeval.loaders.read_csv import read_csv as read_csv
from recoveryeval.loaders.read_excel import read_excel as read_excel
from recoveryeval.loaders.read_redcap import read_redcap as read_redcap
from recoveryeval.models.answers.gee import gee as gee
from recoveryeval.models.answers.glmm import glmm as glmm
from recoveryeval.models.answers.risk import risk as risk
from recoveryeval.models.bracketed.interval_censored import interval_censored as interval_censored
from recoveryeval.models.bracketed.interval_logrank import interval_logrank as interval_logrank
from recoveryeval.models.count_models.rates import rates as rates
from recoveryeval.models.curves.cumulative_incidence import (
    cumulative_incidence as cumulative_incidence,
)
from recoveryeval.models.curves.gray_test import gray_test as gray_test
from recoveryeval.models.curves.incidence_regression import (
    incidence_regression as incidence_regression,
)
from recoveryeval.models.curves.kaplan_meier import kaplan_meier as kaplan_meier
from recoveryeval.models.curves.logrank import logrank as logrank
from recoveryeval.models.curves.nelson_aalen import nelson_aalen as nelson_aalen
from recoveryeval.models.curves.rmst import rmst as rmst
from recoveryeval.models.curves.rmst_regression import rmst_regression as rmst_regression
from recoveryeval.models.distributions.parametric import parametric as parametric
from recoveryeval.models.distributions.parametric_curves import (
    parametric_curves as parametric_curves,
)
from recoveryeval.models.hazards.adjusted_curves import adjusted_curves as adjusted_curves
from recoveryeval.models.hazards.baseline_hazard import baseline_hazard as baseline_hazard
from recoveryeval.models.hazards.cox import cox as cox
from recoveryeval.models.hazards.discrete_hazard import discrete_hazard as discrete_hazard
from recoveryeval.models.hazards.fine_gray import fine_gray as fine_gray
from recoveryeval.models.hazards.predicted_curves import predicted_curves as predicted_curves
from recoveryeval.models.hazards.proportional_hazards import (
    proportional_hazards as proportional_hazards,
)
from recoveryeval.models.hazards.residuals import residuals as residuals
from recoveryeval.models.missing.followup_weights import followup_weights as followup_weights
from recoveryeval.models.missing.impute import impute as impute
from recoveryeval.models.missing.imputed import Imputed as Imputed
from recoveryeval.models.missing.tipping_point import tipping_point as tipping_point
from recoveryeval.models.recurrent.mean_cumulative_function import (
    mean_cumulative_function as mean_cumulative_function,
)
from recoveryeval.models.recurrent.recurrent_cox import recurrent_cox as recurrent_cox
from recoveryeval.models.repeated.coach_effects import coach_effects as coach_effects
from recoveryeval.models.repeated.compare_fits import compare_fits as compare_fits
from recoveryeval.models.repeated.mixed_model import mixed_model as mixed_model
from recoveryeval.models.repeated.mmrm import mmrm as mmrm
from recoveryeval.models.scores.linear import linear as linear
from recoveryeval.models.scores.reliability import reliability as reliability
from recoveryeval.models.two_times.change import change as change
from recoveryeval.models.two_times.paired import paired as paired
from recoveryeval.outcomes.definitions_table import definitions as definitions
from recoveryeval.outcomes.engagement import engagement as engagement
from recoveryeval.outcomes.follow_up_after import follow_up_after as follow_up_after
from recoveryeval.outcomes.frames.binary import binary as binary
from recoveryeval.outcomes.frames.competing_events import competing_events as competing_events
from recoveryeval.outcomes.frames.counts import counts as counts
from recoveryeval.outcomes.frames.interval_events import interval_events as interval_events
from recoveryeval.outcomes.frames.recurrent_events import recurrent_events as recurrent_events
from recoveryeval.outcomes.frames.repeated_cells import repeated_cells as repeated_cells
from recoveryeval.outcomes.frames.repeated_measures import (
    repeated_measures as repeated_measures,
)
from recoveryeval.outcomes.frames.time_to_event import time_to_event as time_to_event
from recoveryeval.outcomes.goals import goals as goals
from recoveryeval.outcomes.outcome import Outcome as Outcome
from recoveryeval.outcomes.readmission import readmission as readmission
from recoveryeval.outcomes.relapse import relapse as relapse
from recoveryeval.outcomes.repeated_cells import RepeatedCells as RepeatedCells
from recoveryeval.outcomes.retention import retention as retention
from recoveryeval.outcomes.scale import scale as scale
from recoveryeval.outcomes.self_efficacy import self_efficacy as self_efficacy
from recoveryeval.outcomes.states import states as states
from recoveryeval.outcomes.utilization import utilization as utilization
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
