"""Whether groups differ in their mean number of events, and what a reader must know."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.recurrent.mean_cumulative_rows import MeanOptions
from recoveryeval.models.recurrent.recurrent_input import deaths
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_words import moment
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import FTest
from recoveryeval.stats.competing.equal_means import same_means, same_rates
from recoveryeval.stats.competing.mean_cumulative import EVENT, FATAL_EVENT
from recoveryeval.stats.survival.risk_table import risk_table

FEW_PEOPLE = 20
FEW_LEFT = 5


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A test of whether groups have the same mean number of events; NaN where there is none."""

    method: str
    statistic: float
    df: float
    p_value: float

    def columns(self) -> dict[str, list[float]]:
        """Return the columns of a summary."""
        return {"statistic": [self.statistic], "df": [self.df], "p_value": [self.p_value]}

    def sentence(self) -> str:
        """Return the test in one line."""
        if np.isnan(self.statistic):
            return "No test: these data hold no error by which a difference could be judged."
        shown = "< 0.001" if self.p_value < 0.001 else f"= {self.p_value:.3f}"
        return f"{self.method}: statistic {self.statistic:.2f} on {self.df:.0f} df, p {shown}"


def compared_groups(found: SurvivalInput, options: MeanOptions) -> GroupTest:
    """Return the test of equal means; none with one group, or a group of one person."""
    groups = len(found.labels)
    name = "Ghosh-Lin test of means" if options.deaths else "Robust score test of rates"
    happened = np.isin(found.cells.cause, (EVENT, FATAL_EVENT)).any()
    if groups < 2 or found.people.min() <= 1 or not happened:
        return GroupTest(name, np.nan, float(max(groups - 1, 0)), np.nan)
    test = same_means if options.deaths else same_rates
    statistic, df = test(found.cells, groups), float(groups - 1)
    known = not np.isnan(statistic)
    last = float(found.people.sum()) - groups if options.deaths else float("inf")
    p_value = FTest(statistic / df, df, last).p_value if known else np.nan
    return GroupTest(name, statistic, df, p_value)


def mean_checks(outcome: Outcome, found: SurvivalInput, options: MeanOptions) -> tuple[Check, ...]:
    """Return the checks of the curves: deaths, few people, how far they reach, late entry."""
    checks = [_death_check(outcome, options)]
    several = len(found.labels) > 1
    for code, text in enumerate(found.labels):
        where = f"Group {text}: " if several else ""
        checks += _group_checks(where, found, code, outcome.unit)
    return gathered(checks, len(found.labels))


def _death_check(outcome: Outcome, options: MeanOptions) -> Check:
    """Return how deaths were handled."""
    if options.deaths:
        died = deaths(outcome)
        told = (
            f"{died:g} people died under observation. Nothing can happen after death, so a group "
            "in which more people die can have fewer events for that reason alone."
        )
        return Check("deaths", told, "note", died)
    told = "No deaths are recorded. If people can die, name terminal= in recurrent_events()."
    return Check("deaths", told, "note", 0.0)


def _group_checks(where: str, found: SurvivalInput, code: int, unit: str) -> list[Check]:
    """Return the checks of one group."""
    own = found.cells.where(found.cells.group == code)
    table, people = risk_table(own), float(found.people[code])
    events = float(own.n[np.isin(own.cause, (EVENT, FATAL_EVENT))].sum())
    checks = []
    if people <= FEW_PEOPLE:
        told = f"{where}{people:g} people only: limits are rough."
        checks.append(Check("few_people", told, "concern", people))
    if events == 0:
        told = f"{where}nobody had an event; the upper limit takes events to come by chance."
        checks.append(Check("no_events", told, "concern", 0.0))
    enough = table.time[table.n_risk >= FEW_LEFT]
    if people > FEW_LEFT and enough.size and enough[-1] < table.time[-1]:
        told = (
            f"{where}beyond {moment(enough[-1], unit)} fewer than {FEW_LEFT} people are under "
            "observation."
        )
        checks.append(Check("few_left", told, "note", float(enough[-1])))
    late = float(found.late[code])
    if late:
        told = f"{where}{late:g} of {people:g} people came under observation after time zero."
        checks.append(Check("late_entry", told, "note", late))
    return checks
