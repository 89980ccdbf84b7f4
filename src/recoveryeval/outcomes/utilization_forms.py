"""Counts of events: in one window, in mirrored windows, and in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.rules import END_OF_OBSERVATION, HORIZON
from recoveryeval.outcomes.stays.none_recorded import none_recorded
from recoveryeval.outcomes.stays.of_cohort import PeopleOf, Seen, events_of, people_of
from recoveryeval.outcomes.stays.packed import code_of, day_of, pack
from recoveryeval.outcomes.stays.shape import intervals
from recoveryeval.outcomes.stays.stitch import stitch, whole_stays
from recoveryeval.outcomes.stays.window_counts import window_counts
from recoveryeval.outcomes.utilization_told import count_checks, mirror_checks
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False)
class UtilizationRules:
    """What counts, from which day to which, and in which time it would be seen."""

    named: NamedDefinition
    events: tuple[str, ...]
    first_day: int
    last_day: int
    stitch_days: int
    step_days: int
    seen: Seen


@dataclass(frozen=True, slots=True, eq=False)
class SeenEvents:
    """Everyone's limits, the packed events, and how many events cannot be used."""

    people: PeopleOf
    stays: pd.DataFrame
    bad: dict[str, int]


def counted(cohort: Cohort, rules: UtilizationRules) -> Outcome:
    """Return one count per person."""
    found = _seen(cohort, rules)
    after = [(rules.first_day, rules.last_day, "after", 1)]
    rows = _rows(found, _windows(found.people, after), rules)
    return _outcome(cohort, rules, found, rows, count_checks(found.people, rows, rules.last_day))


def mirrored(cohort: Cohort, rules: UtilizationRules) -> Outcome:
    """Return counts by person and step, before and after time zero."""
    found = _seen(cohort, rules)
    steps = []
    for number, first in enumerate(range(rules.first_day, rules.last_day + 1, rules.step_days), 1):
        last = min(first + rules.step_days - 1, rules.last_day)
        steps += [(first, last, "after", number), (-last, -first, "before", -number)]
    rows = _rows(found, _windows(found.people, sorted(steps)), rules)
    told = mirror_checks(cohort, found.people, rows, rules.last_day, rules.step_days)
    return _outcome(cohort, rules, found, rows, told)


def recurring(cohort: Cohort, rules: UtilizationRules) -> Outcome:
    """Return the stretches between events of everyone, from time zero on."""
    found = _seen(cohort, rules)
    people = found.people
    table = people.table.assign(time=_until(people) - people.zero)
    table["time"] = table["time"].clip(upper=rules.last_day)
    base = table[(table["time"] > 0) & ~people.uncovered].reset_index(drop=True)
    whole = whole_stays(stitch(found.stays, gap_days=rules.stitch_days))
    day = day_of(whole["opened"]) - people.zero
    kept = (day >= rules.first_day) & (code_of(whole["opened"]) == 0)
    again = pd.DataFrame({"person": whole["person"], "day": day})[kept]
    rows = intervals(base, again)
    place = base["person"].to_numpy(dtype="int64")[rows["place"].to_numpy()]
    ended = np.where(rows["stop"] >= rules.last_day, HORIZON.id, END_OF_OBSERVATION.id)
    died = people.table["death"].to_numpy()[place] - people.zero == rows["stop"].to_numpy()
    rule = np.where(rows["event"], "event", np.where(died, "death", ended))
    rows = rows.assign(place=place, rule=pd.array(rule, dtype="string"))
    return _outcome(cohort, rules, found, rows, count_checks(people, rows, rules.last_day))


def _seen(cohort: Cohort, rules: UtilizationRules) -> SeenEvents:
    """Return the limits and the events of everyone."""
    people = people_of(cohort, {"death": "competing"}, rules.seen, "event")
    events = events_of(cohort, people, rules.events)
    usable = events["start"].notna()
    wrong = usable & (events["end"] < events["start"])
    kept = events[usable & ~wrong]
    start = kept["start"].astype("int64")
    # Without an end an event is taken to end on its day: the next one is another.
    end = kept["end"].fillna(kept["start"]).astype("int64")
    packed = pd.DataFrame(
        {"person": kept["person_id"], "opens": pack(start, 0), "closes": pack(end, 0)}
    ).reset_index(drop=True)
    bad = {"start_missing": int((~usable).sum()), "end_before_start": int(wrong.sum())}
    return SeenEvents(people, packed, {k: n for k, n in bad.items() if n})


