"""Lines and marks of a swimmer plot: one line per person, days only, no id."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.outcomes.leaving.contacts import person_contacts
from recoveryeval.outcomes.leaving.limits import days, never
from recoveryeval.schema.vocabulary import load_vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """People in the order in which they are drawn, and what happened to them.

    ``people``: ``group``, ``end`` (of the episode, infinite while it is open) and
    ``seen_to``. ``contacts``: ``line`` and ``day``. ``events``: with ``kind``.
    """

    people: pd.DataFrame
    contacts: pd.DataFrame
    events: pd.DataFrame
    total: int


def swimmer_lines(
    cohort: Cohort, *, people: int, services: tuple[str, ...], events: tuple[str, ...]
) -> Lines:
    """Return the lines of some people, evenly chosen from the shortest to the longest."""
    frame = cohort.frame
    origin = days(frame["origin_day"])
    end = never(days(frame["end_day"]) - origin)
    seen_to = days(frame["observed_to"]) - origin
    by_arm = cohort.arm is not None and "arm" in frame
    group = frame["arm"].astype("string") if by_arm else pd.Series("", frame.index)
    told = pd.DataFrame({"group": group, "end": end, "seen_to": seen_to})
    told = told.assign(length=np.minimum(end, seen_to))
    order = told.sort_values(["group", "length", "seen_to"], kind="stable").index.to_numpy()
    chosen = order[_evenly(len(order), people)]
    line = pd.Series(np.arange(len(chosen)), index=chosen)
    met = person_contacts(cohort, services)
    return Lines(
        people=told.loc[chosen].drop(columns="length").reset_index(drop=True),
        contacts=_placed(met["person"], met["day"] - cohort.landmark_day, line, seen_to),
        events=_events(cohort, events, line, seen_to),
        total=len(frame),
    )


def _evenly(n: int, most: int) -> np.ndarray:
    """Return up to ``most`` of n places, evenly spread."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype("int64"))


def _placed(place: pd.Series, day: pd.Series, line: pd.Series, seen_to: np.ndarray) -> pd.DataFrame:
    """Return days on the lines of people who are drawn, under observation."""
    at = place.to_numpy(dtype="int64")
    when = day.to_numpy(dtype="float64")
    kept = np.isin(at, line.index) & (when >= 0) & (when <= seen_to[at])
    return pd.DataFrame({"line": line.loc[at[kept]].to_numpy(), "day": when[kept]})


def _events(
    cohort: Cohort, kinds: tuple[str, ...], line: pd.Series, seen_to: np.ndarray
) -> pd.DataFrame:
    """Return the events of people who are drawn, with their kind in words."""
    table = cohort.program.tables["event"]
    rows = person_rows(
        cohort.frame, table[table["type"].isin(kinds).fillna(False)], ("start", "start_day")
    )
    terms = load_vocabulary("event_type")
    origin = days(cohort.frame["origin_day"])
    parts = []
    for kind in kinds:
        own = rows[(rows["type"] == kind).fillna(False)]
        begin = origin[own["place"].to_numpy(dtype="int64")]
        placed = _placed(own["place"], own["start_day"] - begin, line, seen_to)
        parts.append(placed.assign(kind=terms.label(kind)))
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=["line", "day", "kind"])
    )
