"""The table of people that goes with a table of stays: when each is seen, and their death."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.stays.collect import as_table, collected, column_names
from recoveryeval.outcomes.stays.day_number import day_number
from recoveryeval.outcomes.stays.index_stays import PERSON_DAYS
from recoveryeval.outcomes.stays.packed import FAR

_DAYS = ("observed_from", "observed_to", "death")


def day_value(value: Any) -> int | None:
    """Return a date, its text or a whole number as a day; None stays None."""
    if value is None:
        return None
    if isinstance(value, int | np.integer):
        return int(value)
    try:
        date = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
    except ValueError:
        raise OutcomeError(
            "extract_day is neither a date nor a whole number of days",
            code="RE-D03",
            column="extract_day",
            do="Write it as 2025-12-31, or as a day when the table holds days.",
        ) from None
    return date.toordinal()


def people_table(people: Any, last: int | None, covariates: tuple[str, ...]) -> Any:
    """Return ``person``, the days of PERSON_DAYS and the covariates, one row per person."""
    import narwhals.stable.v2 as nw

    table = nw.from_native(as_table(people))
    there = column_names(people)
    for name in ("person_id", *covariates):
        _require(name, there)
    if last is None:
        _require("observed_to", there)
    _refuse_reserved(covariates)
    _refuse_repeated(table)
    held = {name: day_number(table, name) for name in _DAYS if name in there}
    never = nw.lit(float(FAR))
    seen_to = held["observed_to"].fill_null(FAR) if "observed_to" in held else never
    if last is not None:
        seen_to = nw.min_horizontal(seen_to, nw.lit(float(last)))
    death = held["death"].fill_null(FAR) if "death" in held else never
    # Observation that ends on the day of death ends because of it.
    bound = nw.lit(float(FAR if last is None else last))
    seen_to = nw.when(seen_to == death).then(bound).otherwise(seen_to)
    zero = held["observed_from"].fill_null(-FAR) if "observed_from" in held else nw.lit(-float(FAR))
    return table.select(
        *covariates, person=nw.col("person_id"), zero=zero, seen_to=seen_to, death=death,
        stop=death, stop_cause=nw.lit(2),
    ).to_native()  # fmt: skip


def _refuse_repeated(table: Any) -> None:
    """Raise when a person stands there twice, so that their stays would too."""
    import narwhals.stable.v2 as nw

    rows = collected(table.select(nw.len().alias("rows"), nw.col("person_id").n_unique()))
    extra = int(rows["rows"].iloc[0] - rows["person_id"].iloc[0])
    if extra:
        raise OutcomeError(
            "People stand in the table of people more than once",
            code="RE-I12",
            column="person_id",
            rows=extra,
            do="Give one row per person.",
        )


def _require(name: str, there: list[str]) -> None:
    """Raise when the table of people lacks a column."""
    if name not in there:
        raise OutcomeError(
            "The table of people has no column of that name",
            code="RE-O06",
            column=name,
            do="Add it, or rename one of its columns." + nearest(name, there),
        )


def _refuse_reserved(covariates: tuple[str, ...]) -> None:
    """Raise on covariates whose names the derivation itself uses."""
    used = ("person", "time", "cause", "why", "left", "n", "entry", "rule", "value", *PERSON_DAYS)
    for name in covariates:
        if name in used:
            raise OutcomeError(
                "The name of the covariate is used by the outcome itself",
                code="RE-O07",
                column=name,
                do="Rename the column.",
            )
