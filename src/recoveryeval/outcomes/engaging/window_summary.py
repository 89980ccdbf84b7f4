"""What each person's window holds, on any data engine: pandas, polars, DuckDB, Spark."""

from __future__ import annotations

from typing import Any

WEEK = 7


def window_summary(records: Any, people: Any) -> Any:
    """Return how much each person's window holds, and its first and last day.

    Parameters
    ----------
    records : table
        ``person`` and ``day`` of what counts, in any order, with ties; rows
        without a day are not used.
    people : table
        One row per person: ``person``, and ``first`` and ``last``, the days of
        the window, both included.

    Returns
    -------
    table
        Of the engine given, one row per person: ``person``, ``n_records``,
        ``n_days`` and ``n_weeks`` (distinct; weeks are counted from ``first``),
        ``first_day`` and ``last_day`` (missing where nothing counts).
    """
    import narwhals.stable.v2 as nw

    within, limits = _within(records, people)
    since = nw.col("day") - nw.col("first")
    found = (
        within.with_columns(week=since - since % WEEK)
        .group_by("person")
        .agg(
            n_records=nw.len(),
            n_days=nw.col("day").n_unique(),
            n_weeks=nw.col("week").n_unique(),
            first_day=nw.col("day").min(),
            last_day=nw.col("day").max(),
        )
    )
    counts = [
        nw.col(name).cast(nw.Float64).fill_null(0.0) for name in ("n_records", "n_days", "n_weeks")
    ]
    whole = limits.select("person").join(found, on="person", how="left")
    return whole.select("person", *counts, "first_day", "last_day").to_native()


def window_first(records: Any, people: Any) -> Any:
    """Return the first day of each person's window on which something counts.

    Parameters
    ----------
    records : table
        ``person`` and ``day``.
    people : table
        ``person``, ``first``, ``last``.

    Returns
    -------
    table
        Of the engine given, one row per person: ``person`` and ``first_day``
        (missing where nothing counts).
    """
    import narwhals.stable.v2 as nw

    within, limits = _within(records, people)
    found = within.group_by("person").agg(first_day=nw.col("day").min())
    whole = limits.select("person").join(found, on="person", how="left")
    return whole.select("person", "first_day").to_native()


def window_sum(records: Any, people: Any, *, value: str) -> Any:
    """Return the sum of a column in each person's window, and how many records lack it.

    Parameters
    ----------
    records : table
        ``person``, ``day`` and the column ``value``.
    people : table
        ``person``, ``first``, ``last``.
    value : str
        Column that is summed.

    Returns
    -------
    table
        Of the engine given, one row per person: ``person``, ``total`` (0 where
        nothing counts) and ``n_missing``.
    """
    import narwhals.stable.v2 as nw

    within, limits = _within(records, people, value)
    flagged = within.with_columns(missing=nw.col(value).is_null().cast(nw.Float64))
    found = flagged.group_by("person").agg(
        total=nw.col(value).sum(), n_missing=nw.col("missing").sum()
    )
    whole = limits.select("person").join(found, on="person", how="left")
    filled = [nw.col(name).cast(nw.Float64).fill_null(0.0) for name in ("total", "n_missing")]
    return whole.select("person", *filled).to_native()


def _within(records: Any, people: Any, *columns: str) -> tuple[Any, Any]:
    """Return the records inside their person's window, and the windows."""
    import narwhals.stable.v2 as nw

    # Days go as floats, so that whole nullable numbers and missing ends are alike everywhere.
    ends = [nw.col(name).cast(nw.Float64) for name in ("first", "last")]
    limits = nw.from_native(people).select("person", *ends)
    every = nw.from_native(records).select("person", nw.col("day").cast(nw.Float64), *columns)
    joined = every.join(limits, on="person", how="inner")
    inside = joined.filter(nw.col("day") >= nw.col("first"), nw.col("day") <= nw.col("last"))
    return inside, limits
