"""The first of a person's happenings at or after a day: a search that every engine can do."""

from __future__ import annotations

from typing import Any

# Later than any packed admission: what a search finds when there is nothing.
NOTHING = 2**52


def first_after(asked: Any, points: Any) -> Any:
    """Return for each question the smallest value among the person's points at or after its day.

    Questions and points are put in one order of days, a question before the
    points of its day, and read from the end: the smallest value so far is the
    answer. No join of unequal days is needed, which few engines do well.

    Parameters
    ----------
    asked : table
        ``person``, ``question`` (whole number, distinct within a person) and
        ``day``.
    points : table
        ``person``, ``day`` and ``value`` (whole number that grows with the day).

    Returns
    -------
    table
        Of the engine given: ``person``, ``question`` and ``value`` (missing
        where there is nothing).
    """
    import narwhals.stable.v2 as nw

    whole = nw.Int64
    questions = nw.from_native(asked).select(
        "person",
        nw.col("question").cast(whole),
        place=nw.col("day").cast(whole) * 2,
        value=nw.lit(NOTHING).cast(whole),
    )
    marks = nw.from_native(points).select(
        "person",
        question=nw.lit(-1).cast(whole),
        place=nw.col("day").cast(whole) * 2 + 1,
        value=nw.col("value").cast(whole),
    )
    both = nw.concat([questions, marks], how="vertical")
    order = ["place", "question", "value"]
    # The smallest of the rows from here to the end, in the order of days.
    found = nw.col("value").cum_min(reverse=True).over("person", order_by=order)
    answered = both.with_columns(found=found).filter(nw.col("question") >= 0)
    return answered.select(
        "person", "question", value=nw.when(nw.col("found") < NOTHING).then(nw.col("found"))
    ).to_native()
