"""First use since the last interview, as people recall it at the next one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.assessments import response_id
from recoveryeval.synthetic.calendar import as_dates
from recoveryeval.synthetic.interviews import Interviews
from recoveryeval.synthetic.people import People
from recoveryeval.synthetic.scales import DUE

SOURCE = "survey"


def use_event_frame(people: People, interviews: Interviews, using: np.ndarray) -> pd.DataFrame:
    """Return an event of type use for each follow-up held with any use since the last."""
    day = recalled_days(interviews, using)
    person, wave = np.nonzero(np.isfinite(day))
    when = as_dates(people.anchor[person] + day[person, wave])
    return pd.DataFrame(
        {
            "event_id": response_id(interviews)[person, wave],
            "person_id": people.person_id[person],
            "episode_id": people.episode_id[person],
            "type": "use",
            "start": when,
            "end": when,
            "source": SOURCE,
        }
    )


def recalled_days(interviews: Interviews, using: np.ndarray) -> np.ndarray:
    """Return the day of first use since the last interview, NaN without; shape (n, waves)."""
    day = np.full(interviews.day.shape, np.nan)
    for wave in range(1, len(DUE)):
        first = -(-interviews.day[:, wave - 1] // 7)
        last = interviews.day[:, wave] // 7
        week = np.arange(using.shape[1])
        inside = using & (week >= first[:, None]) & (week < last[:, None])
        found = interviews.held[:, wave] & inside.any(axis=1)
        day[:, wave] = np.where(found, 7 * inside.argmax(axis=1), np.nan)
    return day
