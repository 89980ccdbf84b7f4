"""One study as each kind of outcome that a survival verb takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv

CAUSES = {1: "return to use", 2: "death"}
WEEK = 7


def once(frame: pd.DataFrame, **roles: str) -> Any:
    """Return the first event of each person."""
    own = frame.drop(columns="status", errors="ignore")
    return rv.time_to_event(own, time="day", event="event", name="relapse", **roles)


def competing(frame: pd.DataFrame, **roles: str) -> Any:
    """Return the first of two events of each person."""
    own = frame.drop(columns="event", errors="ignore")
    return rv.competing_events(own, time="day", status="status", causes=CAUSES, **roles)


def repeated(frame: pd.DataFrame, **roles: str) -> Any:
    """Return events that recur: each person is followed to the day, and for nine days more."""
    own = frame.drop(columns=["status", "id"], errors="ignore").rename(columns={"day": "stop"})
    own = own.assign(start=0, person=range(len(own)))
    every = own
    if pd.api.types.is_numeric_dtype(own["stop"]):
        more = own.assign(start=own["stop"], stop=own["stop"] + 9)
        more["event"] = own["event"] * (own["age"] % 3 == 0)
        every = pd.concat([own, more], ignore_index=True)
    named = {k: v for k, v in roles.items() if k not in ("person", "entry")}
    return rv.recurrent_events(
        every, start="start", stop="stop", event="event", person="person", name="relapse", **named
    )


def bracketed(frame: pd.DataFrame, **roles: str) -> Any:
    """Return events known to lie between weekly visits."""
    left = right = frame["day"]
    if pd.api.types.is_numeric_dtype(left):
        left = left.astype(float) // WEEK * WEEK
        right = (left + WEEK).where(frame["event"] == 1, np.inf)
    own = frame.drop(columns=["day", "event", "status"], errors="ignore")
    own = own.assign(left=left, right=right)
    named = {k: v for k, v in roles.items() if k != "entry"}
    return rv.interval_events(own, left="left", right="right", name="relapse", **named)
