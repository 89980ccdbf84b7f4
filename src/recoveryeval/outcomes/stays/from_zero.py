"""Readmission counted from time zero, for everyone, with or without a stay before it."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays.account import BRIEF, ladder
from recoveryeval.outcomes.stays.first_after import first_after
from recoveryeval.outcomes.stays.index_stays import followed, timed
from recoveryeval.outcomes.stays.packed import code_of, day_of
from recoveryeval.outcomes.stays.rules import StayRules


def from_zero(
    whole: Any, people: Any, rules: StayRules, *, whole_window: bool = False, returns: bool = True
) -> Any:
    """Return one row per person: ``person``, ``why``, ``left`` (time zero), ``time``, ``cause``.

    Parameters
    ----------
    whole : table
        Stitched stays of :func:`whole_stays`.
    people : table
        ``person`` and the days of ``PERSON_DAYS``, one row each.
    rules : StayRules
        The definition.
    whole_window : bool
        Whether people count only when they are followed to the last day.
    returns : bool
        Whether a return ends the time; without it only other events do.

    Returns
    -------
    table
        Of the engine given; other columns of people come along.
    """
    import narwhals.stable.v2 as nw

    stays = nw.from_native(whole)
    first = 1
    if rules.admission == "any":
        stays, first = stays.filter(code_of(nw.col("opened")) == 0), rules.first_day
    points = stays.select("person", day=day_of(nw.col("opened")), value=nw.col("opened"))
    everyone = nw.from_native(people)
    asked = everyone.select("person", question=nw.lit(0), day=nw.col("zero") + first)
    found = nw.from_native(first_after(asked.to_native(), points.to_native()))
    rows = everyone.join(
        found.select("person", back=nw.col("value")), on="person", how="left"
    ).with_columns(left=nw.col("zero").cast(nw.Float64))
    brief = [(~followed(nw.col("left") + rules.last_day), BRIEF)] if whole_window else []
    rows = rows.with_columns(why=ladder(brief))
    return timed(rows, rules, returns=returns).to_native()
