"""The assessment and response tables of the two scales and of the use interview."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.blanks import only_where
from recoveryeval.synthetic.calendar import as_dates
from recoveryeval.synthetic.ids import padded
from recoveryeval.synthetic.interviews import LATE, Answers, Interviews
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.scales import DUE, ITEMS, WAVE
from recoveryeval.synthetic.streams import Streams
from recoveryeval.synthetic.use import WEEKS

USE_INTERVIEW = "USE30"
USE_ITEM = "days_used"
RECALL_WEEKS, RECALL_DAYS = 4, 30
EXTRA_USE_DAYS, EXTRA_USE_CHANCE = 6, 0.35
REASON = np.array(["refused", "dont_know", "left_blank"], dtype=object)


def assessment_frame(
    people: People, interviews: Interviews, instrument: str, source: str
) -> pd.DataFrame:
    """Return one instrument's administrations, with those due but not held."""
    person, wave = np.nonzero(interviews.due)
    held = interviews.held[person, wave]
    day = interviews.day[person, wave]
    window = np.where(day - DUE[wave] > LATE, "late", "in_window")
    return pd.DataFrame(
        {
            "assessment_id": assessment_id(people, interviews, interviews.due, instrument),
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "instrument": instrument,
            "wave": np.array(WAVE, dtype=object)[wave],
            "wave_due": as_dates(people.anchor[person] + DUE[wave]),
            "window_status": np.where(held, window, "missed"),
            "date": as_dates(np.where(held, people.anchor[person] + day, np.nan)),
            "status": np.where(held, "complete", "not_held"),
            "mode": only_where(held, interviews.mode[person, wave]),
            "subject": "client",
            "source": source,
        }
    )


def assessment_id(
    people: People, interviews: Interviews, chosen: np.ndarray, instrument: str
) -> np.ndarray:
    """Return the ids of chosen interviews (n, waves): what the survey numbered, or who and when."""
    person, wave = np.nonzero(chosen)
    if instrument == USE_INTERVIEW:
        return response_id(interviews)[person, wave]
    label = np.array([f"-{name}-{instrument}" for name in WAVE], dtype=object)
    return np.asarray(people.person_id[person] + label[wave])


def response_id(interviews: Interviews) -> np.ndarray:
    """Return the survey's own numbers of the interviews that are due, shape (n, waves)."""
    ids = np.full(interviews.due.shape, None, dtype=object)
    ids[interviews.due] = "S" + padded(np.arange(int(interviews.due.sum())) + 1, 7)
    return ids


def response_frame(
    people: People, interviews: Interviews, answers: Answers, rngs: Streams
) -> pd.DataFrame:
    """Return one scale's answers, a missing one with its reason."""
    person, wave = np.nonzero(interviews.held)
    row = np.repeat(np.arange(len(person)), ITEMS)
    item = np.tile(np.arange(ITEMS), len(person))
    missing = answers.missing[person, wave].ravel()
    value = answers.items[person, wave].ravel().astype("float64")
    name = np.array([f"{answers.scale.item}_{i + 1}" for i in range(ITEMS)], dtype=object)
    reason = rngs["answers"].choice(REASON, len(row))
    ids = assessment_id(people, interviews, interviews.held, answers.scale.instrument)
    return pd.DataFrame(
        {
            "assessment_id": ids[row],
            "item": name[item],
            "value": np.where(missing, np.nan, value),
            "missing": only_where(missing, reason),
        }
    )


def days_used(using: np.ndarray, rngs: Streams) -> np.ndarray:
    """Return days of use in the month before each planned interview, shape (n, waves).

    Each week with use holds at least one day of it; before intake, the weeks
    are like the first.
    """
    weeks = np.clip(recall_weeks(), 0, WEEKS - 1)
    extra = rngs["answers"].binomial(EXTRA_USE_DAYS, EXTRA_USE_CHANCE, (len(using), *weeks.shape))
    return np.asarray(np.where(using[:, weeks], 1 + extra, 0).sum(axis=2))


def recall_weeks() -> np.ndarray:
    """Return the weeks that each interview asks about, shape (waves, 4)."""
    return np.asarray(DUE[:, None] // 7 - 1 - np.arange(RECALL_WEEKS))


def use_responses(
    people: People, interviews: Interviews, days: np.ndarray, *, share: float, rngs: Streams
) -> pd.DataFrame:
    """Return the answers to the use interview; a share is missing, with the reason."""
    value = days[interviews.held].astype("float64")
    missing = rngs["answers"].random(len(value)) < share
    return pd.DataFrame(
        {
            "assessment_id": assessment_id(people, interviews, interviews.held, USE_INTERVIEW),
            "item": USE_ITEM,
            "value": np.where(missing, np.nan, value),
            "missing": only_where(missing, rngs["answers"].choice(REASON, len(value))),
            "period_days": RECALL_DAYS,
        }
    )
