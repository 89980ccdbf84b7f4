"""The contacts of a cohort's people, and those among them that can count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.engaging.followed import Followed, as_floats

_ALIKE = ["person", "day", "service", "coach_id", "start_time", "minutes"]
_KEPT = (
    "status",
    "service",
    "day",
    "minutes",
    "coach_id",
    "start_time",
    "domains",
)


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """Contacts of the cohort: ``person`` (row of the people), ``day`` from time zero, and more.

    ``elsewhere`` holds the contacts in other enrollments of the same people,
    ``strangers`` counts contacts of people who are not in the table of people.
    """

    frame: pd.DataFrame
    elsewhere: pd.DataFrame
    strangers: int


@dataclass(frozen=True, slots=True, eq=False)
class Used:
    """The contacts that count, and how many others there are, by reason."""

    frame: pd.DataFrame
    counts: Mapping[str, int]


def contact_log(cohort: Cohort) -> Log:
    """Return the contacts of the enrollments in the cohort, of any status."""
    contact, person = (cohort.program.tables[name] for name in ("contact", "person"))
    key = cohort.frame[["episode_id", "origin_day"]].rename_axis("person").reset_index()
    own = key.merge(contact[["episode_id", *_KEPT]], on="episode_id", how="inner")
    day = as_floats(own["day"]) - as_floats(own["origin_day"])
    known = contact["person_id"].isin(person["person_id"]) | contact["episode_id"].notna()
    frame = own.assign(day=day).drop(columns=["episode_id", "origin_day"])
    return Log(frame, _elsewhere(cohort), int((~known).sum()))


def _elsewhere(cohort: Cohort) -> pd.DataFrame:
    """Return the contacts in other enrollments, with ``person`` and ``day`` from time zero."""
    columns = ["person_id", "episode_id", "status", "service", "date", "day"]
    rows = person_rows(cohort.frame, cohort.program.tables["contact"][columns], ("date", "day"))
    place = rows["place"].to_numpy(dtype="int64")
    own = cohort.frame["episode_id"].to_numpy()[place]
    other = (rows["episode_id"] != own).fillna(False).to_numpy(dtype=bool)
    day = rows["day"] - as_floats(cohort.frame["origin_day"])[place]
    return rows.rename(columns={"place": "person"}).assign(day=day)[other]


def used(
    log: Log,
    people: Followed,
    *,
    services: Sequence[str] = (),
    statuses: Sequence[str] = ("completed",),
    after_end: str = "left_out",
    same_day: str = "each",
) -> Used:
    """Return the contacts of these services and statuses that lie in observed time.

    Contacts before time zero, after death, after the end of observation and (by
    rule) after a recorded end do not count; each is counted by its reason.
    """
    frame = log.frame
    counts = {"unknown_person": log.strangers, "no_status": int(frame["status"].isna().sum())}
    kept = frame["status"].isin(statuses).fillna(False)
    if services:
        counts["no_service"] = int((kept & frame["service"].isna()).sum())
        kept &= frame["service"].isin(services).fillna(False)
    chosen = frame[kept]
    if len(log.frame) and chosen.empty:
        raise _none(len(log.frame), services, statuses)
    chosen, more = _in_time(chosen, people, after_end)
    counts |= more | {"other_enrollment": _others(log.elsewhere, people, services, statuses)}
    alike = chosen.duplicated(_ALIKE)
    counts["alike"] = int(alike.sum())
    if same_day == "one":
        again = chosen.duplicated(["person", "day", "service"])
        counts |= {"alike": 0, "same_day": int(again.sum())}
        chosen = chosen[~again]
    return Used(chosen.reset_index(drop=True), counts)


def _others(
    rows: pd.DataFrame, people: Followed, services: Sequence[str], statuses: Sequence[str]
) -> int:
    """Return how many contacts under observation would count in another enrollment."""
    kept = rows["status"].isin(statuses) & (rows["service"].isin(services) | (not services))
    last = people.last[rows["person"].to_numpy(dtype="int64")]
    return int((kept.fillna(False) & (rows["day"] >= 0) & (rows["day"] <= last)).sum())


def _in_time(
    chosen: pd.DataFrame, people: Followed, after_end: str
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the contacts in observed time, and how many lie elsewhere."""
    day, place = chosen["day"].to_numpy(), chosen["person"].to_numpy(dtype=np.int64)
    dead = day > people.died[place]
    beyond = ~dead & (day > people.last[place])
    late = ~dead & ~beyond & (day > people.ended[place])
    out = {
        "no_day": np.isnan(day),
        "before_zero": day < 0,
        "after_death": dead,
        "after_observation": beyond,
    }
    if after_end == "left_out":
        out["after_end"] = late
    kept = ~np.logical_or.reduce(list(out.values()))
    counts = {reason: int(mask.sum()) for reason, mask in out.items()}
    if after_end != "left_out":
        counts["after_end_counted"] = int(late.sum())
    return chosen[kept], counts


def _none(rows: int, services: Sequence[str], statuses: Sequence[str]) -> OutcomeError:
    """Return the error for a log in which nothing counts: everyone would seem never to be met."""
    which = f" of the service {' or '.join(services)}" if services else ""
    return OutcomeError(
        f"The log holds contacts with the cohort's people, but none{which} of the status "
        f"{' or '.join(statuses)}, so everyone would seem never to have been met",
        code="RE-O21",
        column="service" if services else "status",
        rows=rows,
        do="Map the columns status and service; where the log holds completed contacts only, map "
        "status to the constant value 'completed'.",
    )


def log_required(log: Log) -> None:
    """Raise when the program has no contacts with the cohort's people at all."""
    if log.frame.empty:
        raise OutcomeError(
            "The program holds no contacts with the people of the cohort",
            code="RE-O22",
            rows=0,
            do="Engagement needs the contact log: map an export that holds it, and join it with "
            "combine().",
        )
