"""Days of a person kept apart: each kept day bars the days that follow it too soon.

What is barred depends on what was kept before, so that one look at the day
before is not enough: of days 0, 20 and 40, at least 31 apart, 0 and 40 are
kept, since 20 is barred and bars nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd


def keep_apart(days: Any, *, apart_days: int) -> Any:
    """Return the days that are kept, the first of each person among them.

    A day at least ``apart_days`` after the day before it is kept whatever came
    earlier, so that it begins a run of its own. Within all runs at once, each
    round keeps the first day that is far enough from the one kept before.

    Parameters
    ----------
    days : table
        ``person`` and ``day``, in any order, with ties.
    apart_days : int
        Fewest days between a kept day and the next; one or more.

    Returns
    -------
    table
        Of the engine given: ``person`` and ``day``, distinct.

    Notes
    -----
    The number of rounds is the length of the longest run divided by
    ``apart_days``, plus one: two years of weekly visits take 24 rounds. One
    query finds it; the rounds are one query more.
    """
    import narwhals.stable.v2 as nw

    given = nw.from_native(days).select("person", day=nw.col("day").cast(nw.Float64)).unique()
    before = nw.col("day").shift(1).over("person", order_by="day")
    rows = given.with_columns(before=before)
    # In pandas a comparison with a missing number is False, elsewhere missing: ask for both.
    far = nw.col("before").is_null() | (nw.col("day") - nw.col("before") >= apart_days)
    rows = rows.with_columns(fresh=nw.when(far).then(1).otherwise(0))
    rows = rows.with_columns(run=nw.col("fresh").cum_sum().over("person", order_by="day"))
    run = ["person", "run"]
    rows = rows.with_columns(kept=nw.col("day").min().over(*run), keep=nw.col("fresh"))
    for _ in range(_rounds(rows, apart_days) - 1):
        later = nw.when(nw.col("day") >= nw.col("kept") + apart_days).then(nw.col("day"))
        rows = rows.with_columns(following=later.min().over(*run))
        rows = rows.with_columns(
            keep=nw.when(nw.col("day") == nw.col("following")).then(1).otherwise(nw.col("keep")),
            kept=nw.coalesce(nw.col("following"), nw.col("kept")),
        )
    return rows.filter(nw.col("keep") == 1).select("person", "day").to_native()


def _rounds(rows: Any, apart_days: int) -> int:
    """Return how many days at most are kept in one run."""
    import narwhals.stable.v2 as nw

    longest = rows.select(span=(nw.col("day") - nw.col("kept")).max())
    if isinstance(longest, nw.LazyFrame):
        longest = longest.collect()
    span = longest.to_pandas()["span"].iloc[0]
    return 1 if pd.isna(span) else int(span // apart_days) + 1
