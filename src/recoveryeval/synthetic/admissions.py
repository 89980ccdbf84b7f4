"""Admissions to hospital or detoxification: a Poisson process that death and jail stop.

Death and a first incarceration are the competing events of a first
readmission. Nobody is admitted after either, so that the mean number of
admissions is the same whether or not incarceration counts as terminal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.calendar import YEAR
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import Covariates
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

KIND = np.array(["inpatient", "psych_inpatient", "detox"], dtype=object)
# Which kind an admission is depends on dual diagnosis alone (rows: no, yes).
KIND_SHARE = np.array([[0.35, 0.15, 0.50], [0.25, 0.50, 0.25]])
EXTRA_DAYS = 4.0
APART = 2


@dataclass(frozen=True, slots=True, eq=False)
class Admissions:
    """Admissions in order of person and time, shape (admissions,).

    ``time`` is continuous, ``start`` its day; ``end`` is the day of discharge,
    NaN while in hospital at the extract; ``died`` marks a stay that death ended.
    """

    person: np.ndarray
    time: np.ndarray
    start: np.ndarray
    end: np.ndarray
    kind: np.ndarray
    died: np.ndarray


def admission_shift(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the log intensity ratio of admission against the reference person."""
    return np.asarray(
        effects.readmission_coaching * who.arm
        + effects.readmission_severity * who.z
        + effects.readmission_dual * who.dual
    )


def admission_intensity(days: np.ndarray, shift: np.ndarray, effects: Effects) -> np.ndarray:
    """Return the cumulative intensity of admission; broadcasts days against the shift."""
    reach = np.maximum(days - effects.readmission_from_day, 0.0) / YEAR
    return np.asarray(effects.readmission_rate * reach**effects.readmission_shape * np.exp(shift))


def draw_admissions(people: People, course: Course, effects: Effects, rngs: Streams) -> Admissions:
    """Draw every admission that happens before death, incarceration and the extract."""
    rng = rngs["admissions"]
    until = np.minimum.reduce([course.death, course.incarceration, people.follow_up + 1.0])
    mean = admission_intensity(until, admission_shift(people, effects), effects)
    count = rng.poisson(mean)
    person = np.repeat(np.arange(people.n), count)
    reach = np.maximum(until - effects.readmission_from_day, 0.0)[person]
    time = effects.readmission_from_day + reach * rng.random(len(person)) ** (
        1 / effects.readmission_shape
    )
    order = np.lexsort((time, person))
    person, time = person[order], time[order]
    start = np.floor(time).astype("int64")
    end, died = _discharge(person, start, course, rng)
    likely = np.cumsum(KIND_SHARE, axis=1)[people.dual[person]]
    kind = (rng.random((len(person), 1)) > likely).sum(axis=1)
    return Admissions(person, time, start, end, np.minimum(kind, len(KIND) - 1), died)


def _discharge(
    person: np.ndarray, start: np.ndarray, course: Course, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return the day of discharge, and whether death ended the stay.

    A stay ends at least two days before the next admission where there is
    room, so that stitching stays together leaves the count as it is.
    """
    end = (start + 1 + rng.poisson(EXTRA_DAYS, len(start))).astype("float64")
    again = np.append(person[1:] == person[:-1], False)
    following = np.append(start[1:], 0)
    end = np.where(again, np.maximum(np.minimum(end, following - APART), start), end)
    death = np.floor(course.death[person])
    died = end >= death
    end = np.where(died, death, end)
    return np.where(end > course.observed_to[person], np.nan, end), died & (
        death <= course.observed_to[person]
    )
