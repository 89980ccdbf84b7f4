"""National outcomes: each domain at two times, in people with both answers and in all intakes."""

from __future__ import annotations

import pandas as pd

from recoveryeval.analyses.national.rows import AFTER, ALL, BEFORE, BETWEEN, MATCHED, SHARE
from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.filling import Column, fill, tabulate
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.picture import picture
from recoveryeval.reporting.sections.followed_up import lost
from recoveryeval.reporting.sections.staying import interval
from recoveryeval.reporting.wording import MISSING
from recoveryeval.results.result import Result

KIND = "national_outcomes"
HOW_TO_READ = (
    "Two numbers stand side by side. People with both answers are those who could be asked again; "
    "of all intakes, those whose answer is not known count as no. Where many were lost the two "
    "differ, and the truth for everyone lies between the second and its upper bound."
)
_CELL = "{estimate:percent}"
_CHANGE = "{estimate:points} ({conf_low:points} to {conf_high:points})"


def national(found: Findings) -> list[Block]:
    """Return the section on national outcomes."""
    blocks: list[Block] = []
    for result in found.of_kind(KIND):
        blocks += [Heading(result.title), Text(HOW_TO_READ)]
        blocks += [picture(result, caption=result.labels["title"]), *_tables(result)]
        blocks += lost(result.tidy())
    return blocks


def _tables(result: Result) -> list[Block]:
    """Return one table for everyone, and one for each group."""
    rows = result.tidy()
    rows = rows[rows["estimand"].isin([SHARE, "change in share"])]
    words = result.labels
    columns = [
        Column("Domain", "{outcome:text}", numeric=False),
        Column("People with both answers", "{n:count}", empty=MISSING),
        *[_share(words[t], f"matched_{t}") for t in (BEFORE, AFTER)],
        Column("Change, percentage points", "{change:text}", empty=MISSING),
        Column("All intakes", "{due:count}", empty=MISSING),
        *[_share(words[t], f"all_{t}") for t in (BEFORE, AFTER)],
        Column("Note", "{note:text}", numeric=False, empty=""),
    ]
    tables: list[Block] = []
    for group in dict.fromkeys(rows["group"]):
        own = pd.DataFrame(list(_lines(rows, str(group))))
        caption = result.labels["title"] if not tables else f"{result.title}: {group}"
        notes = [interval(result).replace("In brackets", "In brackets under Change")]
        tables.append(tabulate(own, columns, caption=caption, notes=notes))
    return tables


def _share(head: str, name: str) -> Column:
    """Return the column of a share."""
    return Column(head.capitalize(), f"{{{name}:text}}", empty=MISSING)


def _lines(rows: pd.DataFrame, group: str) -> list[dict[str, object]]:
    """Return one line per domain."""
    lines = []
    own = rows[rows["group"] == group]
    for outcome, part in own.groupby("outcome", sort=False):
        cell = {(r["level"], r["term"]): r for r in part.to_dict("records")}
        line: dict[str, object] = {"outcome": outcome, "n": None, "due": None}
        for name, term in (("matched", MATCHED), ("all", ALL)):
            for level in (BEFORE, AFTER):
                line[f"{name}_{level}"] = _cell(cell.get((level, term)), _CELL)
        line["change"] = _cell(cell.get((BETWEEN, MATCHED)), _CHANGE)
        if (AFTER, MATCHED) in cell:
            line["n"] = cell[AFTER, MATCHED]["denominator"]
        if (AFTER, ALL) in cell:
            line["due"] = cell[AFTER, ALL]["denominator"]
        lines.append({**line, "note": _note(part)})
    return lines


def _cell(row: dict[str, object] | None, template: str) -> str:
    """Return a cell, a dash where there is no number."""
    if row is None or row["status"] == "not_estimable":
        return MISSING
    return fill(template, row)


def _note(part: pd.DataFrame) -> str:
    """Return why a domain, or one of its times, has no number, and how high a share could be."""
    lacking = part[part["status"] == "not_estimable"]
    if len(lacking):
        return str(lacking["reason"].iloc[0])
    bound = part[(part["level"] == AFTER) & (part["term"] == ALL) & (part["status"] == "flagged")]
    return (
        fill("at most {bound_high:percent} of all", bound.iloc[0].to_dict()) if len(bound) else ""
    )
