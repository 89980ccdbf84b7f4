"""The difference between groups: in time, at fixed days, and whether the curves differ at all."""

from __future__ import annotations

import pandas as pd

from recoveryeval.models.curves.rmst_rows import DIFFERENCE, RATIO
from recoveryeval.reporting.blocks import Block, Heading, Text
from recoveryeval.reporting.filling import Column, say, tabulate
from recoveryeval.reporting.findings import Findings, grouped, state, unit
from recoveryeval.reporting.sections.compared import BY_CHANCE, NOT_BY_CHANCE
from recoveryeval.reporting.sections.difference_words import difference_sentence, sides
from recoveryeval.reporting.sections.staying import TIME, averages, interval, reasons
from recoveryeval.results.curve import Curve
from recoveryeval.results.result import Result

_TEST = (
    "The {term:text} test asks whether the curves differ at any time: chi-square "
    "{statistic:signed}, degrees of freedom {df:count}, p {p_value:equals}. A "
    "small p value says that chance alone would rarely give curves this far apart; it says "
    "nothing about how large the difference is."
)
COMPARISON = Column("Comparison", "{first:text} compared with {second:text}", numeric=False)
_NO_TEST = "The {term:text} test cannot be done: {reason:text}."


def difference(found: Findings) -> list[Block]:
    """Return the section on differences between groups."""
    means = [mean for mean in found.means if grouped(mean)]
    curves = [curve for curve in found.curves if grouped(curve)]
    if not (means or found.tests or curves):
        return []
    blocks: list[Block] = [Heading("Difference between groups")]
    blocks.append(Text(BY_CHANCE) if found.randomized else Text(NOT_BY_CHANCE, "warning"))
    for mean in means:
        blocks += [Text(text) for text in difference_sentence(mean)]
        blocks += [averages(mean), contrasts(mean)]
    blocks += [at_days(curve, found.days, _reference(means)) for curve in curves]
    return blocks + [test_sentence(test) for test in found.tests]


def contrasts(result: Result) -> Block:
    """Return differences and ratios of average times."""
    rows = result.tidy()
    kinds = {DIFFERENCE: f"Difference, {unit(result)}", RATIO: "Ratio"}
    rows = compared(rows[rows["estimand"].isin(list(kinds))], result)
    rows = rows.assign(kind=rows["estimand"].map(kinds))
    columns = [
        COMPARISON,
        Column("Measure", "{kind:text}", numeric=False),
        Column("Estimate", "{estimate:signed} ({conf_low:signed} to {conf_high:signed})"),
        Column("p", "{p_value:p}", empty="–"),
    ]
    note = f"{interval(result)} No difference is a difference of 0 and a ratio of 1."
    return tabulate(rows, columns, caption="Difference and ratio of average times", notes=[note])


def at_days(curve: Curve, days: tuple[float, ...], reference: str | None) -> Block:
    """Return how far apart the curves are at fixed days."""
    rows = compared(curve.difference(reference, times=days).tidy(), curve)
    columns = [
        COMPARISON,
        TIME,
        Column(
            "Difference in percentage points",
            "{estimate:points} ({conf_low:points} to {conf_high:points})",
        ),
    ]
    caption = f"How far apart the shares {state(curve)} are at fixed times"
    return tabulate(rows, columns, caption=caption, notes=[interval(curve), *reasons(rows)])


def compared(rows: pd.DataFrame, result: Result) -> pd.DataFrame:
    """Return the rows with the two groups of each contrast and the unit of time."""
    pairs = [sides(str(contrast), result) for contrast in rows["contrast"]]
    return rows.assign(
        first=[first for first, _ in pairs],
        second=[second for _, second in pairs],
        unit=unit(result),
    )


def test_sentence(result: Result) -> Block:
    """Return the test in words."""
    row = result.tidy().iloc[0]
    return say(_NO_TEST if row["status"] == "not_estimable" else _TEST, row.to_dict())


def _reference(means: list[Result]) -> str | None:
    """Return the group that the averages are compared with, so that all tables agree."""
    asked = [mean.spec.parameters.get("reference") for mean in means]
    return next((str(name) for name in asked if name), None)
