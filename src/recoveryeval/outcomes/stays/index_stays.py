"""From stitched stays to index stays: why a row starts no clock, and what came after those that do.

Everything is a column expression on one table, so that pandas, polars, DuckDB
and Spark do the same work where the data are.
"""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays import account
from recoveryeval.outcomes.stays.first_after import first_after
from recoveryeval.outcomes.stays.packed import (
    AGAINST_ADVICE,
    DIED,
    FAR,
    INDEX_KIND,
    PLANNED,
    TRANSFER,
    code_of,
    day_of,
)
from recoveryeval.outcomes.stays.rules import StayRules
from recoveryeval.outcomes.stays.stitch import JOINED

# What a person brings: first and last day that count, death, and what else ends their time.
PERSON_DAYS = ("zero", "seen_to", "death", "stop", "stop_cause")


def index_stays(
    stitched: Any,
    people: Any,
    rules: StayRules,
    *,
    whole_window: bool = False,
    returns: bool = True,
) -> Any:
    """Return every row of stays with the reason why it starts no clock, and what followed.

    Parameters
    ----------
    stitched : table
        Rows of :func:`stitch`.
    people : table or dict
        One row per person with ``person`` and the days of ``PERSON_DAYS``, or
        a dict of those days when they are the same for everyone.
    rules : StayRules
        The definition.
    whole_window : bool
        Whether a stay counts only when it is followed to the last day.
    returns : bool
        Whether a return ends the time; without it only other events do.

    Returns
    -------
    table
        Of the engine given: ``person``, ``why`` (0 starts a clock, else a code
        of the account), ``left`` (day of discharge), ``time`` and ``cause`` (0
        nothing seen, 1 return, others as ``stop_cause``); other columns of people.
    """
    import narwhals.stable.v2 as nw

    rows = nw.from_native(stitched)
    if "same_day" in rules.exclude:
        rows = _with_admission(rows)
    rows = rows.with_columns(back=nw.col("following"), left=day_of(nw.col("reach")))
    if rules.admission == "any":
        rows = _with_any(rows, rules)
    rows = _with_people(rows, people)
    rows = rows.with_columns(why=account.ladder(_reasons(rules, whole_window=whole_window)))
    if rules.index_stays == "first":
        rows = _first_only(rows)
    return timed(rows, rules, returns=returns).to_native()


def _with_admission(rows: Any) -> Any:
    """Return the rows with the day on which each stitched stay began, where it ends."""
    import narwhals.stable.v2 as nw

    order = ["opens", "closes"]
    begins = nw.when(nw.col(JOINED) == 0).then(nw.col("following")).otherwise(nw.col("opened"))
    rows = rows.with_columns(begins=begins)
    # The latest beginning told by a row before; admissions grow with the order.
    rows = rows.with_columns(seen=nw.col("begins").cum_max().over("person", order_by=order))
    before = nw.col("seen").shift(1).over("person", order_by=order)
    return rows.with_columns(began=nw.coalesce(before, nw.col("opened"))).drop("begins", "seen")


def _with_any(rows: Any, rules: StayRules) -> Any:
    """Return the rows with the first admission that counts, on or after the window's first day."""
    import narwhals.stable.v2 as nw

    # A number for each row of a person: no two have the same admission and discharge.
    rows = rows.with_columns(question=nw.col("opens") * 2**26 + nw.col("closes"))
    ends = rows.filter(nw.col(JOINED) == 0)
    asked = ends.select("person", "question", day=nw.col("left") + rules.first_day)
    counts = ends.filter(~nw.col("following").is_null(), code_of(nw.col("following")) == 0)
    points = counts.select("person", day=day_of(nw.col("following")), value=nw.col("following"))
    found = nw.from_native(first_after(asked.to_native(), points.to_native()))
    found = found.select("person", "question", back=nw.col("value"))
    return rows.drop("back").join(found, on=["person", "question"], how="left")


