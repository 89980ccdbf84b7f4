"""Per person: time zero, the end of observation, recorded ends and other ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows, smallest
from recoveryeval.outcomes.rules import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Days from the origin, each (n,); infinite where something never happens.

    ``zero`` is time zero (the landmark, else 0); ``seen_to`` the last day that
    the records would show; ``end`` a recorded end that is no way out of its
    own; ``exits`` (n, k) the days of the k ways out in their order.
    """

    zero: int
    seen_to: np.ndarray
    end: np.ndarray
    any_end: np.ndarray
    exits: np.ndarray


class WaysOut(Protocol):
    """What limits() needs of an outcome's options: the rule of each way out, by name."""

    @property
    def exits(self) -> Mapping[str, Rule]:
        """Each way out and its rule."""


def limits(cohort: Cohort, options: WaysOut) -> Limits:
    """Return the limits of everyone in the cohort."""
    people = cohort.frame
    begin = days(people["origin_day"]) - cohort.landmark_day
    ended = never(days(people["end_day"]) - begin)
    died = never(days(people["death_day"]) - begin)
    records = days(people["records_to"]) - begin
    exits = [_exit(name, cohort, begin, ended, died) for name in options.exits]
    named = people["end_reason"].isin(options.exits).fillna(False).to_numpy(dtype=bool)
    return Limits(
        zero=cohort.landmark_day,
        # Records that end on the day of death end because of it.
        seen_to=np.where(records == died, np.inf, records),
        end=np.where(named, np.inf, ended),
        any_end=ended,
        exits=np.column_stack(exits),
    )


def days(column: pd.Series) -> np.ndarray:
    """Return a column of days as floats (n,)."""
    return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan))


def never(values: np.ndarray) -> np.ndarray:
    """Return days (n,) with infinity where there is none."""
    return np.asarray(np.where(np.isnan(values), np.inf, values))


def _exit(
    name: str, cohort: Cohort, begin: np.ndarray, ended: np.ndarray, died: np.ndarray
) -> np.ndarray:
    """Return the day of one way out (n,)."""
    reason = (cohort.frame["end_reason"] == name).fillna(False).to_numpy(dtype=bool)
    recorded = np.where(reason, ended, np.inf)
    if name == "death":
        return np.asarray(np.minimum(recorded, died))
    if name == "incarceration":
        return np.asarray(np.minimum(recorded, _incarcerated(cohort, begin)))
    return np.asarray(recorded)


def _incarcerated(cohort: Cohort, begin: np.ndarray) -> np.ndarray:
    """Return the first day on which custody began after time zero (n,)."""
    key = ["person_id", "episode_id", "start", "start_day"]
    event, span, state = (cohort.program.tables[t] for t in ("event", "span", "state"))
    parts = [
        event.loc[(event["type"] == "incarceration").fillna(False), key],
        span.loc[(span["kind"] == "custody").fillna(False), key],
        state.loc[_custody(state), key],
    ]
    rows = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    rows = person_rows(cohort.frame, rows, ("start", "start_day"))
    begun = rows["start_day"].to_numpy() - begin[rows["place"].to_numpy(dtype=np.int64)]
    rows = rows.assign(start_day=begun)[begun > cohort.landmark_day]
    return never(smallest(len(begin), rows["place"], rows["start_day"]).to_numpy(dtype="float64"))


def _custody(state: pd.DataFrame) -> np.ndarray:
    """Return which states (n,) say that a person was in custody."""
    domain = (state["domain"] == "custody").fillna(False)
    words = state["value"].astype("string").str.lower().str.strip()
    return np.asarray((domain & words.isin(IN_CUSTODY).fillna(False)).to_numpy(dtype=bool))


IN_CUSTODY = ("jail", "prison", "detention", "custody", "in custody", "incarcerated", "yes")
