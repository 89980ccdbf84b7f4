"""Reach and participant flow: everyone accounted for, from the records to the groups."""

from __future__ import annotations

from recoveryeval.cohorts.flow import ASSESSED, IN_ARM, KEPT, LEFT_OUT
from recoveryeval.reporting.blocks import Block, Heading
from recoveryeval.reporting.filling import Column, tabulate
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.picture import picture

_LEVELS = {ASSESSED: 0, LEFT_OUT: 1, KEPT: 0, IN_ARM: 1}
_COLUMNS = (
    Column("Step", "{term:text}", numeric=False),
    Column("People", "{n:count}"),
    Column("Share", "{share:percent}", empty="–"),
)


def reach(found: Findings) -> list[Block]:
    """Return the flow as picture and table."""
    flow = found.flow
    if flow is None:
        return []
    rows = flow.tidy()
    rows["share"] = rows["n"] / rows["denominator"].where(rows["denominator"] > 0)
    notes = [
        "Shares are of the people in the records; shares of groups are of the people followed."
    ]
    table = tabulate(
        rows,
        _COLUMNS,
        caption="From the records to the people followed",
        notes=notes,
        levels=[_LEVELS[kind] for kind in rows["estimand"]],
    )
    caption = "Who is in the report, and why others are not"
    return [Heading("Reach and participant flow"), picture(flow, caption=caption), table]
