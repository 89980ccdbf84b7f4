"""Arrests, emergency visits and overdoses (Poisson until death), and naloxone given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.calendar import YEAR
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.leaving import Covariates
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.strata import logistic
from recoveryeval.synthetic.streams import Streams

HAPPENINGS = ("ed", "arrest", "overdose")
NALOXONE_WITHIN = 14


@dataclass(frozen=True, slots=True, eq=False)
class Happenings:
    """Events that last a day, shape (events,): person index, day and type."""

    person: np.ndarray
    day: np.ndarray
    kind: np.ndarray


def happening_rate(kind: str, who: Covariates, effects: Effects) -> np.ndarray:
    """Return the rate per day of an emergency visit, an arrest or an overdose."""
    rate, coaching, severity = {
        "ed": (effects.ed_rate, effects.ed_coaching, 0.0),
        "arrest": (effects.arrest_rate, effects.arrest_coaching, effects.arrest_severity),
        "overdose": (effects.overdose_rate, effects.overdose_coaching, effects.overdose_severity),
    }[kind]
    return np.asarray(rate / YEAR * np.exp(coaching * who.arm + severity * who.z))


def naloxone_chance(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the probability of being given naloxone."""
    return logistic(effects.naloxone_share, effects.naloxone_coaching * who.arm)


def draw_happenings(people: People, course: Course, effects: Effects, rngs: Streams) -> Happenings:
    """Draw everyone's events up to death or the extract."""
    rng = rngs["happenings"]
    parts = [_poisson(kind, people, course, effects, rng) for kind in HAPPENINGS]
    given = rng.random(people.n) < naloxone_chance(people, effects)
    day = np.floor(rng.random(people.n) * (np.minimum(course.engaged_to, NALOXONE_WITHIN) + 1))
    parts.append(
        (np.flatnonzero(given), day[given], np.full(int(given.sum()), "naloxone_given", object))
    )
    person, when, kind = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Happenings(person, when.astype("int64"), kind)


def _poisson(
    kind: str, people: People, course: Course, effects: Effects, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw one kind of event at a constant rate."""
    until = np.minimum(course.death, people.follow_up + 1.0)
    count = rng.poisson(happening_rate(kind, people, effects) * until)
    person = np.repeat(np.arange(people.n), count)
    day = np.floor(rng.random(len(person)) * until[person])
    return person, day, np.full(len(person), kind, dtype=object)
