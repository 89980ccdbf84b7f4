"""Monthly staff records: supervision, intended and actual hours, training, burnout."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.synthetic.calendar import EXTRACT_DATE, FIRST_ENTRY, as_dates, day_number
from recoveryeval.synthetic.coaches import Staff
from recoveryeval.synthetic.streams import Streams

MONTH = 30
INTENDED_HOURS = 120.0
ASKED_AFTER = 170
SOURCE = "staff_log"
ACTIVITY = {
    "supervision": "one to one",
    "intended_activity": "coaching",
    "actual_activity": "coaching",
}


def staff_record_frame(staff: Staff, rngs: Streams) -> pd.DataFrame:
    """Return the staff record table of the coaches."""
    rng = rngs["staff"]
    opened = np.maximum(staff.start[: staff.n_peers], day_number(FIRST_ENTRY))
    parts = [*_monthly(staff, opened, rng), *_once(staff, opened, rng)]
    return pd.concat(parts, ignore_index=True)


def _monthly(staff: Staff, opened: np.ndarray, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Return supervision, intended and actual hours of each month."""
    months = (day_number(EXTRACT_DATE) - opened) // MONTH
    coach = np.repeat(np.arange(staff.n_peers), months)
    number = np.arange(len(coach)) - np.repeat(np.cumsum(months) - months, months)
    date = opened[coach] + MONTH * number + 1
    intended = np.full(len(coach), INTENDED_HOURS)
    hours = {
        "supervision": 0.5 * rng.integers(2, 9, len(coach)),
        "intended_activity": intended,
        "actual_activity": intended - rng.integers(0, 50, len(coach)),
    }
    return [
        _rows(staff, coach, date, kind=kind, hours=value, activity=ACTIVITY[kind])
        for kind, value in hours.items()
    ]


def _once(staff: Staff, opened: np.ndarray, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Return each coach's training, and the answer to a question on burnout."""
    everyone = np.arange(staff.n_peers)
    hours = rng.integers(8, 47, staff.n_peers)
    trained = _rows(staff, everyone, opened + 2, kind="training", hours=hours, activity="core")
    asked = opened + ASKED_AFTER
    none = np.full(staff.n_peers, np.nan)
    burnout = _rows(staff, everyone, asked, kind="burnout", hours=none, activity=None)
    burnout["value"] = rng.integers(1, 6, staff.n_peers).astype(str)
    return [trained, burnout[asked <= day_number(EXTRACT_DATE)]]


def _rows(
    staff: Staff,
    coach: np.ndarray,
    date: np.ndarray,
    *,
    kind: str,
    hours: np.ndarray,
    activity: str | None,
) -> pd.DataFrame:
    """Return records of one kind."""
    return pd.DataFrame(
        {
            "coach_id": staff.coach_id[coach],
            "date": as_dates(date),
            "kind": kind,
            "activity": activity,
            "hours": hours.astype("float64"),
            "value": None,
            "source": SOURCE,
        }
    )
