"""Contacts as they happen: regular, failed, clinical, and outreach to people not enrolled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.calendar import LAST_ENTRY, YEAR, day_number
from recoveryeval.synthetic.coaches import Staff
from recoveryeval.synthetic.course import CLOSE_AFTER, Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.schedule import regular_days
from recoveryeval.synthetic.streams import Streams

STATUS = np.array(["completed", "attempted", "no_show", "cancelled"], dtype=object)
DONE, ATTEMPTED, NO_SHOW, CANCELLED = range(4)
SERVICE = np.array(
    [
        "peer",
        "case_management",
        "therapy",
        "aftercare",
        "psychiatric",
        "medication",
        "mutual_help",
        "family",
        "outreach",
    ],
    dtype=object,
)
PEER, CASE, THERAPY, AFTERCARE, PSYCHIATRIC, MEDICATION, MUTUAL, FAMILY, OUTREACH = range(9)
# Index into CLINICAL_ROLES of who gives each service (peers and outreach: a coach).
CLINICIAN = np.array([0, 0, 1, 0, 2, 3, 0, 1, 0])
_REGULAR_USUAL = ((CASE, THERAPY, AFTERCARE), (0.5, 0.3, 0.2))
_CLINICAL = (
    (THERAPY, PSYCHIATRIC, MEDICATION, AFTERCARE, MUTUAL, FAMILY),
    (0.30, 0.15, 0.25, 0.10, 0.15, 0.05),
)
OUTREACH_PER_PERSON = 0.10


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """All contacts, shape (contacts,).

    ``person``: index, -1 where unknown. ``date``: day number. ``status`` and
    ``service``: codes into ``STATUS`` and ``SERVICE``. ``staff``: index.
    """

    person: np.ndarray
    date: np.ndarray
    status: np.ndarray
    service: np.ndarray
    staff: np.ndarray


def draw_contacts(
    people: People, course: Course, staff: Staff, effects: Effects, rngs: Streams
) -> Contacts:
    """Draw every contact, in the order of their dates."""
    person, day = regular_days(people, course, effects, rngs["contacts"])
    service = _regular_service(people, course, person, day, effects=effects, rng=rngs["contacts"])
    parts = [
        (person, day, np.full(len(person), DONE), service),
        _failed(people, course, person, effects, rngs["failed"]),
        _chased(people, course, rngs["failed"]),
        _clinical(people, course, effects, rngs["clinical"]),
    ]
    who, when, status, what = (np.concatenate(part) for part in zip(*parts, strict=True))
    by = _given_by(people, staff, who, when, what)
    outside = _outreach(people.n, staff, rngs["outreach"])
    date = np.concatenate([people.anchor[who] + when, outside[0]])
    order = np.argsort(date, kind="stable")
    unknown = np.full(len(outside[0]), -1)
    return Contacts(
        person=np.concatenate([who, unknown])[order],
        date=date[order],
        status=np.concatenate([status, outside[1]])[order],
        service=np.concatenate([what, np.full(len(unknown), OUTREACH)])[order],
        staff=np.concatenate([by, outside[2]])[order],
    )


def first_coach_day(
    people: People, course: Course, effects: Effects, rng: np.random.Generator
) -> np.ndarray:
    """Return the day from which a coached person's regular contacts are with a coach."""
    wait = np.floor(rng.exponential(effects.first_coach_days, people.n))
    return np.asarray(np.minimum(wait, course.engaged_to))


def _regular_service(
    people: People,
    course: Course,
    person: np.ndarray,
    day: np.ndarray,
    *,
    effects: Effects,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return what each regular contact is: a coach's where coached, from the first on."""
    since = first_coach_day(people, course, effects, rng)
    usual = rng.choice(_REGULAR_USUAL[0], len(person), p=_REGULAR_USUAL[1])
    coached = np.where(day >= since[person], PEER, CASE)
    return np.where(people.arm[person] == 1, coached, usual)


Part = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _failed(
    people: People,
    course: Course,
    regular: np.ndarray,
    effects: Effects,
    rng: np.random.Generator,
) -> Part:
    """Return contacts that did not take place while a person was engaged."""
    shares = np.array([effects.attempted_share, effects.no_show_share, effects.cancelled_share])
    total = float(shares.sum())
    count = rng.poisson(total * np.bincount(regular, minlength=people.n))
    person = np.repeat(np.arange(people.n), count)
    day = np.floor(rng.random(len(person)) * (course.engaged_to[person] + 1)).astype("int64")
    status = 1 + rng.choice(3, len(person), p=shares / total if total else (1.0, 0.0, 0.0))
    return person, day, status, _coach_or_case(people, person)


def _chased(people: People, course: Course, rng: np.random.Generator) -> Part:
    """Return attempts to reach people in the weeks after they left: rows, not engagement."""
    left = course.leaving < course.exit_time
    count = np.where(left, rng.integers(1, 4, people.n), 0)
    person = np.repeat(np.arange(people.n), count)
    late = rng.integers(7, CLOSE_AFTER, len(person))
    day = np.floor(course.leaving[person]) + late
    seen = day <= course.observed_to[person]
    person, day = person[seen], day[seen].astype("int64")
    return person, day, np.full(len(person), ATTEMPTED), _coach_or_case(people, person)


def _clinical(people: People, course: Course, effects: Effects, rng: np.random.Generator) -> Part:
    """Return clinical contacts beside the regular ones: a Poisson process while engaged."""
    rate = effects.clinical_rate / YEAR * np.exp(people.shift(coaching=effects.clinical_coaching))
    count = rng.poisson(rate * course.engaged_to)
    person = np.repeat(np.arange(people.n), count)
    day = np.floor(rng.random(len(person)) * course.engaged_to[person]).astype("int64")
    service = rng.choice(_CLINICAL[0], len(person), p=_CLINICAL[1])
    return person, day, np.full(len(person), DONE), service


def _coach_or_case(people: People, person: np.ndarray) -> np.ndarray:
    """Return the service that an appointment of that person belongs to."""
    return np.where(people.arm[person] == 1, PEER, CASE)


def _given_by(
    people: People, staff: Staff, person: np.ndarray, day: np.ndarray, service: np.ndarray
) -> np.ndarray:
    """Return the staff member: the assigned coach of that day, or the site's clinician."""
    coach = np.where(day >= staff.handed_over[person], staff.second[person], staff.first[person])
    clinician = staff.clinician(people.site[person], CLINICIAN[service])
    return np.where(service == PEER, coach, clinician)


def _outreach(
    n: int, staff: Staff, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (date, status, staff) of outreach contacts with people who are not enrolled."""
    if staff.n_peers == 0:
        empty = np.zeros(0, dtype="int64")
        return empty, empty, empty
    count = int(np.ceil(OUTREACH_PER_PERSON * n))
    by = rng.integers(0, staff.n_peers, count)
    last = day_number(LAST_ENTRY)
    first = staff.start[by]
    date = first + np.floor(rng.random(count) * (last - first + 1)).astype("int64")
    return date, rng.choice((DONE, ATTEMPTED), count, p=(0.45, 0.55)), by
