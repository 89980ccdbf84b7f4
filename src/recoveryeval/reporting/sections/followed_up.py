"""Follow-up: of everyone due, who was interviewed in time, and who was lost."""

from __future__ import annotations

import pandas as pd

from recoveryeval.reporting.blocks import Block, Heading
from recoveryeval.reporting.filling import Column, say, tabulate
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.picture import picture
from recoveryeval.reporting.sections.staying import interval, reasons
from recoveryeval.results.result import Result

KIND = "followup_rate"
COUNT, INSIDE = "number of people", "share interviewed inside the window"
DUE = "of everyone due"
_LEAD = (
    "Of {denominator:people} due for an interview, {estimate:percent} were interviewed in time "
    "(range {conf_low:percent} to {conf_high:percent})."
)
_RATE = "{estimate:share} ({conf_low:share} to {conf_high:share})"
_LOST = "Characteristics in which people lost and people followed differ"
_FAR, _SHOWN = 0.1, 10


def followed_up(found: Findings) -> list[Block]:
    """Return the section on follow-up, with who was lost."""
    results = found.of_kind(KIND)
    blocks: list[Block] = [Heading("Who was reached for follow-up")] if results else []
    for result in results:
        rows = result.tidy()
        whole = rows[(rows["group"] == rows["group"].iloc[0]) & (rows["level"] == "")]
        due = whole[(whole["estimand"] == INSIDE) & (whole["term"] == DUE)].iloc[0]
        if due["status"] != "not_estimable":
            blocks.append(say(_LEAD, due.to_dict(), "lead"))
        blocks += [picture(result, caption=result.labels["title"]), _fates(whole)]
        blocks += [_rates(result, rows), *lost(rows)]
    return blocks


def _fates(whole: pd.DataFrame) -> Block:
    """Return what became of everyone."""
    rows = whole[whole["estimand"] == COUNT]
    columns = [
        Column("What became of the interview", "{term:text}", numeric=False),
        Column("People", "{n:count}"),
        Column("Of", "{denominator:count}"),
    ]
    return tabulate(rows, columns, caption="What became of each follow-up interview")


def _rates(result: Result, rows: pd.DataFrame) -> Block:
    """Return the rates with each denominator, for everyone and each group."""
    own = rows[(rows["level"] == "") & ~rows["estimand"].isin([COUNT])]
    own = own[own["estimand"].str.startswith("share")]
    columns = [
        Column("Group", "{group:text}", numeric=False),
        Column("Interviewed", "{estimand:text}, {term:text}", numeric=False),
        Column("People", "{n:count}"),
        Column("Of", "{denominator:count}"),
        Column("Rate", _RATE),
    ]
    notes = [interval(result), *reasons(own)]
    return tabulate(own, columns, caption="Follow-up rates", notes=notes)


def lost(rows: pd.DataFrame) -> list[Block]:
    """Return the largest differences between people lost and people followed."""
    own = rows[(rows["contrast"] == "lost - followed") & (rows["estimate"].abs() > _FAR)]
    if own.empty:
        return []
    own = own.reindex(own["estimate"].abs().sort_values(ascending=False).index).head(_SHOWN)
    named = own["term"].str.replace("_", " ") + own["level"].where(own["level"] == "", ": ")
    named = named.str.capitalize() + own["level"]
    if "outcome" in own:  # how people answered before, domain by domain
        answered = own["outcome"].astype("string").fillna("") != ""
        named = named.where(~answered, own["outcome"] + ", at the first time")
    own = own.assign(name=named)
    columns = [
        Column("Characteristic", "{name:text}", numeric=False),
        Column("Standardized difference", "{estimate:signed}"),
    ]
    note = "Lost less followed, in standard deviations; only those above 0.1, the largest first."
    return [tabulate(own, columns, caption=_LOST, notes=[note])]
