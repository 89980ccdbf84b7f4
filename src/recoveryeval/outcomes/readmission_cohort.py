"""Readmission of a cohort: stays from its program, one row per clock."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.readmission_found import Found
from recoveryeval.outcomes.readmission_told import cohort_checks, told_definition
from recoveryeval.outcomes.rules import Role
from recoveryeval.outcomes.stays.account import OVERLAPS, TOUCHES
from recoveryeval.outcomes.stays.again import again
from recoveryeval.outcomes.stays.from_zero import from_zero
from recoveryeval.outcomes.stays.index_stays import index_stays
from recoveryeval.outcomes.stays.look_again import look_again
from recoveryeval.outcomes.stays.none_recorded import none_recorded
from recoveryeval.outcomes.stays.of_cohort import PeopleOf, Seen, events_of, people_of
from recoveryeval.outcomes.stays.packed import day_of
from recoveryeval.outcomes.stays.rules import Admission, Form, StayRules
from recoveryeval.outcomes.stays.shape import KIND, intervals, rule_names, shaped
from recoveryeval.outcomes.stays.stay_table import COLUMNS, stay_table
from recoveryeval.outcomes.stays.stitch import JOINED, stitch, whole_stays

EVENT = "readmission"


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
    place = rows.pop("place").to_numpy(dtype="int64")
    several = form != "recurrent" and len(np.unique(place)) < len(place)
    frame, carried = _with_people(cohort, rows, place, form, several=several)
    checks = cohort_checks(found, people, rules, several=several)
    unseen = none_recorded(cohort, rules.returns)
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
        dropped=_dropped(cohort, people, place),
        check_rows=(*cohort.check_rows, *unseen, *checks),
    )


def _with_people(
    cohort: Cohort, rows: pd.DataFrame, place: np.ndarray, form: Form, *, several: bool
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows with their people and covariates, and the names of the covariates.

    Where a person has several index stays each has a clock of its own, and the
    person is their cluster; elsewhere the person is the unit.
    """
    covariates = known_covariates(cohort, KIND[form])
    who = cohort.frame["person_id"].to_numpy()[place]
    own = rows.assign(**{"person_id" if several else "person": who})
    frame = pd.concat([own, covariates.iloc[place].reset_index(drop=True)], axis=1)
    return frame, (*(("person_id",) if several else ()), *covariates.columns)


def _found(cohort: Cohort, people: PeopleOf, rules: StayRules, form: Form) -> Found:
    """Return the clocks of the cohort, the account of its stays, and the other way of looking."""
    events = events_of(cohort, people, (*rules.index, *rules.returns))
    arrived = stay_table(events, {name: name for name in COLUMNS}, rules)
    table = people.table[~people.uncovered]
    stitched = stitch(arrived.stays, gap_days=rules.gap_days)
    whole, binary = whole_stays(stitched), form == "binary"
    if rules.clock == "time_zero":
        told = from_zero(whole, table, rules, whole_window=binary)
        account = joined(stitched)
    else:
        told = index_stays(stitched, table, rules, whole_window=binary)
        counts = told["why"].value_counts()
        account = {int(code): int(n) for code, n in counts.items() if code}
    rows = told[told["why"] == 0].sort_values(["person", "left"], ignore_index=True)
    unsaid = int(events["planned"].isna().sum()) if rules.planned != "count" else 0
    bad = {str(k): int(n) for k, n in arrived.counts.iloc[0].items() if k != "rows" and n}
    other: Admission = "next" if rules.admission == "any" else "any"
    began = rows[["person", "left"]].assign(until=until(rows, people, rules))
    n_twin = len(look_again(whole, began, rules, admission=other))
    return Found(rows, account, bad, whole, n_twin, unsaid)


def until(rows: pd.DataFrame, people: PeopleOf, rules: StayRules) -> np.ndarray:
    """Return the last day (n,), from the start of each clock, on which a return would be seen."""
    table = people.table.iloc[rows["person"].to_numpy(dtype="int64")]
    ends = np.minimum(table["seen_to"].to_numpy(), table["stop"].to_numpy())
    return np.asarray(np.minimum(ends - rows["left"].to_numpy(), float(rules.last_day)))


def joined(stitched: pd.DataFrame) -> dict[int, int]:
    """Return how many rows were made one stay with the next, by overlap and by touch."""
    one = stitched[stitched[JOINED] == 1]
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
    left = found.rows["left"].to_numpy(dtype="float64")
    stop = people.table["stop"].to_numpy()[place] - left
    base = found.rows[["person"]].assign(time=until(found.rows, people, rules), stop=stop)
    base = base[base["time"] > 0].reset_index(drop=True)
    rows = intervals(base, again(found.whole, found.rows, rules))
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