def _until(people: PeopleOf) -> np.ndarray:
    """Return the last day (n,), from the origin, on which an event would be seen."""
    table = people.table
    return np.asarray(np.minimum(table["seen_to"], table["death"]).to_numpy(dtype="float64"))


def _windows(people: PeopleOf, steps: list[tuple[int, int, str, int]]) -> pd.DataFrame:
    """Return every person's windows as far as they are observed, with their exposure in days."""
    until, since, zero = _until(people), people.since, people.zero
    parts = []
    for number, (first, last, period, step) in enumerate(steps):
        begins = np.fmax(float(first + zero), since)
        ends = np.minimum(float(last + zero), until)
        parts.append(
            pd.DataFrame(
                {
                    "person": people.table["person"],
                    "window": number,
                    "first": begins,
                    "last": ends,
                    "period": period,
                    "step": step,
                    "exposure": np.maximum(ends - begins + 1, 0.0),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _rows(found: SeenEvents, windows: pd.DataFrame, rules: UtilizationRules) -> pd.DataFrame:
    """Return counts by person and window; windows in which nobody is seen are left out."""
    lost = found.people.uncovered[windows["person"].to_numpy(dtype="int64")]
    windows = windows[~lost & (windows["exposure"] > 0)]
    whole = whole_stays(stitch(found.stays, gap_days=rules.stitch_days))
    counts = window_counts(whole, windows[["person", "window", "first", "last"]])
    rows = windows.merge(counts, on=["person", "window"], how="left")
    rows = rows.sort_values(["person", "window"], ignore_index=True)
    return rows.rename(columns={"person": "place"})


def _outcome(
    cohort: Cohort,
    rules: UtilizationRules,
    found: SeenEvents,
    rows: pd.DataFrame,
    told: list[Check],
) -> Outcome:
    """Return the outcome of rows that have a place in the cohort."""
    kind: Kind = "recurrent" if "stop" in rows else "count"
    covariates = known_covariates(cohort, kind)
    place = rows["place"].to_numpy(dtype="int64")
    names = ("start", "stop", "event", "rule") if kind == "recurrent" else ("count", "exposure")
    several = kind == "count" and bool((rows["period"] == "before").any())
    extra = ["period", "step"] if several else []
    own = rows[[*names, *extra]].assign(person=cohort.frame["person_id"].to_numpy()[place], n=1.0)
    if several:
        own["period"] = pd.Categorical(own["period"], categories=["before", "after"])
    frame = pd.concat([own, covariates.iloc[place].reset_index(drop=True)], axis=1)
    unseen = len(cohort.frame) - len(np.unique(place)) - int(found.people.uncovered.sum())
    dropped: dict[str, Any] = {
        "not covered at time zero": int(found.people.uncovered.sum()),
        "not observed in the window": unseen,
    }
    return Outcome(
        kind=kind,
        name=rules.named.title.lower(),
        frame=frame,
        definition=rules.named.definition(),
        origin=cohort.origin,
        unit=cohort.unit,
        covariates=(*extra, *covariates.columns),
        horizon=float(rules.last_day),
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped={reason: n for reason, n in dropped.items() if n},
        check_rows=(*cohort.check_rows, *_unusable(cohort, rules, found.bad), *told),
    )


def _unusable(cohort: Cohort, rules: UtilizationRules, bad: dict[str, int]) -> list[Check]:
    """Return whether events of these kinds are recorded at all, and what is wrong with some."""
    words = {"start_missing": "Events without a date", "end_before_start": "Events that end early"}
    told = [
        Check(f"events_{reason}", f"{words[reason]}, set aside: {n}.", "concern", float(n))
        for reason, n in bad.items()
    ]
    return [*none_recorded(cohort, rules.events), *told]
