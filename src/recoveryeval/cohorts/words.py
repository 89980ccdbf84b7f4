"""A cohort in words, for methods, axes and the record."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from recoveryeval.cohorts.candidates import MADE

Window = tuple[date | None, date | None]


def zero_words(origin: str, landmark_day: int) -> str:
    """Return time zero in words."""
    return f"day {landmark_day} after {origin} (landmark)" if landmark_day else origin


def population(program: str, origin: str, window: Window, conditions: tuple[str, ...]) -> str:
    """Return who the people are, in one phrase."""
    first, last = window
    told = f"people of {program}" if program != "program" else "people of the program"
    if first is not None and last is not None:
        told += f" with {origin} from {first.isoformat()} to {last.isoformat()}"
    elif first is not None:
        told += f" with {origin} from {first.isoformat()} on"
    elif last is not None:
        told += f" with {origin} until {last.isoformat()}"
    return told + (f", who meet: {' and '.join(conditions)}" if conditions else "")


def parameters(
    origin: str, window: Window, conditions: tuple[str, ...], arm: str, episodes: str
) -> dict[str, Any]:
    """Return the call for the record."""
    return {
        "origin": origin,
        "between": [None if day is None else day.isoformat() for day in window],
        "include": " and ".join(conditions),
        "arm": arm,
        "episodes": episodes,
    }


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the people with what a cohort makes first, then what the records say."""
    first = ["person_id", "episode_id", *MADE, "arm", "age"]
    present = [name for name in first if name in frame.columns]
    return frame[present + [c for c in frame.columns if c not in present]].reset_index(drop=True)
