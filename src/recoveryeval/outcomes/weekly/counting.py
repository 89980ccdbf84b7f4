"""Weeks counted, the longest run, the last weeks and each new spell, on any data engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def count_weeks(weeks: Any, hits: Sequence[str], *, first_week: int, last_week: int) -> Any:
    """Return ``hits`` and ``within`` (weeks looked at) per person; last week 0 means no end."""
    import narwhals.stable.v2 as nw

    rows = _hits(weeks, hits)
    inside = nw.col("week") >= first_week
    if last_week:
        inside = inside & (nw.col("week") <= last_week)
    within = nw.when(inside).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    counted = rows.with_columns(within=within, hits=within * nw.col("hit"))
    return (
        counted.group_by("person")
        .agg(nw.sum("hits"), nw.sum("within"), weeks=nw.max("week"))
        .to_native()
    )


def longest_runs(weeks: Any, hits: Sequence[str]) -> Any:
    """Return ``run``, the most weeks in a row that count, and ``weeks`` per person."""
    import narwhals.stable.v2 as nw

    rows = _hits(weeks, hits)
    total = nw.col("hit").cum_sum().over("person", order_by="week")
    # Between two weeks that do not count, their number minus the hits so far stays the same.
    runs = rows.with_columns(run=nw.col("week") - total)
    each = runs.group_by("person", "run").agg(length=nw.sum("hit"), last=nw.max("week"))
    return each.group_by("person").agg(run=nw.max("length"), weeks=nw.max("last")).to_native()


def last_weeks(weeks: Any, hits: Sequence[str], *, width: int) -> Any:
    """Return ``last`` (1 where the last week counts), ``hits`` of the last ``width``, ``weeks``."""
    import narwhals.stable.v2 as nw

    rows = _hits(weeks, hits)
    ends = rows.group_by("person").agg(weeks=nw.max("week"))
    both = rows.join(ends, on="person", how="inner")
    late = nw.when(nw.col("week") > nw.col("weeks") - width).then(nw.lit(1.0))
    final = nw.when(nw.col("week") == nw.col("weeks")).then(nw.lit(1.0))
    told = both.with_columns(
        hits=late.otherwise(nw.lit(0.0)) * nw.col("hit"),
        last=final.otherwise(nw.lit(0.0)) * nw.col("hit"),
    )
    return told.group_by("person").agg(nw.sum("hits"), nw.max("last"), nw.max("weeks")).to_native()


def spells(weeks: Any, hits: Sequence[str], *, left_out: Sequence[str] = ()) -> Any:
    """Return a row per person and ``week`` in which a new run of weeks that count begins."""
    import narwhals.stable.v2 as nw

    kept = nw.from_native(weeks)
    if left_out:
        kept = kept.filter(~nw.col("symbol").is_in(list(left_out)))
    rows = _hits(kept.to_native(), hits)
    before = nw.col("hit").shift(1).over("person", order_by="week")
    turned = rows.with_columns(before=before)
    new = (nw.col("hit") > 0.5) & (nw.coalesce(nw.col("before"), nw.lit(0.0)) < 0.5)
    return turned.filter(new).select("person", "week").to_native()


def _hits(weeks: Any, hits: Sequence[str]) -> Any:
    """Return person, week as a float, and hit as 1 or 0."""
    import narwhals.stable.v2 as nw

    counted = nw.col("symbol").is_in(list(hits))
    return nw.from_native(weeks).select(
        "person",
        nw.col("week").cast(nw.Float64),
        hit=nw.when(counted).then(nw.lit(1.0)).otherwise(nw.lit(0.0)),
    )
