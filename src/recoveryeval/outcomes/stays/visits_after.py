"""Whether a visit followed each index event, where the data are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recoveryeval.outcomes.stays import account
from recoveryeval.outcomes.stays.apart import keep_apart
from recoveryeval.outcomes.stays.chains import chain_ends
from recoveryeval.outcomes.stays.first_after import first_after
from recoveryeval.outcomes.stays.index_stays import followed
from recoveryeval.outcomes.stays.packed import ADD, FAR, day_of
from recoveryeval.outcomes.stays.stitch import stitch, whole_stays


@dataclass(frozen=True, slots=True)
class VisitRules:
    """Which index events count, and in which days a visit must follow."""

    index_day: str
    first_day: int
    last_day: int
    apart_days: int
    chain: str
    chain_days: int
    exclude_days: int


def visits_after(index: Any, visits: Any, others: Any, people: Any, rules: VisitRules) -> Any:
    """Return each index event with the reason why it does not count, and the day of the visit.

    Parameters
    ----------
    index : table
        Packed stays or visits that start a clock: ``person``, ``opens``, ``closes``.
    visits : table
        ``person`` and ``day`` of completed visits.
    others : table
        ``person`` and ``day`` of admissions that take an index event out.
    people : table
        ``person`` and the days of ``PERSON_DAYS``, one row each.
    rules : VisitRules
        The definition.

    Returns
    -------
    table
        Of the engine given: ``person``, ``left`` (index day), ``why`` (0 counts)
        and ``visit`` (days until the first visit in the window, missing without one).
    """
    import narwhals.stable.v2 as nw

    whole = whole_stays(stitch(index, gap_days=0))
    rows = nw.from_native(chain_ends(whole, chain=rules.chain, chain_days=rules.chain_days))
    if rules.index_day == "start":
        rows = rows.with_columns(left=day_of(nw.col("opened")))
    everyone = nw.from_native(people)
    rows = rows.select("person", "left", "dropped").join(everyone, on="person", how="inner")
    rows = rows.with_columns(question=(nw.col("left") + ADD).cast(nw.Int64))
    rows = _with_next(rows, visits, rules, "visit")
    rows = _with_next(rows, others, rules, "care")
    rows = rows.with_columns(why=account.ladder(_before_keeping()))
    if rules.apart_days > 1:
        rows = _apart(rows, rules.apart_days)
    rows = rows.with_columns(late=account.ladder(_after_keeping(rules)))
    used = nw.col("why") == account.USED
    rows = rows.with_columns(why=nw.when(used).then(nw.col("late")).otherwise(nw.col("why")))
    in_time = nw.when((nw.col("visit") <= rules.last_day).fill_null(value=False))
    return rows.select("person", "left", "why", visit=in_time.then(nw.col("visit"))).to_native()


def _before_keeping() -> list[tuple[Any, int]]:
    """Return the conditions under which an event takes no part in keeping events apart."""
    import narwhals.stable.v2 as nw

    left = nw.col("left")
    return [
        (left >= FAR, account.OPEN),
        (left < nw.col("zero"), account.EARLY),
        (left > nw.col("death"), account.AFTER_DEATH),
        (left > nw.col("seen_to"), account.LATE),
        (nw.col("dropped") == 1, account.CHAINED),
    ]


def _after_keeping(rules: VisitRules) -> list[tuple[Any, int]]:
    """Return the conditions under which a kept event does not count."""
    import narwhals.stable.v2 as nw

    left = nw.col("left")
    care = (nw.col("care") <= rules.exclude_days).fill_null(value=False)
    return [
        (care, account.OTHER_CARE),
        (left == nw.col("death"), account.DEAD),
        (~followed(left + rules.last_day), account.BRIEF),
    ]


def _with_next(rows: Any, points: Any, rules: VisitRules, name: str) -> Any:
    """Return the rows with the days until the first of some points, from the first day on."""
    import narwhals.stable.v2 as nw

    asked = rows.select("person", "question", day=nw.col("left") + rules.first_day)
    marks = nw.from_native(points).select("person", "day", value=nw.col("day") + ADD)
    found = nw.from_native(first_after(asked.to_native(), marks.to_native()))
    found = found.select("person", "question", **{name: nw.col("value")})
    rows = rows.join(found, on=["person", "question"], how="left")
    return rows.with_columns(**{name: nw.col(name) - ADD - nw.col("left")})


def _apart(rows: Any, apart_days: int) -> Any:
    """Return the rows in which events too close to a kept one do not count."""
    import narwhals.stable.v2 as nw

    good = rows.filter(nw.col("why") == account.USED).select("person", day=nw.col("left"))
    kept = nw.from_native(keep_apart(good.to_native(), apart_days=apart_days))
    kept = kept.select("person", left=nw.col("day"), kept=nw.lit(1))
    rows = rows.join(kept, on=["person", "left"], how="left")
    close = (nw.col("why") == account.USED) & nw.col("kept").is_null()
    return rows.with_columns(
        why=nw.when(close).then(account.TOO_CLOSE).otherwise(nw.col("why"))
    ).drop("kept")
