"""What a reader of a mean number of events must know: deaths, how few, how far, who came late."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recoveryeval.models.curves.curve_clusters import cluster_checks, curve_clusters
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.recurrent.mean_cumulative_rows import MeanOptions
from recoveryeval.models.recurrent.recurrent_input import deaths
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_words import moment
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.competing.mean_cumulative import EVENT, FATAL_EVENT, mean_cumulative
from recoveryeval.stats.survival.risk_table import risk_table

FEW_PEOPLE = 20
FEW_LEFT = 5


def mean_checks(outcome: Outcome, found: SurvivalInput, options: MeanOptions) -> tuple[Check, ...]:
    """Return the checks of the curves: deaths, few people, how far they reach, late entry."""
    checks = [_death_check(outcome, options)]
    several = len(found.labels) > 1
    for code, text in enumerate(found.labels):
        where = f"Group {text}: " if several else ""
        checks += _group_checks(where, found, code, (outcome.unit, options))
        checks += _few_clusters(where, found, code)
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


def _group_checks(
    where: str, found: SurvivalInput, code: int, asked: tuple[str, MeanOptions]
) -> list[Check]:
    """Return the checks of one group; ``asked`` holds the unit of time and the options."""
    unit, options = asked
    own = found.cells.where(found.cells.group == code)
    table, people = risk_table(own), float(found.people[code])
    events = float(own.n[np.isin(own.cause, (EVENT, FATAL_EVENT))].sum())
    checks = []
    if people <= FEW_PEOPLE:
        told = f"{where}{people:g} people only: limits are rough."
        checks.append(Check("few_people", told, "concern", people))
    if events == 0:
        limit = "the upper limit takes events to come by chance" if options.exact else "no limits"
        told = f"{where}nobody had an event; {limit}."
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


def _few_clusters(where: str, found: SurvivalInput, code: int) -> list[Check]:
    """Return what few clusters mean for one group."""
    own = found.cells.group == code
    cells = found.cells.where(own)
    together = curve_clusters(cells, found.cluster_by)
    if together.count == 0 or together.too_few:
        return cluster_checks(where, together, found.cluster_by, smaller=False)
    person = np.arange(own.size) if found.person is None else found.person
    alone = mean_cumulative(replace(cells, cluster=person[own])).std_error[-1]
    smaller = bool(mean_cumulative(cells).std_error[-1] * together.factor < alone)
    return cluster_checks(where, together, found.cluster_by, smaller=smaller)
