"""Custody after a first incarceration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams


@dataclass(frozen=True, slots=True, eq=False)
class Custody:
    """First custody of those jailed, shape (jailed,); ``end`` is NaN while it goes on."""

    person: np.ndarray
    start: np.ndarray
    end: np.ndarray


def draw_custody(people: People, course: Course, effects: Effects, rngs: Streams) -> Custody:
    """Return each first incarceration that is seen, and its release where it is seen."""
    length = np.ceil(rngs["spells"].exponential(effects.custody_mean_days, people.n))
    start = np.floor(course.incarceration)
    seen = (start <= people.follow_up) & (course.incarceration < course.death)
    end = np.minimum(start + length, np.floor(course.death))[seen]
    open_ = end > people.follow_up[seen]
    return Custody(
        person=np.flatnonzero(seen),
        start=start[seen].astype("int64"),
        end=np.where(open_, np.nan, end),
    )
