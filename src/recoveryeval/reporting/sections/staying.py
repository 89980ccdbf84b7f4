"""How long people stay: each curve as a picture with the people at risk, and at fixed days."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from recoveryeval.models.curves.rmst_rows import MEAN
from recoveryeval.reporting.blocks import Block, Heading, Table, Text
from recoveryeval.reporting.filling import Column, tabulate
from recoveryeval.reporting.findings import (
    Findings,
    definition,
    event,
    grouped,
    outcome,
    state,
    unit,
)
from recoveryeval.reporting.picture import picture
from recoveryeval.reporting.wording import capital
from recoveryeval.results.curve import Curve
from recoveryeval.results.result import Result

HOW_TO_READ = (
    "Each line starts with everyone and steps down when the event happens to someone. The shaded "
    "band is the range of the line. The numbers below count the people still under observation: "
    "where they are few, the line is uncertain. A short upright stroke marks where observation of "
    "someone ended."
)
_SHARES = {0.25: "A quarter", 0.5: "Half"}
GROUP = Column("Group", "{group:text}", numeric=False)
TIME = Column("Time", "{time:number}\u00a0{unit:text}", numeric=False)


def staying(found: Findings) -> list[Block]:
    """Return a section for the curves, with average times where they are not compared."""
    blocks: list[Block] = []
    names = list(dict.fromkeys(outcome(curve) for curve in found.curves))
    for name in names:
        curves = [curve for curve in found.curves if outcome(curve) == name]
        means = [mean for mean in found.means if outcome(mean) == name and not grouped(mean)]
        title = _title(curves[0], alone=len(names) == 1)
        blocks += [*_section(title, curves, found.days), *(averages(mean) for mean in means)]
    return blocks


def _title(curve: Curve, *, alone: bool) -> str:
    """Return the heading of an outcome's section; several events are told apart."""
    if state(curve) == "still in the program":
        return "How long people stay"
    return "Time to the event" if alone else f"Time to the event: {event(curve)}"


def _section(title: str, curves: Sequence[Curve], days: tuple[float, ...]) -> list[Block]:
    """Return the section for the curves of one outcome."""
    told = list(dict.fromkeys(filter(None, map(definition, curves))))
    blocks: list[Block] = [Heading(title), *map(Text, told), Text(HOW_TO_READ)]
    for curve in curves:
        blocks.append(picture(curve, caption=curve.title))
        blocks += [at_days(curve, days), *medians(curve)]
    return blocks


def at_days(curve: Curve, days: tuple[float, ...]) -> Table:
    """Return the curve at fixed days."""
    rows = curve.at(days).tidy().assign(unit=unit(curve))
    columns = [
        *([GROUP] if grouped(curve) else []),
        TIME,
        Column(capital(state(curve)), "{estimate:share} ({conf_low:share} to {conf_high:share})"),
        Column("People at risk", "{n_risk:count}"),
        Column(f"{capital(event(curve))} by then", "{n_event:count}"),
        Column("Observation ended by then", "{n_censor:count}"),
    ]
    notes = [interval(curve), *reasons(rows)]
    return tabulate(rows, columns, caption=f"{curve.title}, at fixed times", notes=notes)


def medians(curve: Curve) -> list[Block]:
    """Return the times by which a quarter and half of the people had the event."""
    rows = curve.quantiles(list(_SHARES)).tidy()
    words = list(_SHARES.values())
    rows["share"] = [words[place % len(words)] for place in range(len(rows))]
    what = f"a quarter and half of the people had the event ({event(curve)})"
    if rows["estimate"].isna().all():
        return [Text(f"The times by which {what} were not reached during observation.", "note")]
    reached = "{estimate:short} ({conf_low:reached} to {conf_high:reached})"
    columns = [
        *([GROUP] if grouped(curve) else []),
        Column("Share of people", "{share:text}", numeric=False),
        Column(f"Time ({unit(curve)})", reached, empty="not reached"),
    ]
    return [tabulate(rows, columns, caption=f"Time by which {what}", notes=[interval(curve)])]


def averages(result: Result) -> Table:
    """Return the average time up to the horizon."""
    rows = result.tidy()
    rows = rows[rows["estimand"] == MEAN]
    average = "{estimate:one} ({conf_low:one} to {conf_high:one})"
    columns = [
        GROUP,
        Column("People", "{n:count}"),
        Column(f"Average time ({unit(result)})", average),
    ]
    notes = [interval(result), *reasons(rows)]
    return tabulate(rows, columns, caption=result.title, notes=notes)


def interval(result: Result) -> str:
    """Return the note that says what stands in brackets."""
    return f"In brackets: {result.tidy()['conf_level'].dropna().iloc[0]:.0%} confidence interval."


def reasons(rows: pd.DataFrame) -> list[str]:
    """Return why rows are not estimable or flagged, each once."""
    told = [r for r in rows.get("reason", []) if isinstance(r, str) and r]
    return [f"{capital(reason)}." for reason in dict.fromkeys(told)]
