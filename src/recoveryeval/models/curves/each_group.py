"""Curves of causes in every group: made one by one, and what their reader must know of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from recoveryeval.models.curves.curve_clusters import CurveClusters, cluster_checks
from recoveryeval.models.curves.km_checks import alone, few_left, follow_up, late_comers
from recoveryeval.models.survival.cause_codes import causes_of, renumbered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.competing.aalen_johansen import AalenJohansen
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.nelson_aalen import NelsonAalen
from recoveryeval.stats.survival.risk_table import RiskTable


@dataclass(frozen=True, slots=True, eq=False)
class GroupCurves:
    """Curves of one group: those of all causes, the causes' names, people and clusters."""

    found: AalenJohansen | NelsonAalen
    names: tuple[str, ...]
    people: float
    together: CurveClusters


G = TypeVar("G", bound=GroupCurves)


def each_group(
    outcome: Outcome, found: SurvivalInput, make: Callable[[Cells, tuple[str, ...], float], G]
) -> dict[str, G]:
    """Return what ``make`` gives for cells, names of causes and people of each group, by label."""
    cells = renumbered(found.cells, outcome)
    names = tuple(causes_of(outcome).values())
    whole = len(found.labels) == 1
    return {
        text: make(cells if whole else cells.where(cells.group == code), names, float(people))
        for code, (text, people) in enumerate(zip(found.labels, found.people, strict=True))
    }


def group_checks(
    given: tuple[Outcome, SurvivalInput],
    groups: Mapping[str, G],
    tables: Sequence[RiskTable],
    shown: Sequence[str],
    *,
    smaller: Callable[[int, G], bool],
) -> list[Check]:
    """Return the checks of each group; ``smaller`` says whether its clusters shrank the error."""
    (outcome, found), checks = given, list[Check]()
    for code, ((text, group), table) in enumerate(zip(groups.items(), tables, strict=True)):
        where = f"Group {text}: " if len(groups) > 1 else ""
        checks += [
            *alone(where, group.people),
            *_no_events(where, group, shown),
            *few_left(where, table, outcome.unit),
            *follow_up(where, table, outcome.unit),
            *late_comers(where, table, float(found.late[code])),
            *cluster_checks(where, group.together, found.cluster_by, smaller=smaller(code, group)),
        ]
    return checks


def _no_events(where: str, group: GroupCurves, shown: Sequence[str]) -> list[Check]:
    """Return a note for each cause nobody had."""
    events = dict(zip(group.names, group.found.n_event.sum(axis=1), strict=True))
    return [
        Check("no_events", f"{where}nobody had {name}; only an upper limit is known.", "note", 0.0)
        for name in shown
        if group.people > 1 and events[name] == 0
    ]
