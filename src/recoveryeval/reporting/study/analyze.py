"""The analyses of a study, from its program to its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoveryeval.reporting.study.steps import Step, silent
from recoveryeval.reporting.study.study import Study
from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort
    from recoveryeval.programs.program import Program


def analyze(study: Study, program: Program, step: Step = silent) -> tuple[Result, ...]:
    """Return flow, people, retention and, where there are arms, their differences."""
    from recoveryeval.analyses.people_served import people_served
    from recoveryeval.models.kaplan_meier import kaplan_meier
    from recoveryeval.models.logrank import logrank
    from recoveryeval.models.rmst import rmst
    from recoveryeval.outcomes.retention import retention

    step("defining the cohort")
    cohort = cohort_of(study, program)
    plan = study.retention
    step("following retention")
    stay = retention(
        cohort,
        gap_days=plan.gap_days,
        horizon_days=plan.horizon_days,
        exits=dict(plan.exits) or None,
    )
    step("estimating")
    results = [cohort.flow(), people_served(cohort, columns=study.cohort.describe)]
    results.append(kaplan_meier(stay))
    if cohort.arm is not None:
        results.append(kaplan_meier(stay, by=cohort.arm))
        results.append(logrank(stay, cohort.arm))
    results.append(rmst(stay, by=cohort.arm, horizon=plan.horizon_days))
    return tuple(results)


def cohort_of(study: Study, program: Program) -> Cohort:
    """Return the cohort that the study plans."""
    from recoveryeval.cohorts.cohort import cohort
    from recoveryeval.cohorts.landmark import landmark

    plan = study.cohort
    arm = plan.arm
    if plan.landmark is not None:
        arm = landmark(plan.landmark, within_days=plan.within_days)
    return cohort(program, origin=plan.origin, between=plan.between, include=plan.include, arm=arm)
