"""Weekly results as one row per person and week, on pandas, polars, DuckDB or Spark."""

from __future__ import annotations

from typing import Any

# From the least to the most that is known of a week.
_CODE = {"o": 0.0, "-": 1.0, "*": 2.0, "+": 3.0}


def one_per_week(results: Any) -> Any:
    """Return the symbol of each person's week from any number of results in it.

    ``results`` has ``person``, ``week``, ``substance`` and ``value`` (``pos``,
    ``neg`` or anything else for no result). Results of one substance that
    disagree make the week mixed; use of any substance makes it a week of use.
    """
    import narwhals.stable.v2 as nw

    value = nw.col("value")
    each = (
        nw.from_native(results)
        .with_columns(
            pos=nw.when(value == "pos").then(nw.lit(1.0)).otherwise(nw.lit(0.0)),
            neg=nw.when(value == "neg").then(nw.lit(1.0)).otherwise(nw.lit(0.0)),
        )
        .group_by("person", "week", "substance")
        .agg(nw.max("pos"), nw.max("neg"))
    )
    # 3 use, 2 both, 1 none, 0 no result.
    code = nw.col("pos") * 3.0 + nw.col("neg") - nw.col("pos") * nw.col("neg") * 2.0
    best = each.with_columns(code=code).group_by("person", "week").agg(nw.max("code"))
    symbol = nw.lit("o")
    for name, number in _CODE.items():
        symbol = nw.when(nw.col("code") == number).then(nw.lit(name)).otherwise(symbol)
    return best.select("person", "week", symbol=symbol).to_native()


def every_week(symbols: Any, people: Any, calendar: Any) -> Any:
    """Return a row for every week that was due, with ``o`` where there is no result.

    ``people`` has ``person`` and ``weeks`` (how many were due), ``calendar``
    one row per ``week`` from 1. Results outside these weeks are not used.
    """
    import narwhals.stable.v2 as nw

    due = (
        nw.from_native(people)
        .select("person", "weeks")
        .join(nw.from_native(calendar).select("week"), how="cross")
        .filter(nw.col("week") <= nw.col("weeks"))
    )
    found = due.join(
        nw.from_native(symbols).select("person", "week", "symbol"),
        on=["person", "week"],
        how="left",
    )
    return found.select(
        "person", "week", symbol=nw.coalesce(nw.col("symbol"), nw.lit("o"))
    ).to_native()
