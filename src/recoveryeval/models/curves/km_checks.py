"""What a reader of a Kaplan-Meier curve must know: how long, how few, who came late."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_words import moment, span
from recoveryeval.results.check import Check
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.quantiles import curve_quantiles
from recoveryeval.stats.survival.reversed_table import reversed_table
from recoveryeval.stats.survival.risk_table import RiskTable

FEW = 10


def km_checks(found: SurvivalInput, tables: Sequence[RiskTable], unit: str) -> tuple[Check, ...]:
    """Return the checks of each group's curve."""
    checks: list[Check] = []
    for where, table, people, late in _each(found, tables):
        checks += [
            *alone(where, people),
            *_events(where, table, people),
            *few_left(where, table, unit),
            *follow_up(where, table, unit),
            *late_comers(where, table, late),
        ]
    return gathered(checks, len(found.labels))


def rmst_checks(found: SurvivalInput, tables: Sequence[RiskTable], unit: str) -> tuple[Check, ...]:
    """Return the checks of restricted means: how far a horizon may reach, who is alone or late."""
    ends = [float(t.time[-1]) for t in tables if product_limit(t).survival[-1] > 0]
    checks: list[Check] = []
    if ends:
        told = (
            f"Every group is observed up to {moment(min(ends), unit)}: no horizon beyond is "
            "estimable."
        )
        checks.append(Check("longest_horizon", told, "note", min(ends)))
    for where, table, people, late in _each(found, tables):
        checks += [*alone(where, people), *late_comers(where, table, late)]
    return gathered(checks, len(found.labels))


def _each(
    found: SurvivalInput, tables: Sequence[RiskTable]
) -> list[tuple[str, RiskTable, float, float]]:
    """Return, for each group, how a check names it, its table, its people and its late comers."""
    several = len(found.labels) > 1
    names = [f"Group {text}: " if several else "" for text in found.labels]
    return list(zip(names, tables, found.people.tolist(), found.late.tolist(), strict=True))


def alone(where: str, people: float) -> list[Check]:
    """Return a check for a group of one person."""
    if people > 1:
        return []
    return [Check("one_person", f"{where}one person, so no curve is estimated.", "concern", people)]


def _events(where: str, table: RiskTable, people: float) -> list[Check]:
    """Return a check for no events, and for everyone having the event."""
    events = float(table.n_event.sum())
    if people > 1 and events == 0:
        told = f"{where}nobody had the event; limits are exact and quantiles are not reached."
        return [Check("no_events", told, "note", 0.0)]
    if people > 1 and product_limit(table).survival[-1] == 0:
        told = f"{where}everyone still followed had the event, so the curve ends at 0."
        return [Check("curve_reaches_zero", told, "note", events)]
    return []


def few_left(where: str, table: RiskTable, unit: str) -> list[Check]:
    """Return from when on fewer than ten people are left under observation."""
    if table.n_risk.max(initial=0) <= 1:
        return []  # one person: said once
    few = table.n_risk < FEW
    tail = few & (np.cumsum(~few[::-1])[::-1] == 0)
    if not tail.any():
        return []
    start = float(table.time[int(np.argmax(tail))])
    told = (
        f"{where}from {moment(start, unit)} on fewer than {FEW} people are under observation, so "
        "the curve is uncertain there."
    )
    return [Check("few_at_risk", told, "note", start)]


def follow_up(where: str, table: RiskTable, unit: str) -> list[Check]:
    """Return the median follow-up, by the curve of censoring (reverse Kaplan-Meier)."""
    if not table.n_censor.any() or table.n_risk.max(initial=0) <= 1:
        return []
    curve = product_limit(reversed_table(table))
    median = float(curve_quantiles(curve.time, curve.survival, np.array([0.5]))[0])
    if np.isnan(median):
        return []
    told = f"{where}median follow-up is {span(median, unit)} (reverse Kaplan-Meier)."
    return [Check("median_follow_up", told, "note", median)]


def late_comers(where: str, table: RiskTable, late: float) -> list[Check]:
    """Return checks for late entry, and for a time with nobody under observation in between."""
    checks: list[Check] = []
    if late:
        told = f"{where}{late:g} people enter observation after time zero and count from then on."
        checks.append(Check("late_entry", told, "note", late))
    emptied = table.n_risk[:-1] == (table.n_event + table.n_censor)[:-1]
    if emptied.any():
        told = (
            f"{where}at some time nobody was left under observation while others entered later; "
            "the curve before and after does not describe the same people."
        )
        checks.append(Check("risk_set_emptied", told, "concern"))
    return checks
