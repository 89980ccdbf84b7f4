"""How sure the numbers are: what a range means, which groups are small, what checks found."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Block
from recoveryeval.reporting.filling import say
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.sections.cautions import TITLE, concerns

SMALL = 30
_RANGE = (
    "Each range is a {level:percent} confidence interval. It covers the play of chance only: not "
    "missing records, and not differences between groups of people."
)
_SMALL_GROUP = (
    "Few people: “{group:text}” has {n:people}. One person more or less moves a percentage of "
    "that group by about {step:percent}."
)
_FURTHER = " Further concerns ({n:count}) are listed under “{title:text}”."


def how_sure(found: Findings) -> list[Block]:
    """Return the meaning of a range, then what asks for caution."""
    firsts = [curve.tidy().drop_duplicates("group") for curve in found.curves]
    rows = [row for first in firsts for row in first.to_dict("records")]
    if not rows:
        return []
    further = len(concerns(found))
    cells = {"level": rows[0]["conf_level"], "n": further, "title": TITLE}
    blocks: list[Block] = [say(_RANGE + (_FURTHER if further else ""), cells)]
    small = {row["group"]: row for row in rows if 0 < row["n"] < SMALL}
    steps = [{**row, "step": 1 / row["n"]} for row in small.values()]
    blocks += [say(_SMALL_GROUP, row, "warning") for row in steps]
    return blocks
