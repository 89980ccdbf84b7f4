"""Rows of a person's weeks, checked and completed where they live."""

from __future__ import annotations

from typing import Any

import pandas as pd

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.weekly.every_week import every_week

WORDS = {
    "+": ("+", "pos", "positive", "use"),
    "-": ("-", "neg", "negative", "no use"),
    "*": ("*", "mixed"),
    "o": ("o", "missing", "missed"),
    "_": ("_", "not due"),
}


def long_weeks(data: Any, *, person: str, week: str, result: str) -> tuple[Any, pd.DataFrame]:
    """Return every week of every person (native table), and the people in order of their ids."""
    import narwhals.stable.v2 as nw

    try:
        table = nw.from_native(data)
    except TypeError:
        raise OutcomeError(
            "The data are not a table this package can read",
            code="RE-O05",
            do="Give a pandas, polars, arrow, DuckDB or Spark table.",
        ) from None
    _refuse_unknown(table.collect_schema().names(), (person, week, result))
    rows = table.select(
        person=nw.col(person).cast(nw.String),
        week=nw.col(week).cast(nw.Float64),
        symbol=_symbol(result),
    )
    _refuse(rows, week, result)
    due = rows.group_by("person").agg(weeks=nw.max("week"))
    calendar = rows.select("week").unique()
    _refuse_hole(calendar)
    complete = every_week(rows.to_native(), due.to_native(), calendar.to_native())
    return complete, _people(due)


def _refuse_unknown(held: list[str], wanted: tuple[str, ...]) -> None:
    """Raise on a column that the table does not have."""
    for column in wanted:
        if column not in held:
            raise OutcomeError(
                "The table has no column of that name",
                code="RE-O06",
                column=column,
                do="Name a column of the table." + nearest(column, held),
            )


def _symbol(result: str) -> Any:
    """Return the symbol of a result; '?' where it is none, 'o' where it is missing."""
    import narwhals.stable.v2 as nw

    given = nw.col(result).cast(nw.String)
    symbol = nw.when(given.is_null()).then(nw.lit("o")).otherwise(nw.lit("?"))
    for name, words in WORDS.items():
        symbol = nw.when(given.is_in(list(words))).then(nw.lit(name)).otherwise(symbol)
    return symbol


def _refuse(rows: Any, week: str, result: str) -> None:
    """Raise on unknown results, weeks that are none, people without id, and two results."""
    import narwhals.stable.v2 as nw

    number = nw.col("week")
    whole = (number >= 1) & (number == number.floor())
    bad = {
        "unknown": nw.col("symbol") == "?",
        "week": number.is_null() | ~whole,
        "person": nw.col("person").is_null(),
    }
    counted = {k: nw.when(v).then(nw.lit(1)).otherwise(nw.lit(0)).sum() for k, v in bad.items()}
    found = _pandas(rows.select(**counted)).iloc[0].fillna(0).astype("int64")
    twice = rows.group_by("person", "week").agg(rows=nw.len()).filter(nw.col("rows") > 1)
    repeated = len(_pandas(twice.select("rows")))
    told = [
        (found["unknown"], "RE-W02", result, "Weekly results are none of the known ones", _HOW),
        (found["week"], "RE-W06", week, "Weeks are not whole numbers from 1", "Number the weeks."),
        (found["person"], "RE-W05", None, "Some rows have no person", "Leave them out."),
        (repeated, "RE-W07", week, "A person has several results in a week", "Settle on one."),
    ]
    for count, code, column, what, do in told:
        if count:
            raise OutcomeError(what, code=code, column=column, rows=int(count), do=do)


_HOW = "Write + - * o _, or pos, neg, mixed, missing, not due."


def _refuse_hole(calendar: Any) -> None:
    """Raise when an early week has no row of anyone, since it may not have been due."""
    seen = _pandas(calendar)["week"].astype("int64")
    if seen.empty:
        raise OutcomeError("The table has no rows", code="RE-F02", rows=0, do="Give data.")
    lacking = int(seen.max()) - len(seen)
    if lacking:
        raise OutcomeError(
            "Weeks before the last one have no row of anyone, so it is not known if they were due",
            code="RE-W08",
            rows=lacking,
            do="Give rows with the result '_' (not due) or 'o' (due, no result) for these weeks.",
        )


def _people(due: Any) -> pd.DataFrame:
    """Return the people in order of their ids."""
    people = _pandas(due.select("person")).sort_values("person").reset_index(drop=True)
    people["person"] = people["person"].astype("string")
    return people.assign(label=people["person"])


def _pandas(table: Any) -> pd.DataFrame:
    """Return a table of any engine as pandas."""
    import narwhals.stable.v2 as nw

    held = table.collect() if isinstance(table, nw.LazyFrame) else table
    return pd.DataFrame(held.to_pandas())
