"""The first window of weeks that holds enough of something, on any data engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recoveryeval.errors import OutcomeError


def without(weeks: Any, symbols: Sequence[str]) -> Any:
    """Return the weeks without those of some symbols, numbered anew from 1."""
    if not symbols:
        return weeks
    import narwhals.stable.v2 as nw

    kept = nw.from_native(weeks).filter(~nw.col("symbol").is_in(list(symbols)))
    one = kept.with_columns(one=nw.lit(1.0))
    number = nw.col("one").cum_sum().over("person", order_by="week")
    return one.select("person", "symbol", week=number).to_native()


def first_windows(
    weeks: Any, hits: Sequence[str], *, enough: int, width: int, first_week: int = 1
) -> Any:
    """Return each person's first window of ``width`` weeks with at least ``enough`` hits.

    Parameters
    ----------
    weeks : table
        ``person``, ``week`` (1 to the person's last one, without gaps) and
        ``symbol``.
    hits : sequence of str
        Symbols that count.
    enough, width, first_week : int
        The rule; windows begin in ``first_week`` or later.

    Returns
    -------
    table
        ``person``, ``week``, ``event`` (1 or 0) and ``weeks``. The event is
        dated at the first of the window's last ``enough`` weeks. Without a
        window a person is censored where the last window that still fits would
        have dated it.
    """
    import narwhals.stable.v2 as nw

    _refuse_rule(enough, width, first_week)
    counted = nw.col("symbol").is_in(list(hits)) & (nw.col("week") >= first_week)
    rows = nw.from_native(weeks).select(
        "person",
        nw.col("week").cast(nw.Float64),
        hit=nw.when(counted).then(nw.lit(1.0)).otherwise(nw.lit(0.0)),
    )
    so_far = rows.with_columns(total=nw.col("hit").cum_sum().over("person", order_by="week"))
    earlier = nw.col("total").shift(width).over("person", order_by="week")
    seen = so_far.with_columns(earlier=earlier)
    start = nw.col("week") - (width - 1)
    inside = nw.col("total") - nw.coalesce(nw.col("earlier"), nw.lit(0.0))
    found = (start >= first_week) & (inside >= enough)
    by_person = (
        seen.select("person", "week", start=nw.when(found).then(start))
        .group_by("person")
        .agg(nw.min("start"), weeks=nw.max("week"))
    )
    event = nw.when(nw.col("start").is_null()).then(nw.lit(0.0)).otherwise(nw.lit(1.0))
    begins = nw.coalesce(nw.col("start"), nw.col("weeks") - (width - 1))
    return by_person.select(
        "person", "weeks", week=begins + (width - enough), event=event
    ).to_native()


def _refuse_rule(enough: int, width: int, first_week: int) -> None:
    """Raise on a rule that no window can meet."""
    if not 1 <= enough <= width or first_week < 1:
        raise OutcomeError(
            "A window rule needs 1 <= enough <= width and a first week of 1 or later",
            code="RE-W03",
            do="Correct the definition.",
        )
