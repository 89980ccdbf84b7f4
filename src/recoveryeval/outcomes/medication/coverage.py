"""Until when supplies are seen: where they come from claims, until insurance coverage ends."""

from __future__ import annotations

import numpy as np

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.observation import stretch_end
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.outcomes.leaving.limits import Limits, days
from recoveryeval.results.check import Check


def seen_in_claims(cohort: Cohort, ways: Limits) -> tuple[np.ndarray, tuple[Check, ...]]:
    """Return the last day (n,) on which a supply would be seen, and a check on it.

    Where the program has spans of coverage, a supply is seen while coverage
    lasts unbroken from time zero; people without coverage then are not seen.
    """
    span = cohort.program.tables["span"]
    span = span[(span["kind"] == "coverage").fillna(False)]
    if span.empty:
        return ways.seen_to, ()
    rows = person_rows(cohort.frame, span, ("start", "start_day"), ("end", "end_day"))
    place = rows["place"].to_numpy(dtype="int64")
    begin = days(cohort.frame["origin_day"]) - cohort.landmark_day
    shown = np.where(np.isfinite(ways.seen_to), ways.seen_to, ways.exits.min(axis=1))
    end = np.where(rows["end_day"].isna(), shown[place], days(rows["end_day"]) - begin[place])
    start = (rows["start_day"] - begin[place]).fillna(-np.inf)
    zero = np.full(len(begin), float(ways.zero))
    covered = stretch_end(rows.assign(start_day=start, end_day=end), zero)
    covered = np.where(np.isnan(covered), -np.inf, covered)
    cut = int((covered < shown).sum())
    meaning = (
        f"Supplies are seen while insurance covers a person without a break from time zero; for "
        f"{cut} people that ends before their other records do, or does not begin."
    )
    check = Check("seen_in_coverage", meaning, statistic=float(cut))
    return np.minimum(ways.seen_to, covered), (check,)
