"""How many records each person has in each week, on any data engine."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.engaging.window_summary import WEEK


def weekly_counts(records: Any, people: Any) -> Any:
    """Return the weeks in which each person has a record, and how many.

    Parameters
    ----------
    records : table
        ``person`` and ``day`` of what counts, in any order, with ties.
    people : table
        One row per person: ``person`` and ``last``, the last day that counts;
        weeks are seven days each, counted from day 0.

    Returns
    -------
    table
        Of the engine given: ``person``, ``week`` (0 for days 0 to 6) and
        ``n_records``; weeks without a record have no row.
    """
    import narwhals.stable.v2 as nw

    limits = nw.from_native(people).select("person", nw.col("last").cast(nw.Float64))
    every = nw.from_native(records).select("person", nw.col("day").cast(nw.Float64))
    day = nw.col("day")
    seen = every.join(limits, on="person", how="inner").filter(day >= 0, day <= nw.col("last"))
    return (
        seen.with_columns(week=(day - day % WEEK) / WEEK)
        .group_by("person", "week")
        .agg(n_records=nw.len())
        .with_columns(nw.col("n_records").cast(nw.Float64))
        .to_native()
    )
