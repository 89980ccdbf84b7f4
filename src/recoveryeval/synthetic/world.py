"""Everything that happened in one synthetic program, before it is written into tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.synthetic.admissions import Admissions, draw_admissions
from recoveryeval.synthetic.coaches import Staff, draw_staff
from recoveryeval.synthetic.contacts import Contacts, draw_contacts
from recoveryeval.synthetic.course import Course, draw_course
from recoveryeval.synthetic.custody import Custody, draw_custody
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.happenings import Happenings, draw_happenings
from recoveryeval.synthetic.interviews import Answers, Interviews, draw_answers, draw_interviews
from recoveryeval.synthetic.observation import coverage_end
from recoveryeval.synthetic.people import People, draw_people
from recoveryeval.synthetic.scales import draw_totals, scales
from recoveryeval.synthetic.streams import Streams
from recoveryeval.synthetic.use import draw_tests, draw_use


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The latent and the observed happenings of everyone."""

    effects: Effects
    people: People
    course: Course
    staff: Staff
    contacts: Contacts
    admissions: Admissions
    happenings: Happenings
    custody: Custody
    covered: np.ndarray
    using: np.ndarray
    tests: np.ndarray
    totals: tuple[np.ndarray, np.ndarray]
    answers: tuple[Answers, Answers]
    interviews: Interviews


def draw_world(n: int, effects: Effects, rngs: Streams) -> World:
    """Draw n people and everything that happens to them."""
    people = draw_people(n, effects, rngs)
    course = draw_course(people, effects, rngs)
    staff = draw_staff(people, course, rngs)
    using = draw_use(people, effects, rngs)
    totals = draw_totals(people, staff, effects, rngs)
    gse, barc = scales(effects)
    answers = (
        draw_answers(totals[0], gse, effects, rngs),
        draw_answers(totals[1], barc, effects, rngs),
    )
    return World(
        effects=effects,
        people=people,
        course=course,
        staff=staff,
        contacts=draw_contacts(people, course, staff, effects, rngs),
        admissions=draw_admissions(people, course, effects, rngs),
        happenings=draw_happenings(people, course, effects, rngs),
        custody=draw_custody(people, course, effects, rngs),
        covered=coverage_end(people, course, effects, rngs),
        using=using,
        tests=draw_tests(using, course, effects, rngs),
        totals=totals,
        answers=answers,
        interviews=draw_interviews(people, course, answers[0], effects, rngs),
    )
