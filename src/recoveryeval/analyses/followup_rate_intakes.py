"""The intakes from which follow-up is due: every enrollment of a program, or a cohort's people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.age import with_age
from recoveryeval.cohorts.candidates import candidates
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.observation import death_days
from recoveryeval.errors import CohortError
from recoveryeval.outcomes.leaving.limits import days, never
from recoveryeval.programs.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Intakes:
    """One row per intake, n in all; days count from its anchor.

    ``seen_to`` (n,) is the last day of the records (missing where it is not
    known), ``died`` and ``ended`` (n,) are infinite where that did not happen.
    """

    program: Program
    frame: pd.DataFrame
    known: Mapping[str, str]
    seen_to: np.ndarray
    died: np.ndarray
    ended: np.ndarray
    population: str


def intakes(data: Program | Cohort) -> Intakes:
    """Return the intakes of a program or a cohort."""
    if isinstance(data, Cohort):
        program, frame, known = data.program, data.frame, data.known
        died, population = days(frame["death_day"]), data.population
        seen_to = days(frame["records_to"])
    elif isinstance(data, Program):
        program = data
        frame, _, known = candidates(program)
        frame, _ = with_age(frame.assign(origin_day=0))
        died, population = death_days(frame, program), "every enrollment of the program"
        seen_to = np.full(len(frame), np.nan)
    else:
        raise CohortError(
            "A follow-up rate needs a program or a cohort, and something else was given",
            code="RE-A02",
            do="Give a program, or the cohort you chose from it.",
        )
    if program.extract_date is not None:
        gap = (pd.Timestamp(program.extract_date) - frame["anchor"]).dt.days
        dated = gap.to_numpy(dtype="float64", na_value=np.nan)
        seen_to = np.where(np.isnan(dated), seen_to, dated)
    return Intakes(
        program=program,
        frame=frame.reset_index(drop=True),
        known=known,
        seen_to=seen_to,
        died=never(died),
        ended=never(days(frame["end_day"])),
        population=population,
    )


def require_interviews(of: Intakes) -> None:
    """Raise where the program holds no interview at all."""
    if of.program.tables["assessment"].empty:
        raise CohortError(
            "The program holds no interviews, so everyone would seem to be lost",
            code="RE-A06",
            rows=0,
            do="Map the table 'assessment': each interview with its wave, date and status.",
        )
