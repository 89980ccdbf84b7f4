"""The same clocks looked at by another rule: how much depends on next against any admission."""

from __future__ import annotations

from typing import Any

from recoveryeval.outcomes.stays.first_after import first_after
from recoveryeval.outcomes.stays.packed import ADD, code_of, day_of
from recoveryeval.outcomes.stays.rules import Admission, StayRules


def look_again(whole: Any, clocks: Any, rules: StayRules, *, admission: Admission) -> Any:
    """Return the day of the return after each clock: ``person``, ``question``, ``day``.

    Parameters
    ----------
    whole : table
        Stitched stays of :func:`whole_stays`.
    clocks : table
        ``person``, ``left`` (day on which the clock starts) and ``until``, the
        last day, from then, on which a return would be seen.
    rules : StayRules
        The definition.
    admission : {"next", "any"}
        Whether only the next admission is looked at, or the first that counts.

    Returns
    -------
    table
        Of the engine given; only clocks with a return.
    """
    import narwhals.stable.v2 as nw

    stays = nw.from_native(whole)
    first = rules.first_day if admission == "any" else 1 if rules.clock == "time_zero" else 0
    if admission == "any":
        stays = stays.filter(code_of(nw.col("opened")) == 0)
    points = stays.select("person", day=day_of(nw.col("opened")), value=nw.col("opened"))
    began = nw.from_native(clocks).with_columns(question=(nw.col("left") + ADD).cast(nw.Int64))
    asked = began.select("person", "question", day=nw.col("left") + first)
    found = nw.from_native(first_after(asked.to_native(), points.to_native()))
    met = began.join(found, on=["person", "question"], how="inner")
    day = day_of(nw.col("value")) - nw.col("left")
    inside = (day >= rules.first_day) & (day <= nw.col("until")) & (code_of(nw.col("value")) == 0)
    kept = met.filter(inside.fill_null(value=False))
    return kept.select("person", "question", day=day).to_native()
