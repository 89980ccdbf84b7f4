"""Stays that touch, overlap or lie inside each other, made one: on any data engine."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays.packed import WIDTH

JOINED = "joined"


def stitch(stays: Any, *, gap_days: int) -> Any:
    """Return each row with how far its stay reaches, and the admission that follows.

    Rows are put in order of admission. A row is joined to the next one when
    that begins no later than ``gap_days`` after the furthest discharge so far;
    the running maximum sees a stay nested in a longer one. The row that is not
    joined stands for the whole stay: one sort finds discharge and next admission.

    Parameters
    ----------
    stays : table
        ``person``, ``opens`` and ``closes`` (packed), in any order, with ties.
    gap_days : int
        Days from discharge to admission up to which two stays are one: 0 joins
        on the same day, 1 the day after; -1 joins only what overlaps.

    Returns
    -------
    table
        Of the engine given: the rows, with ``opened`` (first admission of the
        person), ``reach`` and ``following`` (packed, missing after the last
        row) and ``joined`` (0 or 1).
    """
    import narwhals.stable.v2 as nw

    order = ["opens", "closes"]
    rows = nw.from_native(stays).with_columns(
        opened=nw.col("opens").cum_min().over("person", order_by=order),
        reach=nw.col("closes").cum_max().over("person", order_by=order),
        following=nw.col("opens").shift(-1).over("person", order_by=order),
    )
    # Codes lie below the day: rounding both down to the day compares days.
    reach = nw.col("reach") - nw.col("reach") % WIDTH
    next_day = nw.col("following") - nw.col("following") % WIDTH
    joined = (next_day <= reach + gap_days * WIDTH).fill_null(value=False)
    return rows.with_columns(nw.when(joined).then(1).otherwise(0).alias(JOINED)).to_native()


def whole_stays(stitched: Any) -> Any:
    """Return one row per whole stay: ``person``, ``opened``, ``closed``, ``following``."""
    import narwhals.stable.v2 as nw

    rows = nw.from_native(stitched).filter(nw.col(JOINED) == 0)
    before = nw.col("following").shift(1).over("person", order_by=["opens", "closes"])
    return rows.select(
        "person",
        opened=nw.coalesce(before, nw.col("opened")),
        closed=nw.col("reach"),
        following=nw.col("following"),
    ).to_native()
