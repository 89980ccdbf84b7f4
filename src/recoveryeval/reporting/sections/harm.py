"""Harms: events, people and time, and rates with exact limits, as in a table of safety."""

from __future__ import annotations

import pandas as pd

from recoveryeval.analyses.harms_rows import PEOPLE
from recoveryeval.reporting.blocks import Block, Heading
from recoveryeval.reporting.filling import Column, tabulate
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.picture import picture
from recoveryeval.reporting.sections.staying import interval, reasons
from recoveryeval.results.result import Result

KIND = "harms"
_RATE = "{estimate:signed} ({conf_low:signed} to {conf_high:signed})"


def harm(found: Findings) -> list[Block]:
    """Return the section on harms."""
    blocks: list[Block] = []
    for result in found.of_kind(KIND):
        blocks += [Heading("Harms"), picture(result, caption=result.labels["title"])]
        blocks += [_rates(result), *_ratios(result)]
    return blocks


def _rates(result: Result) -> Block:
    """Return events, people with one, time and rate of each harm and group."""
    rows = result.tidy()
    own = rows[(rows["estimand"] == "rate") & (rows["term"] == "exact")]
    key = ["outcome", "group"]
    people = rows.loc[rows["estimand"] == PEOPLE, [*key, "estimate"]]
    own = own.merge(people.rename(columns={"estimate": "some"}), on=key, how="left")
    columns = [
        Column("Harm", "{outcome:text}", numeric=False),
        Column("Group", "{group:text}", numeric=False),
        Column("Events", "{n_event:count}", empty="–"),
        Column("People with one or more", "{some:count}", empty="–"),
        Column("Person-years", "{denominator:one}", empty="–"),
        Column("Per 100 person-years", _RATE),
    ]
    notes = [interval(result), *reasons(own)]
    return tabulate(own, columns, caption=result.title, notes=notes)


def _ratios(result: Result) -> list[Block]:
    """Return the exact ratios of rates, where groups are compared."""
    rows = result.tidy()
    own = rows[(rows["estimand"] == "rate ratio") & (rows["term"] == "exact")]
    if own.empty:
        return []
    columns = [
        Column("Harm", "{outcome:text}", numeric=False),
        Column("Comparison", "{contrast:text}", numeric=False),
        Column("Ratio of rates", _RATE),
        Column("p", "{p_value:p}", empty="–"),
    ]
    notes = [f"{interval(result)} No difference is a ratio of 1.", *reasons(_known(own))]
    return [tabulate(own, columns, caption="Harms compared between groups", notes=notes)]


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a reason of their own."""
    return rows[rows["reason"] != ""]
