"""Interviews in the order of their waves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.note import Frames, Note, has, note
from recoveryeval.schema.vocabulary import load_vocabulary

_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_KEY = ("person_id", "episode_id", "instrument")


def planned_day(wave: pd.Series) -> pd.Series:
    """Return the planned day of each wave, missing where its label has none."""
    words = load_vocabulary("wave")
    fixed = {term: float(entry["day"]) for term, entry in words.terms.items() if "day" in entry}
    labels = {label: _day(str(label), fixed) for label in wave.dropna().unique()}
    return pd.Series(wave.map(labels), index=wave.index).astype("Float64")


def _day(label: str, fixed: dict[str, float]) -> float:
    """Return the planned day of one label, NaN where it has none."""
    if label in fixed:
        return fixed[label]
    unit, _, number = label.rpartition("_")
    if number.isdecimal() and (unit in _DAYS or not unit):
        return float(number) * _DAYS.get(unit, 1.0)
    return float("nan")


def followup_before_baseline(tables: Frames) -> list[Note]:
    """Set aside follow-up interviews that are dated before the baseline of their instrument."""
    held = _placed(tables["assessment"])
    if held.empty:
        return []
    base = held[held["planned"] == 0].groupby(held["key"])["when"].min()
    early = (held["planned"] > 0) & (held["when"] < held["key"].map(base))
    return note("followup_before_baseline", ("assessment", "date"), held, early, "row")


def wave_date_conflict(tables: Frames) -> list[Note]:
    """Count interviews whose date is out of the order of their label, and second baselines."""
    held = _placed(tables["assessment"])
    if held.empty:
        return []
    held = held.sort_values(["key", "when", "planned"], kind="stable")
    same = (held["key"] == held["key"].shift()).to_numpy(dtype=bool)
    previous = held.groupby("key")["planned"].cummax().shift()
    back = same & (held["planned"] < previous).fillna(False).to_numpy(dtype=bool)
    twice = (
        same
        & (held["planned"] == 0).to_numpy(dtype=bool)
        & (previous == 0).fillna(False).to_numpy(dtype=bool)
    )
    return note("wave_date_conflict", ("assessment", "wave"), held, back | twice, "count")


def _placed(assessment: pd.DataFrame) -> pd.DataFrame:
    """Return the held interviews with a key, a planned day and a date or day."""
    if not has(assessment, "wave", "instrument") or "person_id" not in assessment:
        return assessment.iloc[:0]
    when = _when(assessment)
    planned = planned_day(assessment["wave"])
    keys = [c for c in (*_KEY, "subject") if c in assessment]
    key = assessment.groupby(keys, dropna=False, sort=False).ngroup()
    placed = assessment.assign(when=when, planned=planned, key=key)
    held = placed["when"].notna() & placed["planned"].notna()
    if "status" in assessment:
        held &= ~assessment["status"].isin(("refused", "not_held"))
    return placed[held]


def _when(assessment: pd.DataFrame) -> pd.Series:
    """Return a number that orders interviews in time: the day, or the date's day number."""
    if has(assessment, "day"):
        return assessment["day"].astype("Float64")
    if not has(assessment, "date"):
        return pd.Series(pd.NA, index=assessment.index, dtype="Float64")
    date = assessment["date"]
    number = date.to_numpy().astype("datetime64[D]").astype("float64")
    return pd.Series(np.where(date.isna(), np.nan, number), index=assessment.index).astype(
        "Float64"
    )
