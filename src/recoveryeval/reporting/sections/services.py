"""Services and dose: who received what, how much, how often it was missed, week by week."""

from __future__ import annotations

import pandas as pd

from recoveryeval.analyses import services_received as received
from recoveryeval.analyses.services_received import CONTACTS, EVERY, HOURS, LOST, REACHED
from recoveryeval.reporting.blocks import Block, Heading, Table
from recoveryeval.reporting.filling import Column, say, tabulate
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.picture import picture
from recoveryeval.results.result import Result

KIND, DOSE = received.KIND, "dose_over_time"
_LEAD = (
    "{people:percent} of the people had at least one completed contact, and {each:one} contacts on "
    "average."
)
_MISSED = " {missed:percent} of the appointments were missed or canceled."
_COLUMNS = (
    Column("Service", "{service:text}", numeric=False),
    Column("People with one", "{n:count} ({people:percent})"),
    Column("Completed contacts", "{contacts:count}"),
    Column("Contacts per person", "{each:one}"),
    Column("Hours per person", "{hours:one}", empty="–"),
    Column("Missed or canceled", "{missed:percent}", empty="–"),
)
_NOTE = "Per person: of everyone in the report, in the time in which each was observed."


def services(found: Findings) -> list[Block]:
    """Return the section on services received, with the dose over time."""
    tables, doses = found.of_kind(KIND), found.of_kind(DOSE)
    if not (tables or doses):
        return []
    blocks: list[Block] = [Heading("Services received")]
    for result in tables:
        rows = _wide(result)
        first = rows[rows["service"] == EVERY].iloc[0].to_dict()
        known = pd.notna(first["missed"])
        blocks += [say(_LEAD + (_MISSED if known else ""), first, "lead"), _table(result, rows)]
    return blocks + [picture(dose, caption=dose.labels["title"]) for dose in doses]


def _table(result: Result, rows: pd.DataFrame) -> Table:
    """Return the table, all services first and each below it."""
    days = result.spec.parameters["days"]
    levels = [0 if service == EVERY else 1 for service in rows["service"]]
    caption = f"Services received in the first {days} days"
    return tabulate(rows, _COLUMNS, caption=caption, notes=[_NOTE], levels=levels)


def _wide(result: Result) -> pd.DataFrame:
    """Return one row per service."""
    rows = result.tidy()
    wide = rows.pivot_table(index="level", columns="estimand", values="estimate", sort=False)
    names = {REACHED: "people", CONTACTS: "each", HOURS: "hours", LOST: "missed"}
    wide = wide.reindex(columns=list(names)).rename(columns=names)
    own = rows[rows["estimand"] == REACHED].set_index("level")
    wide = wide.assign(n=own["n"], contacts=own["n_event"]).reindex(own.index)
    return wide.rename_axis("service").reset_index()
