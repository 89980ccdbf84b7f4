"""The last visit held, and whether a later one was missed, on any data engine."""

from __future__ import annotations

from typing import Any


def last_visit(visits: Any, limits: Any) -> Any:
    """Return each person's last visit that was held, and whether a later one was due.

    Parameters
    ----------
    visits : table
        One row per planned visit: ``person``, ``day`` (held or due) and
        ``held`` (1 or 0), in any order; rows without a day are not used.
    limits : table
        One row per person: ``person``; ``start``, the first day that counts;
        ``last``, the last day on which a visit can have been due.

    Returns
    -------
    table
        Of the engine given: ``person``, ``last_held`` (missing where no visit
        was held), ``last_due`` (missing where none was missed), ``n_held``.
    """
    import narwhals.stable.v2 as nw

    people = nw.from_native(limits).select(
        "person", start=nw.col("start").cast(nw.Float64), until=nw.col("last").cast(nw.Float64)
    )
    day = nw.col("day")
    held = nw.col("held") == 1
    rows = (
        nw.from_native(visits)
        .select("person", day.cast(nw.Float64), "held")
        .join(people, on="person", how="inner")
        .filter(day >= nw.col("start"), day <= nw.col("until"))
        .select(
            "person",
            held_day=nw.when(held).then(day),
            missed_day=nw.when(~held).then(day),
            one=nw.when(held).then(nw.lit(1)).otherwise(nw.lit(0)),
        )
        .group_by("person")
        .agg(last_held=nw.max("held_day"), last_due=nw.max("missed_day"), n_held=nw.sum("one"))
    )
    return (
        people.select("person")
        .join(rows, on="person", how="left")
        .select("person", "last_held", "last_due", nw.col("n_held").cast(nw.Float64).fill_null(0.0))
        .to_native()
    )
