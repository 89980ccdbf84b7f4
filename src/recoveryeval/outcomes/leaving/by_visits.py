"""Leaving by planned visits: the last one held, where a later one was due and missed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.earliest import ended
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.limits import Limits, days, limits
from recoveryeval.outcomes.leaving.options import Options
from recoveryeval.outcomes.leaving.visits import last_visit
from recoveryeval.outcomes.leaving.window import window
from recoveryeval.outcomes.rules import GAP, MISSED_VISIT, NO_CONTACT, NO_VISIT
from recoveryeval.results.check import Check

HELD = ("complete", "partial")
WEEK = 7


def by_visits(cohort: Cohort, options: Options) -> Followed:
    """Return when everyone was last seen at a planned visit, and who missed a later one."""
    visits, checks = planned(cohort, options.visits)
    ways = limits(cohort, options)
    seen = window(ways, options, gaps=False)
    n = len(cohort.frame)
    people = pd.DataFrame({"person": np.arange(n), "start": 0.0, "last": seen.last})
    told = last_visit(visits, people).sort_values("person")
    held, due = days(told["last_held"]), days(told["last_due"])
    last = np.where(np.isnan(held), 0.0, held)
    missed = ~np.isnan(due) & ~(due <= held)
    # Nothing is seen between visits: without a missed one time stops at the last that was held.
    until, seen = seen.last, replace(seen, to=last)
    left = np.where(missed, last, np.inf)
    found = ended(left, told["n_held"].to_numpy() > 0, _kept(ways, last, until), seen, options)
    rule = np.where(found.rule == GAP.id, MISSED_VISIT.id, found.rule)
    return Followed(
        place=np.arange(n),
        found=replace(found, rule=np.where(rule == NO_CONTACT.id, NO_VISIT.id, rule)),
        reach=last - ways.zero,
        start=np.zeros(n),
        checks=checks,
    )


def _kept(ways: Limits, last: np.ndarray, seen_to: np.ndarray) -> Limits:
    """Return the limits; an end counts on the last visit held, if it was recorded after it."""
    after = (ways.end >= last) & (ways.end <= seen_to)
    return replace(ways, end=np.where(after, last, np.inf))


def planned(cohort: Cohort, source: str) -> tuple[pd.DataFrame, tuple[Check, ...]]:
    """Return planned visits: ``person`` (row), ``day`` from the origin, ``held``; and checks."""
    rows = _assessments(cohort) if source == "assessment" else _periods(cohort)
    key = cohort.frame[["episode_id", "origin_day"]].rename_axis("person").reset_index()
    own = key.merge(rows, on="episode_id", how="inner")
    begin = days(own["origin_day"]) - cohort.landmark_day
    held = own["held"].to_numpy(dtype="int64")
    visits = pd.DataFrame({"person": own["person"], "day": days(own["day"]) - begin, "held": held})
    if not held.any():
        raise OutcomeError(
            "No planned visit was held with anyone in the cohort, so everyone would seem to have "
            "left on the first day",
            code="RE-O21",
            column="status" if source == "assessment" else "value",
            rows=len(own),
            do="Map the column that says what became of a visit, or use visits="
            + ("'panel'." if source == "assessment" else "'assessment'."),
        )
    undated = int(visits["day"].isna().sum())
    meaning = f"{undated} planned visits have neither a date nor a date due; they are not used."
    check = Check("visits_undated", meaning, verdict="concern", statistic=float(undated))
    return visits, (check,) if undated else ()


def _assessments(cohort: Cohort) -> pd.DataFrame:
    """Return planned interviews, held on their day, or else due on theirs."""
    rows = cohort.program.tables["assessment"]
    rows = rows[(rows["subject"] == "client").fillna(True)]
    held = (rows["status"].isin(HELD) | rows["status"].isna()) & rows["day"].notna()
    anchor = cohort.frame.set_index("episode_id")["anchor"]
    due = (rows["wave_due"] - rows["episode_id"].map(anchor)).dt.days.astype("Float64")
    day = rows["day"].astype("Float64").where(held, due.fillna(rows["day"].astype("Float64")))
    held = held.fillna(False).astype(bool)
    # Of several questionnaires at one wave, one that was held shows that the person was there.
    there = held.groupby([rows["episode_id"], rows["wave"]]).transform("max").fillna(False)
    kept = held | ~there.astype(bool)
    return pd.DataFrame({"episode_id": rows["episode_id"], "day": day, "held": held})[kept]


def _periods(cohort: Cohort) -> pd.DataFrame:
    """Return the periods of the panel on the day they begin; held where there is a result."""
    rows = cohort.program.tables["panel"]
    length = rows["unit"].map({"week": WEEK, "day": 1}).astype("Float64")
    held = rows["value"].notna() & (rows["value"] != "missing").fillna(False)
    day = rows["period"].astype("Float64") * length
    return pd.DataFrame({"episode_id": rows["episode_id"], "day": day, "held": held})
