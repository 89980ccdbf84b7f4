"""Days covered by supplies of a medication, on any data engine."""

from __future__ import annotations

from typing import Any


def covered_days(fills: Any, *, forward: bool) -> Any:
    """Return the days that supplies cover, as intervals ``[start, end)``.

    Parameters
    ----------
    fills : table
        One row per supply: ``person``, ``product``, ``day`` and ``supply`` (days),
        in any order, with ties.
    forward : bool
        Whether a supply that comes early begins where the one before it of the
        same product runs out. Other products run beside each other.

    Returns
    -------
    table
        Of the engine given: ``person``, ``start``, ``end``; one row per start.

    Notes
    -----
    With supplies s of a product on days d, supply k runs out on day
    S(k) + max over j <= k of (d(j) - S(j-1)), where S sums the supplies up to k.
    """
    import narwhals.stable.v2 as nw

    key = ["person", "product"]
    amount = nw.sum("supply") if forward else nw.max("supply")
    days = [nw.col(c).cast(nw.Float64) for c in ("day", "supply")]
    each = nw.from_native(fills).select(*key, *days).group_by(*key, "day").agg(amount)
    if forward:
        total = nw.col("supply").cum_sum().over(*key, order_by="day")
        spare = nw.col("day") - (nw.col("total") - nw.col("supply"))
        # A window takes a plain column: over a sum, narwhals drops the running maximum on pandas.
        lift = nw.col("spare").cum_max().over(*key, order_by="day")
        each = (
            each.with_columns(total=total)
            .with_columns(spare=spare)
            .with_columns(lift=lift)
            .with_columns(end=nw.col("lift") + nw.col("total"))
        )
    else:
        each = each.with_columns(end=nw.col("day") + nw.col("supply"))
    start = nw.col("end") - nw.col("supply")
    return (
        each.select("person", "end", start=start)
        .group_by("person", "start")
        .agg(nw.max("end"))
        .to_native()
    )


def first_run(covered: Any, limits: Any, *, grace_days: int) -> Any:
    """Return the first run of covered days that lasts beyond a person's day zero.

    Parameters
    ----------
    covered : table
        What ``covered_days`` gives.
    limits : table
        One row per person: ``person``; ``zero``, the day from which days count.
    grace_days : int
        A run goes on over this many uncovered days in a row, not over more.

    Returns
    -------
    table
        Of the engine given, for people who have one: ``person``; ``begin``, the
        first covered day from zero on; ``end``, the first day without supply.
    """
    import narwhals.stable.v2 as nw

    people = nw.from_native(limits).select("person", nw.col("zero").cast(nw.Float64))
    rows = nw.from_native(covered).join(people, on="person", how="inner")
    reach = nw.col("end").cum_max().over("person", order_by="start")
    before = nw.col("reach").shift(1).over("person", order_by="start")
    late = nw.col("start") - nw.col("before") > grace_days
    fresh = nw.when(late).then(nw.lit(1)).otherwise(nw.lit(0))
    run = nw.col("fresh").cum_sum().over("person", order_by="start")
    begin = nw.when(nw.col("start") > nw.col("zero")).then(nw.col("start"))
    runs = (
        rows.with_columns(reach=reach)
        .with_columns(before=before)
        .with_columns(fresh=fresh)
        .with_columns(run=run.cast(nw.Int64))
        .filter(nw.col("end") > nw.col("zero"))
        .with_columns(begin=begin.otherwise(nw.col("zero")))
        .group_by("person", "run")
        .agg(nw.min("begin"), nw.max("end"))
    )
    first = nw.col("run").min().over("person")
    return runs.filter(nw.col("run") == first).select("person", "begin", "end").to_native()
