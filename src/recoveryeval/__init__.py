"""Outcomes research on peer recovery support, from messy exports to a report."""

from recoveryeval.cohorts.build import cohort
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.landmark import landmark
from recoveryeval.loaders.read_csv import read_csv
from recoveryeval.loaders.read_excel import read_excel
from recoveryeval.loaders.read_redcap import read_redcap
from recoveryeval.models.cox import cox
from recoveryeval.models.discrete_hazard import discrete_hazard
from recoveryeval.models.kaplan_meier import kaplan_meier
from recoveryeval.models.linear import linear
from recoveryeval.models.logrank import logrank
from recoveryeval.models.mixed_model import mixed_model
from recoveryeval.models.mmrm import mmrm
from recoveryeval.models.parametric import parametric
from recoveryeval.models.residuals import residuals
from recoveryeval.models.risk import risk
from recoveryeval.models.rmst import rmst
from recoveryeval.outcomes.frames.binary import binary
from recoveryeval.outcomes.frames.competing_events import competing_events
from recoveryeval.outcomes.frames.counts import counts
from recoveryeval.outcomes.frames.interval_events import interval_events
from recoveryeval.outcomes.frames.recurrent_events import recurrent_events
from recoveryeval.outcomes.frames.repeated_measures import repeated_measures
from recoveryeval.outcomes.frames.time_to_event import time_to_event
from recoveryeval.outcomes.retention import retention
from recoveryeval.programs.build import program
from recoveryeval.programs.program import Program
from recoveryeval.reporting.report import report
from recoveryeval.results.result import Result
from recoveryeval.synthetic.synthetic_program import synthetic_program

__all__ = [
    "Cohort",
    "Program",
    "Result",
    "binary",
    "cohort",
    "competing_events",
    "counts",
    "cox",
    "discrete_hazard",
    "interval_events",
    "kaplan_meier",
    "landmark",
    "linear",
    "logrank",
    "mixed_model",
    "mmrm",
    "parametric",
    "program",
    "read_csv",
    "read_excel",
    "read_redcap",
    "recurrent_events",
    "repeated_measures",
    "report",
    "residuals",
    "retention",
    "risk",
    "rmst",
    "synthetic_program",
    "time_to_event",
]
