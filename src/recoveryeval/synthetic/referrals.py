"""Referrals to other services, their waiting lists and whether the person came."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.blanks import only_where
from recoveryeval.synthetic.calendar import as_dates
from recoveryeval.synthetic.coaches import Staff
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.ids import of_person
from recoveryeval.synthetic.leaving import Covariates
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.strata import logistic
from recoveryeval.synthetic.streams import Streams

NEED = np.array(["housing", "medication", "mental_health", "employment", "legal"], dtype=object)
TO = np.array(
    ["housing office", "opioid treatment", "clinic", "job center", "legal aid"], dtype=object
)
WAITLIST_SHARE = 0.35
SOURCE = "redcap"


def attended_chance(who: Covariates, effects: Effects) -> np.ndarray:
    """Return the probability of attending an appointment once its day has come."""
    return logistic(effects.attended_share, effects.attended_coaching * who.arm)


def referral_frame(
    people: People, course: Course, staff: Staff, effects: Effects, rngs: Streams
) -> pd.DataFrame:
    """Return the referral table."""
    rng = rngs["referrals"]
    count = rng.poisson(effects.referrals_mean, people.n)
    person = np.repeat(np.arange(people.n), count)
    made = np.floor(rng.random(len(person)) * (course.engaged_to[person] + 1))
    scheduled = made + 1 + np.floor(rng.exponential(effects.wait_mean_days, len(person)))
    came = rng.random(len(person)) < attended_chance(people, effects)[person]
    past = scheduled <= course.observed_to[person]
    listed = rng.random(len(person)) < WAITLIST_SHARE
    need = rng.integers(0, len(NEED), len(person))
    anchor = people.anchor[person]
    coach = only_where(people.arm == 1, staff.coach_id[staff.first])
    return pd.DataFrame(
        {
            "referral_id": of_person(people.person_id, person, "-r"),
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "coach_id": coach[person],
            "from": "program",
            "to": TO[need],
            "need": NEED[need],
            "made": as_dates(anchor + made),
            "scheduled": as_dates(anchor + scheduled),
            "attended": as_dates(np.where(came & past, anchor + scheduled, np.nan)),
            "waitlist_start": as_dates(np.where(listed, anchor + made, np.nan)),
            "waitlist_end": as_dates(np.where(listed & past, anchor + scheduled, np.nan)),
            "outcome": _outcome(past, came, listed),
            "source": SOURCE,
        }
    )


def _outcome(past: np.ndarray, came: np.ndarray, listed: np.ndarray) -> np.ndarray:
    """Return what became of referrals whose day is past, and what the others wait for."""
    waiting = np.where(listed, "waitlisted", "pending")
    return np.where(past, np.where(came, "attended", "no_show"), waiting)
