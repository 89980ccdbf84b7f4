"""A cascade in words: what was counted, how, and what a reader must know."""

from __future__ import annotations

from recoveryeval.analyses.cascade_path import STILL, Stage
from recoveryeval.analyses.cascade_people import People
from recoveryeval.analyses.cascade_step import CascadeStep
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.models.words import versions
from recoveryeval.results.check import Check
from recoveryeval.results.estimand import Estimand

MANY_STILL = 0.1


def estimand_of(cohort: Cohort, horizon: int | None) -> Estimand:
    """Return what the cascade counts, in words."""
    return Estimand(
        population=cohort.population,
        contrast="share of people who take each step, of those who took the step before and of "
        "everyone at the start",
        time_zero=cohort.origin,
        horizon="the end of observation" if horizon is None else f"{horizon} days",
        other_events="death and recorded ends are ways out, and compete in the times between steps",
        missing="people whose observation ended stay in both denominators as not having taken the "
        "step, and are counted",
    )


def methods_of(steps: tuple[CascadeStep, ...], after_end: str, order: str) -> str:
    """Return the paragraph for a paper."""
    told = "; ".join(
        f"{step.name}: {step.sentence}{' (optional)' if step.optional else ''}" for step in steps
    )
    late = "did not count" if after_end == "left_out" else "counted"
    ordered = (
        "A step counted by its first record on or after the day of the step before."
        if order == "after"
        else "A step counted by its first record, also where that lay before an earlier step."
    )
    return (
        "The cascade counted these steps: "
        f"{told}. Steps after a recorded end of the enrollment {late}. {ordered} Shares are of "
        "those who took the step before and of everyone at the start, with Wilson's limits "
        "(doi:10.1080/01621459.1927.10502953). Median and quartiles of the days between steps come "
        "from Aalen-Johansen incidences, in which ways out compete and the end of observation "
        f"censors. Software: {versions('scipy')}."
    )


def labels_of(
    cohort: Cohort, steps: tuple[CascadeStep, ...], horizon: int | None
) -> dict[str, str]:
    """Return the words of the picture."""
    optional = [step.name for step in steps if step.optional]
    told = f" Not needed for the steps after it: {', '.join(optional)}." if optional else ""
    until = "" if horizon is None else f", within {horizon} days"
    return {
        "title": f"Steps of care{until}",
        "x": "People",
        "note": f"Time zero: {cohort.origin}.{told}",
    }


def checks_of(found: tuple[Stage, ...], people: People, without_episode: str) -> tuple[Check, ...]:
    """Return what a reader must know."""
    checks = [_outside(people, without_episode)] if people.outside else []
    for stage in found:
        checks += [*_empty(stage), *_still(stage), *_skipped(stage), *_nameless(stage)]
    return tuple(checks)


def _outside(people: People, without_episode: str) -> Check:
    """Return how many people have records and no enrollment."""
    included = without_episode == "included"
    return Check(
        id="people_without_enrollment",
        verdict="note" if included else "concern",
        statistic=float(people.outside),
        meaning=f"{people.outside} people have records of these steps and no enrollment: "
        + (
            "they are in the cascade, followed from their first record."
            if included
            else "they are not in the cascade; without_episode='included' takes them in."
        ),
    )


def _empty(stage: Stage) -> list[Check]:
    """Return a concern about a step that no record shows."""
    if stage.records:
        return []
    return [
        Check(
            id="step_without_records",
            verdict="concern",
            meaning=f"No record at all shows the step '{stage.step.name}' ({stage.step.sentence}): "
            "look at the table and at the condition.",
        )
    ]


def _still(stage: Stage) -> list[Check]:
    """Return how many may yet take a step, since only their observation ended."""
    n = 0 if stage.step.optional else _number_still(stage)
    before = int(stage.before.sum())
    if not n:
        return []
    share = n / before
    return [
        Check(
            id="not_yet",
            verdict="concern" if share > MANY_STILL else "note",
            statistic=float(n),
            meaning=f"{n} of {before} people had not taken the step '{stage.step.name}' when "
            "observation or the horizon ended, and nothing else had ended their way. Shares count "
            "them as not having taken it; the times between steps do not.",
        )
    ]


def _number_still(stage: Stage) -> int:
    """Return how many are at the step before and may still take this one."""
    return int((stage.before & ~stage.taken & (stage.why == STILL)).sum())


def _skipped(stage: Stage) -> list[Check]:
    """Return how many took a step without the one before."""
    if not stage.skipped:
        return []
    return [
        Check(
            id="step_out_of_order",
            verdict="concern",
            statistic=float(stage.skipped),
            meaning=f"{stage.skipped} people have a record of the step '{stage.step.name}' without "
            "the step before it, and are not counted there. Leave that step out, or make it "
            "optional.",
        )
    ]


def _nameless(stage: Stage) -> list[Check]:
    """Return how many records of a step name no person."""
    if not stage.nameless:
        return []
    return [
        Check(
            id="records_of_nobody_known",
            verdict="concern",
            statistic=float(stage.nameless),
            meaning=f"{stage.nameless} records of the step '{stage.step.name}' name no person and "
            "are not used.",
        )
    ]
