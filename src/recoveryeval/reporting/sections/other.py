"""Any result that has no section of its own: its picture, and its table as it stands."""

from __future__ import annotations

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.reporting.blocks import Block, Heading, Table, Text
from recoveryeval.reporting.filling import Column, tabulate
from recoveryeval.reporting.findings import Findings
from recoveryeval.reporting.picture import picture
from recoveryeval.reporting.sections import followed_up, happened, harm, national, services
from recoveryeval.reporting.sections.staying import reasons
from recoveryeval.results.result import Result

_ROWS = 60
_ELSEWHERE = (
    happened.KIND,
    followed_up.KIND,
    national.KIND,
    harm.KIND,
    services.KIND,
    services.DOSE,
)
_NAMES = ("term", "outcome", "cause", "group", "contrast", "level", "time")
_HEADS = {"term": "Term", "time": "Time", "level": "Level", "n": "People", "n_event": "Events"}


def other(found: Findings) -> list[Block]:
    """Return one section for each of the other results."""
    shown = [result for result in found.others if result.kind not in _ELSEWHERE]
    return [block for result in shown for block in section(result)]


def section(result: Result) -> list[Block]:
    """Return title, estimand, picture where there is one, and table."""
    blocks: list[Block] = [Heading(result.title), Text(result.describe(), "note")]
    try:
        blocks.append(picture(result, caption=result.title))
    except EstimationError as error:
        if error.code != "RE-G04":  # this result has no picture of its own
            raise
    return [*blocks, table(result)]


def table(result: Result) -> Table:
    """Return the tidy rows with estimate and interval in one column."""
    rows = result.tidy()
    shown = rows.head(_ROWS)
    names = [name for name in _NAMES if name in shown and shown[name].notna().any()]
    columns = [
        Column(_head(name), f"{{{name}:{_kind(shown[name])}}}", numeric=False) for name in names
    ]
    if {"conf_low", "conf_high"} <= set(shown):
        template = "{estimate:number} ({conf_low:number} to {conf_high:number})"
        columns.append(Column("Estimate (interval)", template))
    elif "estimate" in shown:
        columns.append(Column("Estimate", "{estimate:number}"))
    if "p_value" in shown:
        columns.append(Column("p", "{p_value:p}", empty="–"))
    columns += [
        Column(_head(name), f"{{{name}:count}}") for name in ("n", "n_event") if name in shown
    ]
    more = len(rows) - len(shown)
    notes = [f"{more} more rows are in the tables that come with the report."] if more > 0 else []
    notes += reasons(shown)
    return tabulate(shown, columns, caption=result.title, notes=notes)


def _head(name: str) -> str:
    """Return a column's heading in words."""
    return _HEADS.get(name, name.replace("_", " ").capitalize())


def _kind(column: pd.Series) -> str:
    """Return how the cells of a naming column read."""
    return "number" if pd.api.types.is_numeric_dtype(column.dtype) else "text"
