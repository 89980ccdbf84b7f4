"""Time zero: the day from which a person is followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from recoveryeval.cohorts.relative_days import episode_rows, person_rows, smallest
from recoveryeval.errors import CohortError, nearest
from recoveryeval.programs.program import Program
from recoveryeval.schema.word_list import one_of

Origin = Literal["anchor", "first_contact", "discharge", "medication_start"]
_KEY = ("person_id", "episode_id")
STAYS = ("inpatient", "psych_inpatient", "detox", "residential")


@dataclass(frozen=True, slots=True)
class OriginRule:
    """How time zero is found, in words, and what it means not to have one."""

    words: str
    never: str
    days: Callable[[pd.DataFrame, Program], pd.Series]


def _anchor(frame: pd.DataFrame, _: Program) -> pd.Series:
    """Return day 0 for everyone."""
    return pd.Series(0.0, index=range(len(frame)))


def _first_contact(frame: pd.DataFrame, program: Program) -> pd.Series:
    """Return the first completed contact from intake on, else the recorded first contact."""
    contact = program.tables["contact"]
    contact = contact[(contact["status"] == "completed").fillna(False)]
    rows = episode_rows(frame, contact[["episode_id", "day"]])
    done = rows[rows["day"] >= 0]
    if done.empty:
        recorded = frame["first_contact_day"].astype("Float64").reset_index(drop=True)
        return recorded.where(recorded >= 0)
    return smallest(len(frame), done["place"], done["day"])


def _discharge(frame: pd.DataFrame, program: Program) -> pd.Series:
    """Return the first discharge from an overnight stay from intake on."""
    event = program.tables["event"]
    stays = event[event["type"].isin(STAYS).fillna(False)]
    rows = person_rows(frame, stays[[*_KEY, "end", "end_day"]], ("end", "end_day"))
    rows = rows[rows["end_day"] >= 0]
    return smallest(len(frame), rows["place"], rows["end_day"])


def _medication_start(frame: pd.DataFrame, program: Program) -> pd.Series:
    """Return the first recorded medication from intake on."""
    drug = program.tables["drug"][[*_KEY, "date", "day"]]
    rows = person_rows(frame, drug, ("date", "day"))
    rows = rows[rows["day"] >= 0]
    return smallest(len(frame), rows["place"], rows["day"])


ORIGINS: dict[str, OriginRule] = {
    "anchor": OriginRule("intake", "No intake", _anchor),
    "first_contact": OriginRule("first completed contact", "No completed contact", _first_contact),
    "discharge": OriginRule(
        "discharge from an overnight stay", "No discharge from an overnight stay", _discharge
    ),
    "medication_start": OriginRule("start of medication", "No medication", _medication_start),
}


def origin_rule(origin: str) -> OriginRule:
    """Return the rule of an origin."""
    if not one_of(origin, ORIGINS):
        raise CohortError(
            "There is no origin of that name",
            code="RE-K11",
            do=f"Use one of {', '.join(ORIGINS)}." + nearest(str(origin), ORIGINS),
        )
    return ORIGINS[origin]


def with_origin(frame: pd.DataFrame, program: Program, origin: str) -> pd.DataFrame:
    """Return the enrollments with ``origin_day``, missing where time zero never came."""
    days = origin_rule(origin).days(frame, program)
    return frame.assign(origin_day=pd.array(days.to_numpy(), dtype="Float64").astype("Int64"))
