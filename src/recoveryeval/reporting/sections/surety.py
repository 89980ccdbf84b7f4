"""How sure the numbers are: what a range means, which groups are small, what checks found."""

from __future__ import annotations

from recoveryeval.models.groups import EVERYONE
from recoveryeval.reporting.blocks import Block
from recoveryeval.reporting.filling import Cells, fill, say
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.sections.cautions import TITLE, concerns
from recoveryeval.reporting.sections.compared import listed

SMALL = 30
_RANGE = (
    "Each range is a {level:percent} confidence interval. It covers the play of chance only: not "
    "missing records, and not differences between groups of people."
)
_FURTHER = " Further concerns ({further:count}) are listed under “{title:text}”."
_FEW = (
    "Few people: {groups:text}. One person more or less moves a percentage of so small a group "
    "by about {step:percent}."
)


def how_sure(found: Findings) -> list[Block]:
    """Return the meaning of a range, then what asks for caution."""
    firsts = [curve.tidy().drop_duplicates("group") for curve in found.curves]
    rows = [row for first in firsts for row in first.to_dict("records")]
    if not rows:
        return []
    further = len(concerns(found))
    cells = {"level": rows[0]["conf_level"], "further": further, "title": TITLE}
    return [say(_RANGE + (_FURTHER if further else ""), cells), *_few(rows)]


def _few(rows: list[Cells]) -> list[Block]:
    """Return a warning that names the small groups."""
    small = {row["group"]: row for row in rows if 0 < row["n"] < SMALL}
    if len(small) > 1:
        small.pop(EVERYONE, None)
    if not small:
        return []
    told = [fill("“{group:text}” has {n:people}", row) for row in small.values()]
    least = min(row["n"] for row in small.values())
    return [say(_FEW, {"groups": listed(told), "step": 1 / least}, "warning")]
