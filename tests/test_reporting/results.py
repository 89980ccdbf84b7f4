"""Results made by hand through the bring-your-own road, for reports without a program."""

from __future__ import annotations

import numpy as np
import pandas as pd

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome


def stays(people: int = 120, *, name: str = "retention") -> Outcome:
    """Return stays of two groups, the first of which stays longer."""
    number = np.arange(people)
    first = number % 2 == 0
    time = np.where(first, 40 + (number * 7) % 160, 15 + (number * 11) % 120).astype(float)
    left = (number % 5 != 0) & (time < 150)
    frame = pd.DataFrame(
        {
            "time": np.minimum(time, 150),
            "left": left,
            "arm": np.where(first, "peer", "usual"),
        }
    )
    return rv.time_to_event(frame, time="time", event="left", name=name)


def two_groups(low: float, high: float) -> Outcome:
    """Return stays of 10 in 'a' at ``low`` and 'b' at ``high`` days, give or take a day."""
    spread = np.tile([-1.0, 0.0, 1.0, 0.0, 0.5], 8)
    frame = pd.DataFrame(
        {
            "time": np.concatenate([low + spread, high + spread]),
            "left": True,
            "arm": ["a"] * len(spread) + ["b"] * len(spread),
        }
    )
    return rv.time_to_event(frame, time="time", event="left", name="retention")
