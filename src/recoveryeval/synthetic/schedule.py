"""Days of the regular contacts: from day 0 to the day of leaving, never far apart.

Someone who leaves on day L has a completed contact on day L exactly, none
after it, and at most 21 days between two contacts before it. Any gap rule of
22 days or more therefore finds the day of leaving without error.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.synthetic.course import COMPLETED, TRANSFER, Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.people import People

LONGEST_GAP = 21
_JITTER = 0.25


def regular_days(
    people: People, course: Course, effects: Effects, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return (person index, day) of every regular contact that is seen, sorted."""
    target = _target(people, course)
    gap = rng.uniform(effects.contact_gap_low, effects.contact_gap_high, people.n)
    steps = np.ceil(target / gap).astype("int64")
    person = np.repeat(np.arange(people.n), steps + 1)
    step = np.arange(len(person)) - np.repeat(np.cumsum(steps + 1) - (steps + 1), steps + 1)
    inner = (step > 0) & (step < steps[person])
    place = step + np.where(inner, rng.uniform(-_JITTER, _JITTER, len(person)), 0.0)
    day = np.floor(target[person] * place / np.maximum(steps[person], 1)).astype("int64")
    day = np.where(step == steps[person], target[person], day)
    seen = day <= course.engaged_to[person]
    return person[seen], day[seen]


def _target(people: People, course: Course) -> np.ndarray:
    """Return the day on which a regular contact must fall: leaving, or a planned exit."""
    planned = np.isin(course.exit_kind, (TRANSFER, COMPLETED))
    end = np.where(planned, np.minimum(course.leaving, course.exit_time), course.leaving)
    # Beyond the extract nothing is seen, so the schedule need not run on for years.
    within = np.minimum(np.floor(end), people.follow_up + LONGEST_GAP)
    return np.asarray(within.astype("int64"))
