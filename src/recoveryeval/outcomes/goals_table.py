"""Goals of a cohort with what became of them, as far as that can be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.limits import days
from recoveryeval.results.check import Check

PAIRS = (("set", "set_day"), ("met", "met_day"), ("dropped", "dropped_day"))


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """One row per goal set from time zero on: ``place``, ``domain``, ``self_defined`` and days.

    ``set``, ``met`` and ``dropped`` are days from time zero (infinite where
    something did not happen), ``seen_to`` the last day observed.
    """

    frame: pd.DataFrame
    checks: tuple[Check, ...]


def goals_of(
    cohort: Cohort, *, self_defined: bool | None, domains: tuple[str, ...], within: int | None
) -> Goals:
    """Return the goals that count, and counts of those that do not."""
    table = cohort.program.tables["goal"]
    rows = person_rows(cohort.frame, table, *PAIRS)
    place = rows["place"].to_numpy(dtype="int64")
    origin = days(cohort.frame["origin_day"])
    seen_to = (days(cohort.frame["observed_to"]) - origin)[place]
    day = {name: days(rows[column]) - origin[place] for name, column in PAIRS}
    undated = np.isnan(day["set"])
    early = ~undated & (day["set"] < 0)
    late = day["set"] > (np.inf if within is None else within)
    backward = (day["met"] < day["set"]) | (day["dropped"] < day["set"])
    both = ~np.isnan(day["met"]) & ~np.isnan(day["dropped"])
    kept = ~(undated | early | late | backward)
    frame = _frame(rows, place, day, seen_to)[kept]
    masks = {"undated": undated, "backward": backward, "before_zero": early, "set_late": late}
    checks = _counted({**masks, "met_and_dropped": both & kept}, within)
    chosen = _chosen(frame, self_defined, domains)
    if chosen.empty:
        raise OutcomeError(
            "Nobody in the cohort has a dated goal of this kind",
            code="RE-O27",
            column="set",
            rows=len(rows),
            do="Map the table 'goal' with set, met and dropped, or ask for other goals.",
        )
    return Goals(chosen.reset_index(drop=True), checks)


def _frame(
    rows: pd.DataFrame, place: np.ndarray, day: Mapping[str, np.ndarray], seen_to: np.ndarray
) -> pd.DataFrame:
    """Return goals with their days; what lies after the end of observation did not happen yet."""
    return pd.DataFrame(
        {
            "place": place,
            "domain": rows["domain"].astype("string"),
            "self_defined": rows["self_defined"].astype("boolean"),
            "set": day["set"],
            "met": np.where(day["met"] <= seen_to, day["met"], np.inf),
            "dropped": np.where(day["dropped"] <= seen_to, day["dropped"], np.inf),
            "seen_to": seen_to,
        }
    )


_CONCERNS = ("undated", "backward", "met_and_dropped")


def _counted(masks: Mapping[str, np.ndarray], within: int | None) -> tuple[Check, ...]:
    """Return counts of goals that need a word."""
    words = {
        "undated": "have no date on which they were set; they are not used",
        "backward": "end before they were set; they are not used",
        "before_zero": "were set before time zero; they are not used",
        "set_late": f"were set after day {within}; they are not used",
        "met_and_dropped": "were met and dropped; the first counts",
    }
    return tuple(
        Check(
            f"goals_{name}",
            f"{int(mask.sum())} goals {words[name]}.",
            verdict="concern" if name in _CONCERNS else "note",
            statistic=float(mask.sum()),
        )
        for name, mask in masks.items()
        if mask.any()
    )


def _chosen(
    frame: pd.DataFrame, self_defined: bool | None, domains: tuple[str, ...]
) -> pd.DataFrame:
    """Return the goals of the kind and the domains asked for."""
    if self_defined is not None:
        frame = frame[(frame["self_defined"] == self_defined).fillna(False)]
    return frame[frame["domain"].isin(domains).fillna(False)] if domains else frame
