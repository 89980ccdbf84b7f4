"""Everyone's score at every planned wave, and why it is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.leaving.limits import days, never
from recoveryeval.outcomes.measured.interviews import NOT_HELD
from recoveryeval.outcomes.measured.planned import Planned, in_window, named_wave

Within = Literal["closest", "first", "last"]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """One row per person and wave, and the counts that a reader must know.

    ``frame`` has ``place, slot, day, value, missing``; ``missing`` is empty
    where there is a score.
    """

    frame: pd.DataFrame
    out_of_window: int
    second: int
    mislabeled: int
    undated: int


def grid(cohort: Cohort, rows: pd.DataFrame, waves: Planned, within: Within) -> Grid:
    """Place interviews on waves by their day, by their label where they have none."""
    slot_named = named_wave(waves, rows["wave"])
    day = rows["day"].to_numpy(dtype="float64")
    undated = np.isnan(day)
    dated = in_window(waves, np.where(undated, np.inf, day))
    slot = np.where(undated, slot_named, dated)
    placed = rows.assign(slot=slot, rank=_rank(day, slot, waves, within))
    inside = placed[placed["slot"] >= 0]
    first = inside.sort_values(["place", "slot", "absent", "rank", "day"], kind="stable")
    kept = first.drop_duplicates(["place", "slot"])
    full = _everyone(cohort, kept, waves)
    full["missing"] = _why(cohort, full, placed, slot_named, waves)
    scored = placed["absent"] == 0
    return Grid(
        frame=full,
        out_of_window=int((scored & (placed["slot"] < 0)).sum()),
        second=int((first["absent"] == 0).sum() - (kept["absent"] == 0).sum()),
        mislabeled=int((scored & (dated >= 0) & (slot_named >= 0) & (dated != slot_named)).sum()),
        undated=int((undated & scored).sum()),
    )


def _rank(day: np.ndarray, slot: np.ndarray, waves: Planned, within: Within) -> np.ndarray:
    """Return the order (n,) in which two interviews in a window are preferred."""
    if within == "first":
        return day
    if within == "last":
        return -day
    return np.asarray(np.abs(day - waves.day[slot]))


def _everyone(cohort: Cohort, kept: pd.DataFrame, waves: Planned) -> pd.DataFrame:
    """Return every person at every wave, with what was kept."""
    n, k = len(cohort.frame), len(waves.day)
    full = pd.DataFrame({"place": np.repeat(np.arange(n), k), "slot": np.tile(np.arange(k), n)})
    columns = ["place", "slot", "day", "value", "score_missing", "status"]
    return full.merge(kept[columns], on=["place", "slot"], how="left")


def _why(
    cohort: Cohort, full: pd.DataFrame, placed: pd.DataFrame, named: np.ndarray, waves: Planned
) -> pd.Series:
    """Say why there is no score, an empty text where there is one; shape (people x waves,)."""
    people = cohort.frame
    begin = days(people["origin_day"]) - cohort.landmark_day
    died = never(days(people["death_day"]) - begin)[full["place"]]
    seen = (days(people["records_to"]) - begin)[full["place"]]
    slot = full["slot"].to_numpy()
    elsewhere = placed[(placed["absent"] == 0) & (placed["slot"] < 0) & (named >= 0)]
    key = elsewhere["place"].to_numpy() * len(waves.day) + named[elsewhere.index]
    outside = np.isin(full["place"].to_numpy() * len(waves.day) + slot, key)
    status = full["status"].astype("string")
    met = full["score_missing"].astype("string").fillna("")
    rules = [
        (full["value"].notna().to_numpy(), ""),
        (died < waves.closes[slot], "died"),
        ((status == "refused").fillna(False).to_numpy(dtype=bool), "refused"),
        (outside, "out_of_window"),
        ((met != "").to_numpy(dtype=bool), None),
        (status.isin(NOT_HELD).fillna(False).to_numpy(dtype=bool), "not_held"),
        (seen < waves.closes[slot], "not_yet_due"),
    ]
    why = np.full(len(full), "no_interview", dtype=object)
    for holds, word in reversed(rules):
        why = np.where(holds, met.to_numpy(dtype=object) if word is None else word, why)
    return pd.Series(pd.array(why, dtype="string"), index=full.index)
