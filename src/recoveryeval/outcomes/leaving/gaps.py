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

    # Days go as floats: whole nullable numbers of pandas cannot be shifted in rows out of order.
    days = [nw.col(c).cast(nw.Float64) for c in ("start", "last", "closing")]
    people = nw.from_native(limits).select("person", *days)
    every = nw.from_native(contacts).select("person", nw.col("day").cast(nw.Float64))
    seen = (
        every.join(people, on="person", how="inner")
        .filter(nw.col("day") >= nw.col("start"), nw.col("day") <= nw.col("last"))
        .group_by("person", "start", "day")
        .agg(rows=nw.len())
    )
    before = nw.coalesce(nw.col("day").shift(1).over("person", order_by="day"), nw.col("start"))
    gaps = seen.with_columns(before=before)
    long = (nw.col("day") - nw.col("before")) > gap_days
    met = (
        gaps.select("person", "day", left=nw.when(long).then(nw.col("before")))
        .group_by("person")
        .agg(nw.min("left"), nw.max("day"), n_days=nw.len())
    )
    whole = people.join(met, on="person", how="left")
    final = nw.coalesce(nw.col("day"), nw.col("start"))
    ended = nw.when(nw.col("closing") - final > gap_days).then(final)
    return whole.select(
        "person",
        left_day=nw.coalesce(nw.col("left"), ended),
        n_days=nw.col("n_days").cast(nw.Float64).fill_null(0.0),
    ).to_native()
