"""How sure the numbers are: what a range means, which groups are small, what checks found."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Block, Text
from recoveryeval.reporting.filling import say
from recoveryeval.reporting.findings import Findings

SMALL = 30
_RANGE = (
    "Each range is a {level:percent} confidence interval. It covers the play of chance only: not "
    "missing records, and not differences between groups of people."
)
_SMALL_GROUP = (
    "Few people: “{group:text}” has {n:people}. One person more or less moves a percentage of "
    "that group by about {step:percent}."
)


def how_sure(found: Findings) -> list[Block]:
    """Return the meaning of a range, then what asks for caution."""
    rows = [
        row for c in found.curves for row in c.tidy().drop_duplicates("group").to_dict("records")
    ]
    if not rows:
        return []
    blocks: list[Block] = [say(_RANGE, {"level": rows[0]["conf_level"]})]
    small = {row["group"]: row for row in rows if 0 < row["n"] < SMALL}
    cells = [{**row, "step": 1 / row["n"]} for row in small.values()]
    blocks += [say(_SMALL_GROUP, row, "warning") for row in cells]
    return [*blocks, *(Text(meaning, "warning") for meaning in concerns(found))]


def concerns(found: Findings) -> list[str]:
    """Return what checks of concern say, each once."""
    results = [found.flow, *found.curves, *found.tests, *found.means, *found.others]
    told = [
        check.meaning
        for result in results
        if result is not None
        for check in result.check_rows
        if check.verdict in ("concern", "fail")
    ]
    return list(dict.fromkeys(told))
