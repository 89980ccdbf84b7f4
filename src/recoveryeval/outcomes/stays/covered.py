"""The unbroken stretch of insurance coverage around time zero: outside it no claim is seen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.outcomes.stays.packed import ADD, FAR, day_of, pack
from recoveryeval.outcomes.stays.stitch import stitch, whole_stays

KIND = "coverage"


def covered(cohort: Cohort, begin: np.ndarray, zero: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return first and last day (n,), from the origin, of the coverage that holds time zero.

    Coverage that is renewed the day after it ends goes on. Both are missing
    for people not covered at time zero. None where the program has no coverage
    spans at all.
    """
    span = cohort.program.tables["span"]
    span = span[(span["kind"] == KIND).fillna(False)]
    if span.empty:
        return None
    rows = person_rows(cohort.frame, span, ("start", "start_day"), ("end", "end_day"))
    place = rows["place"].to_numpy(dtype="int64")
    first = (rows["start_day"] - begin[place]).fillna(-ADD).clip(lower=-ADD)
    last = (rows["end_day"] - begin[place]).fillna(FAR)
    packed = pd.DataFrame(
        {
            "person": place,
            "opens": pack(first.astype("int64"), 0),
            "closes": pack(last.astype("int64"), 0),
        }
    )
    whole = whole_stays(stitch(packed, gap_days=1))
    days = whole.assign(first=day_of(whole["opened"]), last=day_of(whole["closed"]))
    days = days[(days["first"] <= zero) & (days["last"] >= zero)].set_index("person")
    held = days[["first", "last"]].reindex(range(len(cohort.frame)))
    return held["first"].to_numpy(dtype="float64"), held["last"].to_numpy(dtype="float64")
