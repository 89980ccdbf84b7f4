"""Cumulative hazards of every group, their rows, and what their reader must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.models.curves.curve_clusters import cluster_checks
from recoveryeval.models.curves.km_checks import alone, few_left, follow_up, late_comers
from recoveryeval.models.curves.nelson_aalen_rows import (
    GroupHazard,
    HazardOptions,
    group_hazard,
    hazard_rows,
)
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.cause_codes import causes_of, renumbered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.survival.nelson_aalen import robust_hazard
from recoveryeval.stats.survival.risk_table import risk_tables


def all_hazards(
    outcome: Outcome, found: SurvivalInput, options: HazardOptions
) -> dict[str, GroupHazard]:
    """Return the hazards of every group, by its label."""
    cells = renumbered(found.cells, outcome)
    names = tuple(causes_of(outcome).values())
    whole = len(found.labels) == 1
    return {
        text: group_hazard(
            cells if whole else cells.where(cells.group == code), names, float(people), options
        )
        for code, (text, people) in enumerate(zip(found.labels, found.people, strict=True))
    }


def all_rows(
    outcome: Outcome,
    groups: Mapping[str, GroupHazard],
    shown: tuple[str, ...],
    options: HazardOptions,
) -> pd.DataFrame:
    """Return the rows of every cause shown and every group."""
    parts = [
        hazard_rows(group, name, options).assign(group=text)
        for name in shown
        for text, group in groups.items()
    ]
    return pd.concat(parts, ignore_index=True).assign(
        outcome=outcome.name, estimand="cumulative hazard", conf_level=options.conf_level
    )


def hazard_checks(
    outcome: Outcome,
    found: SurvivalInput,
    groups: Mapping[str, GroupHazard],
    shown: Sequence[str],
) -> tuple[Check, ...]:
    """Return the checks of each group's hazards."""
    checks: list[Check] = []
    tables = risk_tables(found.cells, len(groups))
    for code, (text, group) in enumerate(groups.items()):
        where = f"Group {text}: " if len(groups) > 1 else ""
        table = tables[code]
        checks += [
            *alone(where, group.people),
            *_no_events(where, group, shown),
            *few_left(where, table, outcome.unit),
            *follow_up(where, table, outcome.unit),
            *late_comers(where, table, float(found.late[code])),
            *cluster_checks(
                where, group.together, found.cluster_by, smaller=_smaller(found, code, group)
            ),
        ]
    return gathered(checks, len(groups))


def _no_events(where: str, group: GroupHazard, shown: Sequence[str]) -> list[Check]:
    """Return a note for each event nobody had."""
    events = dict(zip(group.names, group.found.n_event.sum(axis=1), strict=True))
    return [
        Check("no_events", f"{where}nobody had {name}; only an upper limit is known.", "note", 0.0)
        for name in shown
        if group.people > 1 and events[name] == 0
    ]


def _smaller(found: SurvivalInput, code: int, group: GroupHazard) -> bool:
    """Return whether few clusters gave a smaller error at the end than people on their own do."""
    if group.together.count == 0 or group.together.too_few:
        return False
    cells = found.cells.where(found.cells.group == code)
    some = replace(cells, cause=np.sign(cells.cause))
    joined, apart = (
        robust_hazard(some, 1, clustered=each).std_error[0][-1] for each in (True, False)
    )
    return bool(joined * group.together.factor < apart)
