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


def refuse_rows_after_event(person: pd.Series, stop: np.ndarray, happened: np.ndarray) -> None:
    """Raise when a person is still followed after an event that can happen once."""
    codes = pd.factorize(person)[0]
    last = np.full(codes.max(initial=-1) + 1, -np.inf)
    np.maximum.at(last, codes, stop)
    later = happened & (stop < last[codes])
    if later.any():
        raise OutcomeError(
            f"{np.unique(codes[later]).size} people have rows after an event that can happen once",
            code="RE-E29",
            rows=int(later.sum()),
            do="End each person's rows with the event, or use recurrent_events().",
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
    entry: pd.Series | None, name: str | None, times: np.ndarray, unit: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return when each row came under observation, and which rows did so too late to count."""
    starts = np.full(len(times), -np.inf) if entry is None else numbers(entry, str(name), unit)
    return starts, np.isnan(starts) | (starts >= times) & ~np.isnan(times)


def refuse_bad_histories(
    who: pd.Series | None, starts: np.ndarray, times: np.ndarray, happened: np.ndarray
) -> None:
    """Raise where people with several rows overlap in time, or go on after a terminal event."""
    if who is None or not who.duplicated().any():
        return
    # Rows that are set aside anyway tell no history.
    fine = (starts < times) & ~np.isnan(times) & who.notna().to_numpy()
    who, starts, times, happened = who[fine], starts[fine], times[fine], happened[fine]
    refuse_overlaps(who, starts, times)
    refuse_two_terminal(who, happened)
    refuse_rows_after_event(who, times, happened)


def nameless(who: pd.Series | None, length: int) -> np.ndarray:
    """Return the rows without a person where persons are named."""
    return np.zeros(length, dtype=bool) if who is None else who.isna().to_numpy(dtype=bool)
