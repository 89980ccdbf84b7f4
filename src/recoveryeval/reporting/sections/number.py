"""How many people the records hold, and how many are followed."""

from __future__ import annotations

from recoveryeval.cohorts.flow import ASSESSED, KEPT
from recoveryeval.reporting.blocks import Block
from recoveryeval.reporting.filling import named, say
from recoveryeval.reporting.findings import Findings


def how_many(found: Findings) -> list[Block]:
    """Return people in the records and people followed."""
    if found.flow is None:
        curve = found.overall or found.by_group
        if curve is None:
            return []
        return [
            say("The results rest on {n:people}.", curve.glance().to_dict("records")[0], "lead")
        ]
    rows = {row["estimand"]: row for row in found.flow.tidy().to_dict("records")}
    cells = named(all=rows[ASSESSED], kept=rows[KEPT])
    cells["zero"] = found.flow.estimand.time_zero
    sentence = (
        "The program's records hold {all.n:people}. This report follows {kept.n:people}, "
        "counting time from {zero:text}."
    )
    return [say(sentence, cells, "lead")]
