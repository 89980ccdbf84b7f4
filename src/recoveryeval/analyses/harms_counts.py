"""Each harm as an outcome: events of everyone in the time they were observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.outcomes.leaving.limits import days, never
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.stays.of_cohort import Seen
from recoveryeval.outcomes.utilization_forms import UtilizationRules, counted
from recoveryeval.results.check import Check
from recoveryeval.schema.vocabulary import load_vocabulary

DEATH = "death"
YEAR = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class HarmRules:
    """Which harms count, until when; ``by_name`` says whether the caller named them."""

    named: NamedDefinition
    kinds: tuple[str, ...]
    last_day: int
    stitch_days: int
    seen: Seen
    by_name: bool


@dataclass(frozen=True, slots=True, eq=False)
class Harm:
    """One harm: its label, its counts over person-years, and why there are none where so."""

    label: str
    outcome: Outcome | None
    checks: tuple[Check, ...]


def harm_outcomes(cohort: Cohort, rules: HarmRules) -> Mapping[str, Harm]:
    """Return the outcome of every harm, by kind of event, in the order asked for."""
    found: dict[str, Harm] = {}
    time: Outcome | None = None  # the time observed is the same for every harm
    for kind in sorted(rules.kinds, key=lambda kind: kind == DEATH):
        found[kind] = _harm(cohort, rules, kind, time)
        time = found[kind].outcome or time
    return {kind: found[kind] for kind in rules.kinds}


def _harm(cohort: Cohort, rules: HarmRules, kind: str, time: Outcome | None) -> Harm:
    """Return one harm; one that the program never records has no outcome unless it was named."""
    label = load_vocabulary("event_type").label(kind)
    recorded = _recorded(cohort, kind)
    if not recorded and not rules.by_name:
        return Harm(label, None, ())
    made = time if kind == DEATH and time is not None else _counted(cohort, rules, kind)
    frame = made.frame.copy()
    if kind == DEATH:
        at = days(cohort.frame["death_day"]) - days(cohort.frame["origin_day"])
        died = never(at) <= rules.last_day
        gone = set(cohort.frame["person_id"].to_numpy()[died & (at >= 1)])
        frame["count"] = frame["person"].isin(gone).astype(float)
    outcome = replace(made, name=label.lower(), frame=frame)
    return Harm(label, outcome, tuple(_told(cohort, kind, label, recorded=recorded)))


def _counted(cohort: Cohort, rules: HarmRules, kind: str) -> Outcome:
    """Return everyone's events of one kind in the years observed."""
    made = counted(
        cohort,
        UtilizationRules(
            named=rules.named, events=(kind,), first_day=1, last_day=rules.last_day,
            stitch_days=rules.stitch_days, step_days=rules.last_day, seen=rules.seen,
        ),
    )  # fmt: skip
    years = made.frame["exposure"] / YEAR
    return replace(made, frame=made.frame.assign(exposure=years), unit="years")


def _recorded(cohort: Cohort, kind: str) -> bool:
    """Return whether the program records events of a kind of anyone at all."""
    if kind == DEATH and cohort.frame["death_day"].notna().any():
        return True
    event = cohort.program.tables["event"]
    return bool((event["type"] == kind).fillna(False).any())


def _told(cohort: Cohort, kind: str, label: str, *, recorded: bool) -> list[Check]:
    """Return how many events fall on the day of time zero, and whether any are recorded."""
    told = []
    if not recorded:
        meaning = f"{label}: none is recorded of anyone in the program. The upper limit holds only "
        told.append(Check(f"{kind}_never_recorded", f"{meaning}if one would have been.", "concern"))
    event = cohort.program.tables["event"]
    own = event[(event["type"] == kind).fillna(False)]
    met = person_rows(cohort.frame, own, ("start", "start_day"))
    place = met["place"].to_numpy(dtype=np.int64)
    day = met["start_day"].to_numpy(dtype=float) - days(cohort.frame["origin_day"])[place]
    n = int((day == 0).sum())
    if n:
        meaning = (
            f"{label}: {n} on the day of time zero are not counted; time begins the day after."
        )
        told.append(Check(f"{kind}_on_day_zero", meaning, statistic=float(n)))
    return told
