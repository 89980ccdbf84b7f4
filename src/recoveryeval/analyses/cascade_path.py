"""The way of each person through a cascade: the day of each step, and what ended the way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.analyses.cascade_people import People
from recoveryeval.analyses.cascade_records import records_of
from recoveryeval.analyses.cascade_step import CascadeStep
from recoveryeval.outcomes.engaging.followed import windows
from recoveryeval.outcomes.engaging.window_summary import window_first
from recoveryeval.programs.program import Program

STILL = "still observed, not yet taken"
LATE = "not taken in time"


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One step as people took it, each (n,).

    ``start`` is the day of the step before (missing for those who did not take
    it), ``day`` the day of this one, ``end`` the day on which waiting for it
    ended, ``why`` what ended it. ``skipped`` counts people with the step but
    not the one before, ``nameless`` rows that name nobody, ``records`` all.
    """

    step: CascadeStep
    start: np.ndarray
    day: np.ndarray
    end: np.ndarray
    why: np.ndarray
    skipped: int
    nameless: int
    records: int

    @property
    def before(self) -> np.ndarray:
        """Who took the step before (n,)."""
        return np.asarray(~np.isnan(self.start))

    @property
    def taken(self) -> np.ndarray:
        """Who took this step (n,)."""
        return np.asarray(~np.isnan(self.day))


def stages(
    steps: tuple[CascadeStep, ...],
    people: People,
    program: Program,
    *,
    horizon: float,
    in_order: bool,
) -> tuple[Stage, ...]:
    """Return every step as people took it, each after the last one that is not optional.

    Without ``in_order`` a step may have come before an earlier one; it then
    counts on the day of that one.
    """
    start, found = np.zeros(len(people.last)), []
    last = np.minimum(np.minimum(people.last, people.left), horizon)
    gone = people.left <= np.minimum(people.last, horizon)
    why = np.where(gone, people.why, STILL)
    for step in steps:
        records, nameless = records_of(step, people, program)
        day, until = _day(step, records, start, last, in_order=in_order)
        found.append(
            Stage(
                step=step,
                start=start,
                day=day,
                end=np.where(np.isnan(day), np.minimum(last, until), day),
                why=np.where(~np.isnan(day), step.name, np.where(until < last, LATE, why)),
                skipped=_skipped(step, records, start, last),
                nameless=nameless,
                records=len(records) + nameless,
            )
        )
        start = start if step.optional else day
    return tuple(found)


def _day(
    step: CascadeStep,
    records: pd.DataFrame,
    start: np.ndarray,
    last: np.ndarray,
    *,
    in_order: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the day of a step, missing without one, and the last day allowed for it, each (n,)."""
    free = step.before_days > 0 or not (in_order or _timed(step))
    first = start + step.from_days
    if free:
        first = np.where(np.isnan(start), np.nan, _earliest(step))
    if step.before_days and in_order:
        first = np.where(start > 0, start, first)
    until = np.full(len(start), np.inf) if step.to_days is None else start + step.to_days
    found = window_first(records, windows(first, np.minimum(last, until))).sort_values("person")
    day = found["first_day"].to_numpy(dtype="float64")
    return (np.maximum(day, start) if free and not step.before_days else day), until


def _earliest(step: CascadeStep) -> float:
    """Return the first day on which a step may lie."""
    return -float(step.before_days)


def _timed(step: CascadeStep) -> bool:
    """Return whether a step has a time after the one before, which gives it an order."""
    return step.from_days > 0 or step.to_days is not None


def _skipped(step: CascadeStep, records: pd.DataFrame, start: np.ndarray, last: np.ndarray) -> int:
    """Return how many people have the step but not the one before."""
    if _timed(step):
        return 0
    place, day = records["person"].to_numpy(dtype=np.int64), records["day"].to_numpy()
    seen = (day >= _earliest(step)) & (day <= last[place]) & np.isnan(start[place])
    return len(np.unique(place[seen]))
