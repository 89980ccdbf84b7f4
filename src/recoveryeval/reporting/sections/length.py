"""How long people stay, read off the curve of everyone."""

from __future__ import annotations

import re

from recoveryeval.reporting.blocks import Block, Text
from recoveryeval.reporting.filling import say
from recoveryeval.reporting.findings import Findings, definition, past, state, unit
from recoveryeval.results.curve import Curve

_SHARE = (
    "After {time:number}\u00a0{unit:text}, {estimate:percent} were {state:text} "
    "(range {conf_low:percent} to {conf_high:percent})."
)
_UNKNOWN = (
    "After {time:number} {unit:text} the share cannot be told, because nobody was observed so long."
)
_ONE = "How long people stay cannot be told from one person."
_NONE = "How long people stay cannot be told from these records."
_HALF = (
    "Half of the people {past:text} by {unit_one:text} {estimate:short} "
    "(range {conf_low:reached} to {conf_high:reached})."
)


def how_long(found: Findings) -> list[Block]:
    """Return the share at fixed days and the median, each with its range."""
    curve = found.overall
    if curve is None:
        return []
    words = {"state": state(curve), "unit": unit(curve), "past": past(curve)}
    words["unit_one"] = words["unit"].removesuffix("s")
    if (curve.tidy()["status"] == "not_estimable").all():
        return [Text(_ONE if curve.glance()["n"].iloc[0] == 1 else _NONE), *_meaning(curve)]
    blocks: list[Block] = []
    for row in curve.at(found.days).tidy().to_dict("records"):
        known = row["status"] != "not_estimable"
        blocks.append(say(_SHARE if known else _UNKNOWN, {**row, **words}, "point"))
    return [*blocks, *_median(curve, words), *_meaning(curve)]


def _meaning(curve: Curve) -> list[Block]:
    """Return what counts as the event: the first two sentences of its definition."""
    sentences = re.split(r"(?<=\.) ", definition(curve))[:2]
    return [Text(" ".join(sentences), "note")] if sentences[0] else []


def _median(curve: Curve, words: dict[str, str]) -> list[Block]:
    """Return the median, or that it was not reached."""
    row = {**curve.quantiles(0.5).tidy().to_dict("records")[0], **words}
    if row["status"] == "not_estimable":
        told = "More than half were still {state:text} when observation ended."
        told = told.replace("still {", "{") if words["state"].startswith("still ") else told
        return [say(told, row)]
    return [say(_HALF, row)]
