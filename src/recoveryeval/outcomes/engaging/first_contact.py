"""Time from time zero to the first contact, with death and an end of enrollment competing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.outcomes.engaging.measured import Measured, Source, in_place
from recoveryeval.outcomes.engaging.told import contact_checks, denominator_check
from recoveryeval.outcomes.engaging.window_summary import window_summary

CAUSES = {1: "first contact", 2: "death", 3: "end of enrollment"}
_RULES = ("end of observation", "first contact", "death", "recorded end", "horizon")


def first_contact(source: Source) -> Measured:
    """Return the day of the first contact, or what came before it.

    On the same day a contact goes first, then death.
    """
    people, found = source.people, source.contacts()
    rows = found.frame[["person", "day"]]
    window = people.window(0, np.inf)
    met = in_place(window_summary(rows, window))["first_day"].to_numpy(dtype="float64")
    days = _days(source, met)
    first, which = days.min(axis=1), days.argmin(axis=1) + 1
    happened = first <= people.last
    time, cause = np.where(happened, first, people.last), np.where(happened, which, 0)
    limit = source.options["window_days"] or np.inf
    late = time > limit
    time, cause = np.where(late, limit, time), np.where(late, 0, cause)
    rule = np.array(_RULES, dtype=object)[np.where(late, 4, cause)]
    compete = source.options["exits"] == "competing"
    what = {"cause": cause.astype("int64")} if compete else {"event": cause == 1}
    words = "everyone in the cohort, followed until the first contact"
    return Measured(
        kind="competing" if compete else "time_to_event",
        place=np.arange(people.n),
        columns={
            "entry": np.full(people.n, -np.inf),
            "time": np.maximum(time, 0.0),
            **what,
            "rule": pd.array(rule, dtype="string"),
        },
        checks=(denominator_check(people.n, people.n, words), *contact_checks(found.counts)),
        causes=CAUSES if compete else {},
        horizon=None if np.isinf(limit) else float(limit),
    )


def _days(source: Source, met: np.ndarray) -> np.ndarray:
    """Return the days (n, 3) of first contact, death and a recorded end, infinite where never.

    Where contacts after a recorded end count, the end does not end anything.
    """
    people = source.people
    ends = source.options["after_end"] == "left_out"
    ended = people.ended if ends else np.full(people.n, np.inf)
    return np.column_stack([np.where(np.isnan(met), np.inf, met), people.died, ended])
