"""How often something began within each person's windows, where the data are."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays.packed import code_of, day_of


def window_counts(whole: Any, windows: Any) -> Any:
    """Return for every window how many stitched stays began in it.

    Parameters
    ----------
    whole : table
        Stitched stays: ``person`` and ``opened`` (packed); only admissions of code 0 count.
    windows : table
        ``person``, ``window`` (whole number), ``first`` and ``last`` day; windows
        of a person may touch, and those whose first day is after the last hold nothing.

    Returns
    -------
    table
        Of the engine given: ``person``, ``window`` and ``count``, 0 where nothing began.
    """
    import narwhals.stable.v2 as nw

    begun = nw.from_native(whole).filter(code_of(nw.col("opened")) == 0)
    begun = begun.select("person", day=day_of(nw.col("opened")))
    asked = nw.from_native(windows)
    inside = (nw.col("day") >= nw.col("first")) & (nw.col("day") <= nw.col("last"))
    met = begun.join(asked, on="person", how="inner").filter(inside)
    counted = met.group_by("person", "window").agg(count=nw.len())
    every = asked.select("person", "window").join(counted, on=["person", "window"], how="left")
    return every.select(
        "person", "window", count=nw.col("count").cast(nw.Float64).fill_null(0.0)
    ).to_native()
