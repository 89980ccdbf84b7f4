"""The analyses of a study, from its program to its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recoveryeval.reporting.study.steps import Step, silent
from recoveryeval.reporting.study.study import Study
from recoveryeval.results.result import Result

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort
    from recoveryeval.outcomes.outcome import Outcome
    from recoveryeval.programs.program import Program

ANALYSIS_STEPS = 4
ARM = "arm"


def analyze(study: Study, program: Program, step: Step = silent) -> tuple[Result, ...]:
    """Return flow, people, services, retention with arms compared, and the further outcomes."""
    from recoveryeval.analyses.people_served import described, people_served
    from recoveryeval.reporting.study.further import outcome_results
    from recoveryeval.reporting.study.services import service_results

    step("defining the cohort")
    people = cohort_of(study, program)
    about = study.cohort.describe
    served = [people_served(people, columns=about)] if described(people.people, about) else []
    step("following retention")
    stay = retention_of(study, people)
    step("estimating")
    received = service_results(people, study.retention.horizon_days)
    stays = models_of(study, people, stay)
    step("following further outcomes")
    ref = _reference(study, people)
    further = [r for plan in study.outcomes for r in outcome_results(plan, people, ref)]
    return (people.flow(), *served, *received, *stays, *further)


def cohort_of(study: Study, program: Program) -> Cohort:
    """Return the cohort that the study plans."""
    from recoveryeval.cohorts.build import cohort
    from recoveryeval.cohorts.landmark import landmark

    plan = study.cohort
    rule = None
    if plan.landmark is not None and plan.within_days is not None:
        rule = landmark(plan.landmark, within_days=plan.within_days, service=plan.service)
    return cohort(
        program,
        origin=plan.origin,
        between=plan.between,
        include=plan.include,
        arm=rule or plan.arm,
    )


def retention_of(study: Study, people: Cohort) -> Outcome:
    """Return retention as the study defines it."""
    from recoveryeval.outcomes.retention import retention

    plan = study.retention
    return retention(
        people,
        definition=plan.definition,
        gap_days=plan.gap_days,
        horizon_days=plan.horizon_days,
        service=plan.service,
        exits=plan.exits,
    )


def models_of(study: Study, people: Cohort, stay: Outcome) -> list[Result]:
    """Return the curve of everyone, and with arms their curves, test and average times.

    Where a stay can end in several ways the share who ended in each stands beside the curves.
    """
    from recoveryeval.models.curves.cumulative_incidence import cumulative_incidence
    from recoveryeval.models.curves.kaplan_meier import kaplan_meier
    from recoveryeval.models.curves.logrank import logrank
    from recoveryeval.models.curves.rmst import rmst

    horizon = study.retention.horizon_days
    by = ARM if people.arms else None
    ends = [cumulative_incidence(stay, by)] if stay.kind == "competing" else []
    if not people.arms:
        return [kaplan_meier(stay), *ends, rmst(stay, horizon=horizon)]
    reference = _reference(study, people)
    return [
        kaplan_meier(stay),
        kaplan_meier(stay, by=ARM),
        *ends,
        logrank(stay, ARM),
        rmst(stay, by=ARM, horizon=horizon, reference=reference),
    ]


def _reference(study: Study, people: Cohort) -> str | None:
    """Return the arm that others are compared with: of a landmark the one without what it asks."""
    if study.cohort.reference is None and study.cohort.landmark is not None:
        return people.arms[-1] if people.arms else None
    return study.cohort.reference
