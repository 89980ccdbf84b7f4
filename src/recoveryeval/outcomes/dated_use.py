"""First and repeated dated events of use, on any data engine: pandas, polars, DuckDB, Spark."""

from __future__ import annotations

from typing import Any


def use_episodes(events: Any, limits: Any, *, apart_days: int) -> Any:
    """Return the days on which a new episode of use begins.

    Parameters
    ----------
    events : table
        ``person`` and ``day`` of recorded use, in any order, with ties; rows
        without a day are not used.
    limits : table
        One row per person: ``person``, ``first`` and ``last``, the days whose
        events count.
    apart_days : int
        An event begins a new episode when more than so many days lie between
        it and the event before; 0 makes every day of use an episode.

    Returns
    -------
    table
        Of the engine given: ``person`` and ``day``.
    """
    import narwhals.stable.v2 as nw

    people = nw.from_native(limits).select(
        "person", nw.col("first").cast(nw.Float64), nw.col("last").cast(nw.Float64)
    )
    days = (
        nw.from_native(events)
        .select("person", nw.col("day").cast(nw.Float64))
        .join(people, on="person", how="inner")
        .filter(nw.col("day") >= nw.col("first"), nw.col("day") <= nw.col("last"))
        .group_by("person", "day")
        .agg(rows=nw.len())
    )
    before = nw.col("day").shift(1).over("person", order_by="day")
    gaps = days.select("person", "day", before=before)
    new = nw.col("before").is_null() | (nw.col("day") - nw.col("before") > apart_days)
    return gaps.filter(new).select("person", "day").to_native()


def first_use(events: Any, limits: Any) -> Any:
    """Return ``person`` and ``day`` of each person's first event within the limits."""
    import narwhals.stable.v2 as nw

    # No two events are further apart than this, so only the first begins an episode.
    found = nw.from_native(use_episodes(events, limits, apart_days=10**9))
    return found.group_by("person").agg(nw.min("day")).to_native()
