"""Every return of everyone after their clock starts, where the data are."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays.account import USED
from recoveryeval.outcomes.stays.packed import code_of, day_of
from recoveryeval.outcomes.stays.rules import StayRules


def again(whole: Any, clocks: Any, rules: StayRules) -> Any:
    """Return ``person`` and ``day`` (from the start of the clock) of each admission that counts.

    ``clocks`` has ``person``, ``why`` and ``left``, one row with ``why`` 0 per person.
    """
    import narwhals.stable.v2 as nw

    begun = nw.from_native(clocks).filter(nw.col("why") == USED).select("person", "left")
    stays = nw.from_native(whole)
    counts = stays.filter(code_of(nw.col("opened")) == 0)
    days = counts.select("person", opened=day_of(nw.col("opened")))
    met = days.join(begun, on="person", how="inner").with_columns(
        day=nw.col("opened") - nw.col("left")
    )
    inside = (nw.col("day") >= rules.first_day) & (nw.col("day") <= rules.last_day)
    return met.filter(inside).select("person", "day").to_native()
