"""Stays: contacts with no long gap between them, on any data engine."""

from __future__ import annotations

from typing import Any


def stays(contacts: Any, limits: Any, *, gap_days: int) -> Any:
    """Return every stay of everyone: a run of contacts without a gap that is too long.

    Parameters
    ----------
    contacts : table
        ``person`` and ``day`` of completed contacts, in any order, with ties;
        rows without a day are not used.
    limits : table
        One row per person: ``person``; ``start``, the day on which the first
        stay begins, whether or not there is a contact on it; ``last``, the last
        day whose contacts count.
    gap_days : int
        A gap is too long when ``gap_days`` whole days pass without a contact.

    Returns
    -------
    table
        Of the engine given: ``person``, ``stay`` (from 1), ``first``, ``last``
        (days) and ``n_days``, the distinct days with a contact.
    """
    import narwhals.stable.v2 as nw

    people = nw.from_native(limits).select(
        "person", start=nw.col("start").cast(nw.Float64), until=nw.col("last").cast(nw.Float64)
    )
    seen = (
        nw.from_native(contacts)
        .select("person", nw.col("day").cast(nw.Float64))
        .join(people, on="person", how="inner")
        .filter(nw.col("day") >= nw.col("start"), nw.col("day") <= nw.col("until"))
        .select("person", "day", real=nw.lit(1).cast(nw.Int64))
    )
    begun = people.select("person", day=nw.col("start"), real=nw.lit(0).cast(nw.Int64))
    points = nw.concat([seen, begun]).group_by("person", "day").agg(nw.max("real"))
    before = nw.col("day").shift(1).over("person", order_by="day")
    fresh = nw.when(nw.col("day") - before > gap_days).then(nw.lit(1)).otherwise(nw.lit(0))
    number = nw.col("fresh").cum_sum().over("person", order_by="day")
    return (
        points.with_columns(fresh=fresh)
        .with_columns(stay=number.cast(nw.Int64) + 1)
        .group_by("person", "stay")
        .agg(first=nw.min("day"), last=nw.max("day"), n_days=nw.sum("real"))
        .to_native()
    )
