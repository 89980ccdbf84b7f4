"""How long each person can be observed: in the study, and in the claims."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import YEAR, as_dates
from recoveryeval.synthetic.course import Course
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.streams import Streams

COVERED_BEFORE = 365


def coverage_end(people: People, course: Course, effects: Effects, rngs: Streams) -> np.ndarray:
    """Return the last day on which claims are seen: loss of insurance is independent of all."""
    drawn = rngs["spans"].exponential(size=people.n)
    with np.errstate(divide="ignore"):
        lost = drawn * YEAR / np.float64(effects.coverage_loss_rate)
    return np.asarray(np.minimum(np.floor(lost), course.observed_to)).astype("int64")


def span_frame(people: People, course: Course, covered: np.ndarray) -> pd.DataFrame:
    """Return the span table: the study, and insurance, open where it goes on at the extract."""
    study = pd.DataFrame(
        {
            "person_id": people.person_id,
            "episode_id": people.episode_id,
            "kind": "study",
            "start": as_dates(people.anchor),
            "end": as_dates(people.anchor + course.observed_to),
            "source": "redcap",
        }
    )
    claims = study.assign(
        kind="coverage",
        start=as_dates(people.anchor - COVERED_BEFORE),
        end=as_dates(np.where(covered < people.follow_up, people.anchor + covered, np.nan)),
        source="enrollment",
    )
    return pd.concat([study, claims], ignore_index=True)
