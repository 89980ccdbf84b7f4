"""The episode, assignment and diagnosis tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import as_dates
from recoveryeval.synthetic.coaches import Staff
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.strata import ARMS
from recoveryeval.synthetic.streams import Streams

PROGRAM = "Recovery coaching"
SOURCE = "redcap"
REFERRED_BY = np.array(
    ["emergency_department", "hospital", "treatment", "self", "justice", "family"], dtype=object
)
SUBSTANCE_DX = np.array(["F10.20", "F11.20", "F14.20", "F15.20"], dtype=object)
MENTAL_DX = np.array(["F33.2", "F41.1", "F43.10", "F31.9"], dtype=object)


def episode_frame(people: People, course: Course, rngs: Streams) -> pd.DataFrame:
    """Return the episode table; the arm is what was arranged at intake."""
    source = rngs["people"].choice(REFERRED_BY, people.n, p=(0.3, 0.2, 0.2, 0.15, 0.1, 0.05))
    anchor = as_dates(people.anchor)
    return pd.DataFrame(
        {
            "episode_id": people.episode_id,
            "person_id": people.person_id,
            "program": PROGRAM,
            "site": people.site_label,
            "referral_source": source,
            "anchor": anchor,
            "first_contact": anchor,
            "start": anchor,
            "end": as_dates(people.anchor + course.end_day),
            "end_reason": course.end_reason,
            "status": np.where(np.isnan(course.end_day), "open", "closed"),
            "source": SOURCE,
            "arm": np.array(ARMS, dtype=object)[people.arm],
        }
    )


def assignment_frame(people: People, course: Course, staff: Staff) -> pd.DataFrame:
    """Return the assignment table: each coached person's coach, and who took over."""
    coached = np.flatnonzero(people.arm == 1)
    handed = np.flatnonzero(staff.second >= 0)
    until = np.fmin(staff.handed_over, course.end_day)
    until = np.where(np.isinf(until), np.nan, until)
    person = np.concatenate([coached, handed])
    coach = np.concatenate([staff.first[coached], staff.second[handed]])
    start = np.concatenate([np.zeros(len(coached)), staff.handed_over[handed]])
    end = np.concatenate([until[coached], course.end_day[handed]])
    return pd.DataFrame(
        {
            "episode_id": people.episode_id[person],
            "coach_id": staff.coach_id[coach],
            "start": as_dates(people.anchor[person] + start),
            "end": as_dates(people.anchor[person] + end),
            "role": staff.role[coach],
        }
    )


def diagnosis_frame(people: People, rngs: Streams) -> pd.DataFrame:
    """Return the diagnosis table: substance use for all, mental health where dual."""
    rng = rngs["people"]
    dual = np.flatnonzero(people.dual == 1)
    person = np.concatenate([np.arange(people.n), dual])
    code = np.concatenate([rng.choice(SUBSTANCE_DX, people.n), rng.choice(MENTAL_DX, len(dual))])
    kind = np.repeat(["substance_use", "mental_health"], [people.n, len(dual)])
    return pd.DataFrame(
        {
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "code": code,
            "kind": kind,
            "date": as_dates(people.anchor[person]),
            "source": SOURCE,
        }
    )
