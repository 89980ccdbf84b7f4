"""Arms that have people in the cohort, and nobody once leaving is looked at."""

from __future__ import annotations

import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.results.check import Check


def emptied_arms(cohort: Cohort, frame: pd.DataFrame, options: Options) -> tuple[Check, ...]:
    """Return a concern for each arm that has nobody left; refuse a landmark with one arm.

    People without a contact have left once a whole gap has passed, so an arm
    of people without care is empty at a landmark that comes no sooner.
    """
    here = set(frame["arm"].dropna()) if "arm" in frame else set(cohort.arms)
    lost = [label for label in cohort.arms if label not in here]
    if not lost:
        return ()
    why, do = _why(cohort, options)
    if cohort.landmark_day and len(cohort.arms) - len(lost) < 2:
        raise OutcomeError(
            f"Nobody of the arm '{lost[0]}' is left to compare with: {why}",
            code="RE-E02",
            column="arm",
            rows=len(frame),
            do=do,
        )
    return tuple(
        Check(
            id="arm_without_people",
            verdict="concern",
            statistic=0.0,
            meaning=f"Nobody of the arm '{label}' is left, so it is in no comparison: {why}. {do}",
        )
        for label in lost
    )


def _why(cohort: Cohort, options: Options) -> tuple[str, str]:
    """Return why an arm may be empty, and what to do."""
    day = cohort.landmark_day
    if day and options.rule == "gap" and day >= options.gap_days:
        why = (
            f"by this definition people without a contact for {options.gap_days} days have left, "
            f"and the landmark lies {day} days on, so that those without care are gone by then"
        )
        return why, f"Use a landmark before day {options.gap_days}, or a longer gap_days."
    return (
        "all of its people had left before time zero by this definition, or cannot be counted",
        "Look at the checks of this outcome, and use an earlier landmark or another definition.",
    )
