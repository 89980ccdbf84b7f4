"""One state at a time from spells that may overlap, on any data engine."""

from __future__ import annotations

from typing import Any


def timeline(spells: Any) -> Any:
    """Return stretches in which a person's state does not change, one state each.

    Parameters
    ----------
    spells : table
        ``person``, ``start``, ``stop`` (the first day after) and ``value``, in any
        order, possibly overlapping.

    Returns
    -------
    table
        Of the engine given: ``person``, ``start``, ``stop``, ``value``, and
        ``n_values``, the different states that were recorded for the stretch.

    Notes
    -----
    Where spells overlap, the one that began last holds; of those that began on
    one day the shorter, then the first by name.
    """
    import narwhals.stable.v2 as nw

    days = [nw.col(c).cast(nw.Float64) for c in ("start", "stop")]
    rows = nw.from_native(spells).select("person", *days, "value")
    edges = nw.concat(
        [rows.select("person", edge=nw.col("start")), rows.select("person", edge=nw.col("stop"))]
    )
    points = edges.group_by("person", "edge").agg(rows=nw.len())
    after = nw.col("edge").shift(-1).over("person", order_by="edge")
    pieces = (
        points.with_columns(after=after)
        .filter(~nw.col("after").is_null())
        .select("person", "edge", "after")
    )
    key = ("person", "edge", "after")
    held = pieces.join(rows, on="person", how="inner").filter(
        nw.col("start") <= nw.col("edge"), nw.col("stop") >= nw.col("after")
    )
    counts = held.group_by(*key).agg(n_values=nw.col("value").n_unique())
    latest = held.filter(nw.col("start") == nw.col("start").max().over(*key))
    short = latest.filter(nw.col("stop") == nw.col("stop").min().over(*key))
    one = short.group_by(*key).agg(nw.min("value"))
    return (
        one.join(counts, on=list(key), how="inner")
        .select("person", "value", "n_values", start=nw.col("edge"), stop=nw.col("after"))
        .select("person", "start", "stop", "value", "n_values")
        .to_native()
    )


def runs(stretches: Any, *, stitch_days: int = 0) -> Any:
    """Return stretches put together where they touch, or lie at most some days apart.

    Parameters
    ----------
    stretches : table
        ``person``, ``start`` and ``stop`` of stretches that do not overlap.
    stitch_days : int
        Days between two stretches over which they are one.

    Returns
    -------
    table
        Of the engine given: ``person``, ``run`` (from 1), ``start``, ``stop``.
    """
    import narwhals.stable.v2 as nw

    rows = nw.from_native(stretches).select("person", "start", "stop")
    before = nw.col("stop").shift(1).over("person", order_by="start")
    late = nw.col("start") - nw.col("before") > stitch_days
    fresh = nw.when(late).then(nw.lit(1)).otherwise(nw.lit(0))
    number = nw.col("fresh").cum_sum().over("person", order_by="start")
    return (
        rows.with_columns(before=before)
        .with_columns(fresh=fresh)
        .with_columns(run=number.cast(nw.Int64) + 1)
        .group_by("person", "run")
        .agg(nw.min("start"), nw.max("stop"))
        .to_native()
    )
