"""Rows that together tell one person's history: no overlap, one terminal event."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.door import numbers


def refuse_overlaps(person: pd.Series, start: np.ndarray, stop: np.ndarray) -> None:
    """Raise when two rows of a person cover the same time."""
    order = np.lexsort((stop, start, pd.factorize(person)[0]))
    who = pd.factorize(person)[0][order]
    same = (who[1:] == who[:-1]) & (who[1:] >= 0)
    clash = same & (start[order][1:] < stop[order][:-1])
    if clash.any():
        raise OutcomeError(
            f"Rows overlap in time for {np.unique(who[1:][clash]).size} people",
            code="RE-E28",
            rows=int(clash.sum()),
            do="Give each person intervals (entry, time] that do not overlap.",
        )


def refuse_two_terminal(person: pd.Series, happened: np.ndarray) -> None:
    """Raise when a person has more than one event of a kind that can happen once."""
    counts = pd.Series(happened).groupby(person.to_numpy()).sum()
    many = int((counts > 1).sum())
    if many:
        raise OutcomeError(
            f"{many} people have more than one event, in an outcome that can happen once",
            code="RE-E29",
            do="Keep the first event of each person, or use recurrent_events().",
        )


def refuse_negative(values: np.ndarray, column: str) -> None:
    """Raise when a time or count is below zero."""
    if (values < 0).any():
        raise OutcomeError(
            "Values below zero",
            code="RE-E22",
            column=column,
            rows=int((values < 0).sum()),
            do="Check the order of the two dates, or the code list for missing values.",
        )


def entries(
    entry: pd.Series | None, name: str | None, times: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return when each row came under observation, and which rows did so too late to count."""
    starts = np.full(len(times), -np.inf) if entry is None else numbers(entry, str(name))
    return starts, np.isnan(starts) | (starts >= times) & ~np.isnan(times)


def refuse_bad_histories(
    who: pd.Series | None, starts: np.ndarray, times: np.ndarray, happened: np.ndarray
) -> None:
    """Raise where people with several rows overlap in time or have two terminal events."""
    if who is not None and who.duplicated().any():
        refuse_overlaps(who, starts, times)
        refuse_two_terminal(who, happened)
