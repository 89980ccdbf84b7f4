"""The first long gap between contacts, on any data engine: pandas, polars, DuckDB, Spark."""

from __future__ import annotations

from typing import Any


def last_before_gap(contacts: Any, limits: Any, *, gap_days: int) -> Any:
    """Return the day of each person's last contact before the first gap that is too long.

    Parameters
    ----------
    contacts : table
        ``person`` and ``day`` of completed contacts, in any order, with ties;
        rows without a day are not used.
    limits : table
        One row per person: ``person``; ``start``, the day on which the clock
        starts; ``last``, the last day whose contacts count; ``closing``, the
        day that ends the last gap.
    gap_days : int
        A gap is too long when ``gap_days`` whole days pass without a contact.

    Returns
    -------
    table
        Of the engine given: ``person``, ``left_day`` (missing where no gap is
        too long) and ``n_days``, the distinct days with a contact.
    """
    import narwhals.stable.v2 as nw

    people = nw.from_native(limits)
    every = nw.from_native(contacts).select("person", nw.col("day").cast(nw.Int64))
    days = [nw.col(c).cast(nw.Int64) for c in ("start", "last", "closing")]
    people = people.select("person", *days)
    seen = (
        every.join(people, on="person", how="inner")
        .filter(nw.col("day") >= nw.col("start"), nw.col("day") <= nw.col("last"))
        .select("person", "day", seen=nw.lit(1).cast(nw.Int64))
    )
    clock = people.select("person", day=nw.col("start"), seen=nw.lit(0).cast(nw.Int64))
    points = nw.concat([seen, clock], how="vertical").group_by("person", "day").agg(nw.max("seen"))
    following = nw.col("day").shift(-1).over("person", order_by="day")
    gaps = points.with_columns(following=following).join(people, on="person", how="inner")
    until = nw.coalesce(nw.col("following"), nw.col("closing"))
    long = (until - nw.col("day")) > gap_days
    marked = gaps.select("person", "seen", left_day=nw.when(long).then(nw.col("day")))
    found = marked.group_by("person").agg(nw.min("left_day"), n_days=nw.sum("seen"))
    return found.with_columns(nw.col("n_days").cast(nw.Int64)).to_native()
