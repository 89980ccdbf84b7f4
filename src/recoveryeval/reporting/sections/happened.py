"""What happened to people: the share who had each of several events, beside the curve of all."""

from __future__ import annotations

from typing import cast

from recoveryeval.reporting.blocks import Block, Heading, Table, Text
from recoveryeval.reporting.filling import Column, tabulate
from recoveryeval.reporting.findings import Findings, definition, grouped, unit
from recoveryeval.reporting.picture import picture
from recoveryeval.reporting.sections.staying import GROUP, TIME, interval, reasons
from recoveryeval.results.curve import Curve

KIND = "cumulative_incidence"
HOW_TO_READ = (
    "Each line starts at 0% and steps up when the event happens to someone. One event can come "
    "before another and prevent it, so the shares of all events and of the people without any add "
    "up to 100%. The shaded band is the range of the line, and the numbers below count the people "
    "still under observation."
)
EVENT = Column("Event", "{cause:text}", numeric=False)


def happened(found: Findings) -> list[Block]:
    """Return a section for cumulative incidences: each as a picture, and at fixed days."""
    curves = [cast("Curve", r) for r in found.others if r.kind == KIND]
    if not curves:
        return []
    told = list(dict.fromkeys(filter(None, map(definition, curves))))
    known = {text for curve in found.curves for text in [definition(curve)]}
    sentences = [text for text in told if text not in known]
    blocks: list[Block] = [Heading("What happened to people"), *map(Text, sentences)]
    blocks.append(Text(HOW_TO_READ))
    for curve in curves:
        blocks += [picture(curve, caption=curve.title), at_days(curve, found.days)]
    return blocks


def at_days(curve: Curve, days: tuple[float, ...]) -> Table:
    """Return the share who have had each event at fixed days."""
    rows = curve.at(days).tidy().assign(unit=unit(curve))
    columns = [
        EVENT,
        *([GROUP] if grouped(curve) else []),
        TIME,
        Column("Have had it", "{estimate:share} ({conf_low:share} to {conf_high:share})"),
        Column("People at risk", "{n_risk:count}"),
        Column("Events by then", "{n_event:count}"),
    ]
    notes = [interval(curve), *reasons(rows)]
    return tabulate(rows, columns, caption=f"{curve.title}, at fixed times", notes=notes)