def _with_people(rows: Any, people: Any) -> Any:
    """Return the rows with the days of their person; rows of nobody in the table are left out."""
    import narwhals.stable.v2 as nw

    if isinstance(people, dict):
        return rows.with_columns(**{name: nw.lit(people[name]) for name in PERSON_DAYS})
    return rows.join(nw.from_native(people), on="person", how="inner")


def _reasons(rules: StayRules, *, whole_window: bool) -> list[tuple[Any, int]]:
    """Return the conditions under which a row starts no clock, in order."""
    import narwhals.stable.v2 as nw

    left, death, code = nw.col("left"), nw.col("death"), code_of(nw.col("reach"))
    overlaps = day_of(nw.col("following")) < left
    steps = [
        ((nw.col(JOINED) == 1) & overlaps, account.OVERLAPS),
        (nw.col(JOINED) == 1, account.TOUCHES),
        (left >= FAR, account.OPEN),
        (left > death, account.AFTER_DEATH),
        (left > nw.col("seen_to"), account.LATE),
        (left < nw.col("zero"), account.EARLY),
        (code % 2 != INDEX_KIND, account.OTHER_KIND),
        ((code >= DIED) | (left == death), account.DEAD),
    ]
    if "against_advice" in rules.exclude:
        steps.append((code - code % 2 == AGAINST_ADVICE, account.ADVICE))
    if "transfer" in rules.exclude:
        steps.append((code - code % 2 == TRANSFER, account.MOVED))
    if "same_day" in rules.exclude:
        steps.append((day_of(nw.col("began")) == left, account.ONE_DAY))
    if rules.planned == "drop_index":
        soon = day_of(nw.col("following")) - left <= rules.last_day
        planned = code_of(nw.col("following")) % 2 == PLANNED
        steps.append(((soon & planned).fill_null(value=False), account.PLANNED_NEXT))
    if whole_window:
        steps.append((~followed(left + rules.last_day), account.BRIEF))
    return steps


def followed(last: Any) -> Any:
    """Return whether people are seen to a day, or until something that makes the answer no."""
    import narwhals.stable.v2 as nw

    stop, seen_to, known = nw.col("stop"), nw.col("seen_to"), nw.col("stop_cause") > 0
    seen = (seen_to >= last) & ((stop > last) | known)
    return seen | ((stop <= seen_to) & known)


def _first_only(rows: Any) -> Any:
    """Return the rows with only the first index stay of each person starting a clock."""
    import narwhals.stable.v2 as nw

    good = nw.col("why") == account.USED
    first = nw.when(good).then(nw.col("reach")).min().over("person")
    rows = rows.with_columns(first=first)
    later = nw.when(good & (nw.col("reach") > nw.col("first"))).then(account.LATER)
    return rows.with_columns(why=later.otherwise(nw.col("why"))).drop("first")


def timed(rows: Any, rules: StayRules, *, returns: bool = True) -> Any:
    """Return the rows with time and cause; on one day a return goes before another end."""
    import narwhals.stable.v2 as nw

    left = nw.col("left")
    back = day_of(nw.col("back")) - left
    inside = (code_of(nw.col("back")) == 0) & (back >= rules.first_day) & nw.lit(value=returns)
    until = nw.min_horizontal(nw.col("seen_to") - left, nw.lit(float(rules.last_day)))
    stop = nw.col("stop") - left
    returned = (inside & (back <= until) & (back <= stop)).fill_null(value=False)
    stopped = stop <= until
    used = nw.col("why") == account.USED
    time = nw.when(returned).then(back).when(stopped).then(stop).otherwise(until)
    cause = nw.when(returned).then(1).when(stopped).then(nw.col("stop_cause")).otherwise(0)
    rows = rows.with_columns(
        time=nw.when(used).then(time).otherwise(nw.lit(-1.0)),
        cause=nw.when(used).then(cause).otherwise(0).cast(nw.Int64),
    )
    made = ("opens", "closes", "opened", "reach", "following", JOINED, "back", "question", "began")
    return rows.drop(*(*made, *PERSON_DAYS), strict=False)
