"""Who is still in after each step, and how many people each step left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.errors import CohortError


@dataclass(frozen=True, slots=True)
class Step:
    """People left out for one reason; ``unknown`` where the reason is a missing value."""

    reason: str
    n: int
    unknown: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Account:
    """The enrollments still in, and the steps so far.

    A person is left out at the step at which their last enrollment is, so that
    people assessed = people left out + people in, after every step.
    """

    frame: pd.DataFrame
    assessed: int
    steps: tuple[Step, ...] = ()

    @property
    def people(self) -> int:
        """Number of people still in."""
        return int(self.frame["person_id"].nunique())

    def without(self, mask: object, reason: str, *, unknown: bool = False) -> Account:
        """Return the account without the enrollments a mask (n,) names."""
        out = np.asarray(mask, dtype=bool)
        if not out.any():
            return self
        kept = self.frame.loc[~out].reset_index(drop=True)
        lost = self.people - int(kept["person_id"].nunique())
        steps = (*self.steps, Step(reason, lost, unknown)) if lost else self.steps
        if kept.empty:
            raise _nobody_left(steps)
        return replace(self, frame=kept, steps=steps)

    def with_frame(self, frame: pd.DataFrame) -> Account:
        """Return the account of the same enrollments with other columns."""
        return replace(self, frame=frame)


def _nobody_left(steps: tuple[Step, ...]) -> CohortError:
    """Return the error for a cohort of no one, with the count of each reason."""
    told = "; ".join(f"{step.reason}: {step.n}" for step in steps)
    return CohortError(
        "Nobody is left in the cohort",
        code="RE-K14",
        rows=0,
        do=f"Loosen one of the conditions. Left out so far: {told}.",
    )
