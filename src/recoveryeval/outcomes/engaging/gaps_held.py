"""Gaps between sessions that hold a coach contact, on any data engine."""

from __future__ import annotations

from typing import Any


def gaps_held(sessions: Any, helps: Any) -> Any:
    """Return how many gaps lie between each person's sessions, and how many hold a contact.

    A gap lies between a day with a session and the next such day. It holds a
    contact that falls on a day strictly between the two, or, where the two days
    touch, cannot hold one and does not count.

    Parameters
    ----------
    sessions, helps : table
        ``person`` and ``day``, in any order, with ties; rows without a day are
        not used.

    Returns
    -------
    table
        Of the engine given, one row per person with a gap: ``person``,
        ``n_gaps``, ``n_held``.
    """
    import narwhals.stable.v2 as nw

    day = nw.col("day").cast(nw.Float64)
    days = (
        nw.from_native(sessions)
        .select("person", day)
        .filter(~nw.col("day").is_null())
        .unique(["person", "day"])
    )
    before = nw.col("day").shift(1).over("person", order_by="day")
    gaps = days.with_columns(before=before).filter(nw.col("day") - nw.col("before") > 1)
    other = nw.from_native(helps).select("person", help=day)
    held = (
        gaps.join(other, on="person", how="inner")
        .filter(nw.col("help") > nw.col("before"), nw.col("help") < nw.col("day"))
        .unique(["person", "day"])
        .group_by("person")
        .agg(n_held=nw.len())
    )
    whole = gaps.group_by("person").agg(n_gaps=nw.len()).join(held, on="person", how="left")
    counts = [nw.col(name).cast(nw.Float64).fill_null(0.0) for name in ("n_gaps", "n_held")]
    return whole.select("person", *counts).to_native()
