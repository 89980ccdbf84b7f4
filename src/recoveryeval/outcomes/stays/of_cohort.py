"""Stays and limits of a cohort's people, in days from the origin, as the engines take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.outcomes.leaving.limits import days, limits
from recoveryeval.outcomes.rules import EventRule, Role, Rule, exit_rule
from recoveryeval.outcomes.stays.covered import covered
from recoveryeval.outcomes.stays.packed import FAR

Seen = Literal["coverage", "cohort"]
SEEN: tuple[Seen, ...] = ("coverage", "cohort")
_KEY = ["person_id", "episode_id", "start", "start_day", "end", "end_day"]


@dataclass(frozen=True, slots=True)
class WaysOut:
    """Ways out other than the event, and the rule of each."""

    exits: Mapping[str, Rule]


@dataclass(frozen=True, slots=True, eq=False)
class PeopleOf:
    """The cohort's people as rows 0..n-1.

    ``table`` has ``person`` and the days of PERSON_DAYS; ``exits`` is the name
    of what ended each person's time first, ``uncovered`` who had no coverage
    at time zero (n,), ``cut_short`` whose coverage ended before the records.
    """

    table: pd.DataFrame
    exits: np.ndarray
    causes: Mapping[int, str]
    begin: np.ndarray
    zero: int
    since: np.ndarray
    uncovered: np.ndarray
    cut_short: np.ndarray
    by_coverage: bool


def people_of(cohort: Cohort, exits: Mapping[str, Role], seen: Seen, event: str) -> PeopleOf:
    """Return everyone's days: time zero, last day seen, death, and what else ends their time."""
    rules = {name: exit_rule(name, role) for name, role in exits.items()}
    found = limits(cohort, WaysOut(rules))
    begin = days(cohort.frame["origin_day"]) - cohort.landmark_day
    death = limits(cohort, WaysOut({"death": exit_rule("death", "censor")})).exits[:, 0]
    stretch = covered(cohort, begin, found.zero) if seen == "coverage" else None
    since, last = stretch or (np.full(len(death), -np.inf), np.full(len(death), np.inf))
    uncovered, last = np.isnan(last), np.where(last >= death, np.inf, last)  # ended by death
    competing = [name for name, rule in rules.items() if isinstance(rule, EventRule)]
    causes = dict(enumerate((event, *competing), start=1))
    codes = np.array([competing.index(n) + 2 if n in competing else 0 for n in rules])
    first = found.exits.argmin(axis=1)
    table = pd.DataFrame({"person": np.arange(len(death)), "zero": found.zero}).assign(
        seen_to=_whole(np.fmin(found.seen_to, last)),
        death=_whole(death),
        stop=_whole(found.exits.min(axis=1)),
        stop_cause=codes[first],
    )
    return PeopleOf(
        table=table,
        exits=np.array(list(rules), dtype=object)[first],
        causes=causes,
        begin=begin,
        zero=found.zero,
        since=since,
        uncovered=uncovered,
        cut_short=(last <= found.seen_to)
        & (last < np.minimum(_extract(cohort, begin, found.seen_to), death)),
        by_coverage=stretch is not None,
    )


def _extract(cohort: Cohort, begin: np.ndarray, seen_to: np.ndarray) -> np.ndarray:
    """Return the day (n,) on which the records end, coverage or not; ``seen_to`` where unknown."""
    if cohort.program.extract_date is None:
        return seen_to
    gap = (pd.Timestamp(cohort.program.extract_date) - cohort.frame["anchor"]).dt.days
    day = gap.to_numpy(dtype="float64", na_value=np.nan) - begin
    return np.asarray(np.where(np.isnan(day), seen_to, day))


def events_of(cohort: Cohort, people: PeopleOf, kinds: tuple[str, ...]) -> pd.DataFrame:
    """Return events of some kinds: ``person_id`` (row of people), days, and what describes them."""
    event = cohort.program.tables["event"]
    event = event[event["type"].isin(list(kinds)).fillna(False)]
    wanted = [*_KEY, "type", "planned", "disposition", "primary_dx"]
    rows = person_rows(cohort.frame, event[wanted], ("start", "start_day"), ("end", "end_day"))
    begin = people.begin[rows["place"].to_numpy(dtype="int64")]
    return pd.DataFrame(
        {
            "person_id": rows["place"].astype("int64"),
            "start": rows["start_day"] - begin,
            "end": rows["end_day"] - begin,
            **{name: rows[name] for name in ("type", "planned", "disposition", "primary_dx")},
        }
    ).reset_index(drop=True)


def _whole(values: np.ndarray) -> np.ndarray:
    """Return days (n,) as whole numbers, a far day for never; one long past for not at all."""
    past = np.where(np.isnan(values), -FAR, values)
    return np.asarray(np.where(np.isinf(past), FAR, past).astype("int64"))
