"""Readmission of a cohort: stays from its program, one row per clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.readmission_told import cohort_checks, told_definition
from recoveryeval.outcomes.rules import Role
from recoveryeval.outcomes.stays.account import OVERLAPS, TOUCHES
from recoveryeval.outcomes.stays.again import again
from recoveryeval.outcomes.stays.from_zero import from_zero
from recoveryeval.outcomes.stays.index_stays import index_stays
from recoveryeval.outcomes.stays.of_cohort import PeopleOf, Seen, events_of, people_of
from recoveryeval.outcomes.stays.packed import day_of
from recoveryeval.outcomes.stays.rules import Form, StayRules
from recoveryeval.outcomes.stays.shape import KIND, intervals, rule_names, shaped
from recoveryeval.outcomes.stays.stay_table import COLUMNS, stay_table
from recoveryeval.outcomes.stays.stitch import JOINED, stitch

EVENT = "readmission"


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Clocks of the cohort: rows with ``person``, ``time``, ``cause``; the account; bad rows.

    ``n_twin`` is how many returns there are by the other way of looking (any, or the next).
    """

    rows: pd.DataFrame
    account: Mapping[int, int]
    bad: Mapping[str, int]
    stays: pd.DataFrame
    n_twin: int


def of_cohort(
    cohort: Cohort,
    rules: StayRules,
    named: NamedDefinition,
    *,
    form: Form,
    exits: Mapping[str, Role],
    seen: Seen,
) -> Outcome:
    """Return the outcome of a cohort."""
    people = people_of(cohort, exits, seen, EVENT)
    found = _found(cohort, people, rules, form)
    rows = (
        _recurring(found, rules, people)
        if form == "recurrent"
        else _once(found, rules, form, people)
    )
    covariates = known_covariates(cohort, KIND[form])
    place = rows["place"].to_numpy(dtype="int64")
    several = bool(pd.Series(place).duplicated().any()) and form != "recurrent"
    who = {"person_id": cohort.frame["person_id"].to_numpy()[place]}
    frame = rows.drop(columns="place").assign(**{} if several else {"person": who["person_id"]})
    frame = pd.concat([frame, covariates.iloc[place].reset_index(drop=True)], axis=1)
    carried = tuple(covariates.columns)
    if several:  # each index stay has a clock of its own: the person is their cluster
        frame, carried = frame.assign(**who), (*carried, "person_id")
    dropped = _dropped(cohort, people, place)
    return Outcome(
        kind=KIND[form],
        name=EVENT,
        frame=frame,
        definition=told_definition(named, form),
        origin=cohort.origin if rules.clock == "time_zero" else "discharge from the index stay",
        unit=cohort.unit,
        covariates=carried,
        causes=dict(people.causes) if form == "competing" else {},
        horizon=float(rules.last_day),
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped=dropped,
        check_rows=(
            *cohort.check_rows,
            *cohort_checks(found, people, rules, several=several),
        ),
    )


def clocks(stays: pd.DataFrame, table: pd.DataFrame, rules: StayRules, form: Form) -> pd.DataFrame:
    """Return the clocks by one definition: every row of stays, or every person, with ``why``."""
    whole = form == "binary"
    if rules.clock == "time_zero":
        return pd.DataFrame(from_zero(stays, table, rules, whole_window=whole))
    return pd.DataFrame(index_stays(stays, table, rules, whole_window=whole))


def _found(cohort: Cohort, people: PeopleOf, rules: StayRules, form: Form) -> Found:
    """Return the clocks of the cohort, the account of its stays, and the other way of looking."""
    events = events_of(cohort, people, (*rules.index, *rules.returns))
    arrived = stay_table(events, {name: name for name in COLUMNS}, rules)
    table = people.table[~people.uncovered]
    other = replace(rules, admission="next" if rules.admission == "any" else "any")
    told, twin = (clocks(arrived.stays, table, way, form) for way in (rules, other))
    if rules.clock == "time_zero":
        account = joined(arrived.stays, rules)
    else:
        counts = told["why"].value_counts()
        account = {int(code): int(n) for code, n in counts.items() if code}
    rows = told[told["why"] == 0].sort_values(["person", "left"], ignore_index=True)
    bad = {str(k): int(n) for k, n in arrived.counts.iloc[0].items() if k != "rows" and n}
    n_twin = int((twin["cause"] == 1).sum())
    return Found(rows, account, bad, arrived.stays, n_twin)


def joined(stays: pd.DataFrame, rules: StayRules) -> dict[int, int]:
    """Return how many rows were made one stay with the next, by overlap and by touch."""
    rows = stitch(stays, gap_days=rules.gap_days)
    one = rows[rows[JOINED] == 1]
    overlap = int((day_of(one["following"]) < day_of(one["reach"])).sum())
    return {OVERLAPS: overlap, TOUCHES: len(one) - overlap}


def _once(found: Found, rules: StayRules, form: Form, people: PeopleOf) -> pd.DataFrame:
    """Return one row per clock."""
    rows = found.rows.assign(n=1.0)
    place = rows["person"].to_numpy(dtype="int64")
    rule = rule_names(rows, people.causes, rules.last_day, _censoring(rows, people, place))
    return shaped(rows, form, rule).assign(place=place)


def _censoring(rows: pd.DataFrame, people: PeopleOf, place: np.ndarray) -> np.ndarray:
    """Return the name of the exit that censored each row (n,), empty where none did."""
    stop = people.table["stop"].to_numpy()[place] - rows["left"].to_numpy(dtype="float64")
    by_exit = (rows["cause"].to_numpy() == 0) & (stop == rows["time"].to_numpy(dtype="float64"))
    return np.asarray(np.where(by_exit, people.exits[place], ""))


def _recurring(found: Found, rules: StayRules, people: PeopleOf) -> pd.DataFrame:
    """Return the stretches between returns of each person."""
    place = found.rows["person"].to_numpy(dtype="int64")
    table = people.table
    left = found.rows["left"].to_numpy(dtype="float64")
    stop = table["stop"].to_numpy()[place] - left
    ends = np.minimum.reduce([table["seen_to"].to_numpy()[place] - left, stop,
                              np.full(len(left), float(rules.last_day))])  # fmt: skip
    base = found.rows[["person"]].assign(time=ends, stop=stop)
    base = base[base["time"] > 0].reset_index(drop=True)
    rows = intervals(base, again(found.stays, found.rows, rules))
    held = base.iloc[rows["place"].to_numpy()].reset_index(drop=True)
    at = held["person"].to_numpy(dtype="int64")
    exits = np.where(~rows["event"] & (held["stop"] == rows["stop"]), people.exits[at], "")
    told = rows.assign(time=rows["stop"], cause=rows["event"].astype("int64"))
    rule = rule_names(told, {1: EVENT}, rules.last_day, exits)
    return rows.assign(place=at, n=1.0, rule=rule)


def _dropped(cohort: Cohort, people: PeopleOf, place: np.ndarray) -> dict[str, int]:
    """Return how many people have no clock, and why."""
    n = len(cohort.frame)
    lost = n - len(np.unique(place)) - int(people.uncovered.sum())
    found = {"not covered at time zero": int(people.uncovered.sum()),
             "no clock that starts and is followed": lost}  # fmt: skip
    return {reason: count for reason, count in found.items() if count}
