"""Which discharges of a chain of stays count, where the data are."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays.packed import day_of

ALONE, DROPPED = 0, 1


def chain_ends(whole: Any, *, chain: str, chain_days: int) -> Any:
    """Return stitched stays with ``left`` (day) and ``dropped`` (1 where another speaks for it).

    With ``last`` a stay followed by another within the days is dropped. With
    ``one_hop`` each stay hands over to the next one only: of a chain of three
    the second and third count. With ``none`` all count.

    ``whole`` has ``person``, ``opened``, ``closed``, ``following`` (packed).
    """
    import narwhals.stable.v2 as nw

    rows = nw.from_native(whole).with_columns(left=day_of(nw.col("closed")))
    soon = (day_of(nw.col("following")) - nw.col("left") <= chain_days).fill_null(value=False)
    rows = rows.with_columns(hands_over=nw.when(soon).then(1).otherwise(0))
    if chain == "none":
        return rows.with_columns(dropped=nw.lit(ALONE)).to_native()
    taken = nw.col("hands_over").shift(1).over("person", order_by="opened")
    rows = rows.with_columns(taken=taken)
    heir = nw.col("taken").fill_null(0) == 1 if chain == "one_hop" else nw.lit(value=False)
    drop = (nw.col("hands_over") == 1) & ~heir
    return rows.with_columns(dropped=nw.when(drop).then(DROPPED).otherwise(ALONE)).to_native()
