"""Who was served, as a table with one column for everyone and one for each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from recoveryeval.reporting.blocks import Block, Heading, Table
from recoveryeval.reporting.filling import fill
from recoveryeval.reporting.findings import Findings

_QUARTILES = "{median:short} ({lower.quartile:short} to {upper.quartile:short})"
_NOTES = (
    "Number and share of those who gave an answer; for numbers the median and the middle half.",
    "People without an answer are counted on their own.",
    "Groups are described, not tested: a difference here is a difference between the people.",
)


def served(found: Findings) -> list[Block]:
    """Return the table of the people's characteristics."""
    if found.people is None:
        return []
    rows = found.people.tidy()
    groups = list(dict.fromkeys(rows["group"]))
    lines: list[tuple[int, tuple[str, ...]]] = []
    for term, part in rows.groupby("term", sort=False):
        lines += _lines(str(term), part, groups)
    heads = [fill("{group:text} (n\u00a0=\u00a0{n:count})", _size(rows, group)) for group in groups]
    table = Table(
        caption="Who was served",
        head=("Characteristic", *heads),
        rows=tuple(cells for _, cells in lines),
        notes=_NOTES if len(groups) > 1 else _NOTES[:2],
        numeric=(False, *[True] * len(groups)),
        levels=tuple(level for level, _ in lines),
    )
    return [Heading("Who was served"), table]


def _size(rows: pd.DataFrame, group: str) -> dict[str, Any]:
    """Return a group with its number of people: those with an answer and those without."""
    own = rows[(rows["group"] == group) & (rows["estimand"] == "count")].iloc[0]
    return {"group": group, "n": own["n"] + own["denominator"]}


def _lines(
    term: str, part: pd.DataFrame, groups: Sequence[str]
) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines of one characteristic, each with its indentation."""
    if (part["estimand"] == "quantile").any():
        lines = [(0, (term, *(_quartiles(part, group) for group in groups)))]
    else:
        lines = [(0, (term, *[""] * len(groups)))]
    answers = part[part["estimand"] != "quantile"]
    for level, own in answers.groupby("level", sort=False):
        if (own["estimand"] == "count").all() and not own["n"].any():
            continue
        records = {row["group"]: row for row in own.to_dict("records")}
        lines.append((1, (str(level), *(_cell(records.get(group)) for group in groups))))
    return lines


def _quartiles(part: pd.DataFrame, group: str) -> str:
    """Return median and quartiles of one group."""
    own = part[(part["group"] == group) & (part["estimand"] == "quantile")]
    if own.empty or (own["status"] == "not_estimable").all():
        return "–"
    names = own["level"].str.replace(" ", ".")
    return fill(_QUARTILES, dict(zip(names, own["estimate"], strict=True)))


def _cell(row: dict[str, Any] | None) -> str:
    """Return count and share, or the count alone where it is no share."""
    if row is None:
        return "–"
    return fill("{n:count}" if row["estimand"] == "count" else "{n:count} ({estimate:share})", row)
