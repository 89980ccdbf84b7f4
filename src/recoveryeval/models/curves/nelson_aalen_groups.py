"""Cumulative hazards of every group, their rows, and what their reader must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.models.curves.each_group import each_group, group_checks
from recoveryeval.models.curves.nelson_aalen_rows import (
    GroupHazard,
    HazardOptions,
    group_hazard,
    hazard_rows,
)
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.survival.nelson_aalen import robust_hazard
from recoveryeval.stats.survival.risk_table import risk_tables


def all_hazards(
    outcome: Outcome, found: SurvivalInput, options: HazardOptions
) -> dict[str, GroupHazard]:
    """Return the hazards of every group, by its label."""
    return each_group(
        outcome, found, lambda cells, names, people: group_hazard(cells, names, people, options)
    )


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
    tables = risk_tables(found.cells, len(groups))
    checks = group_checks(
        (outcome, found), groups, tables, shown, smaller=lambda *of: _smaller(found, *of)
    )
    return gathered(checks, len(groups))


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
