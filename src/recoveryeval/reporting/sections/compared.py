"""Which groups are compared, how they did, and what may not be concluded from it."""

from __future__ import annotations

from recoveryeval.reporting.blocks import Block, Text
from recoveryeval.reporting.filling import fill
from recoveryeval.reporting.findings import Findings, state, unit
from recoveryeval.reporting.sections.difference_words import difference_sentence
from recoveryeval.results.curve import Curve

NOT_BY_CHANCE = (
    "People were not assigned to these groups by chance, and may have differed before they "
    "began, for example in how unwell they were. The report says how the groups did; it does not "
    "say what made the difference."
)
BY_CHANCE = (
    "Chance decided who was in which group, so the groups were alike at the start on average."
)
_AT = "{estimate:percent} in “{group:text}” (range {conf_low:percent} to {conf_high:percent})"


def compared_with_whom(found: Findings) -> list[Block]:
    """Return the groups with their sizes, how they did, and the caution this needs."""
    curve = found.by_group
    if curve is None:
        return []
    firsts = curve.tidy().drop_duplicates("group").to_dict("records")
    groups = [fill("“{group:text}” ({n:people})", row) for row in firsts]
    told = [f"The groups are {listed(groups)}.", *_last(curve, found.days)]
    told += [text for mean in found.means for text in difference_sentence(mean)]
    caution = Text(BY_CHANCE) if found.randomized else Text(NOT_BY_CHANCE, "warning")
    return [Text(" ".join(told)), caution]


def _last(curve: Curve, days: tuple[float, ...]) -> list[str]:
    """Return each group's share at the last of the fixed days that every group was followed to."""
    rows = curve.at(days).tidy()
    blank = rows.loc[rows["status"] == "not_estimable", "time"]
    rows = rows[~rows["time"].isin(blank)]
    if rows.empty:
        return []
    rows = rows[rows["time"] == rows["time"].max()].to_dict("records")
    shares = listed([fill(_AT, row) for row in rows])
    start = fill("After {time:number}\u00a0{unit:text}, ", {**rows[0], "unit": unit(curve)})
    return [f"{start}{shares} were {state(curve)}."]


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
