"""What a reader of cumulative incidences must know: no events, few people, late ones, clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from recoveryeval.models.curves.cumulative_incidence_group import GroupIncidence
from recoveryeval.models.curves.each_group import group_checks
from recoveryeval.models.gathered_checks import gathered
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.competing.aalen_johansen import aalen_johansen


def incidence_checks(
    outcome: Outcome,
    found: SurvivalInput,
    groups: Mapping[str, GroupIncidence],
    shown: Sequence[str],
) -> tuple[Check, ...]:
    """Return the checks of each group's curves."""
    tables = [group.table for group in groups.values()]
    checks = group_checks(
        (outcome, found), groups, tables, shown, smaller=lambda *of: _smaller(found, *of)
    )
    return gathered([*_one_cause(outcome, groups), *checks], len(groups))


def _one_cause(outcome: Outcome, groups: Mapping[str, GroupIncidence]) -> list[Check]:
    """Return a note where only one of the declared events ever happened."""
    if outcome.kind != "competing":
        return []
    total = sum(group.found.n_event.sum(axis=1) for group in groups.values())
    if int((np.asarray(total) > 0).sum()) != 1:
        return []
    only = next(iter(groups.values())).names[int(np.argmax(total))]
    told = (
        f"{only} is the only event that happened, so nothing competed with it and its curve is one "
        "minus Kaplan-Meier. Make sure that other events were recorded."
    )
    return [Check("one_cause", told, "note", float(np.sum(total)))]


def _smaller(found: SurvivalInput, code: int, group: GroupIncidence) -> bool:
    """Return whether few clusters gave a smaller error at the end than people on their own do."""
    if group.together.count == 0 or group.together.too_few:
        return False
    cells = found.cells.where(found.cells.group == code)
    some = replace(cells, cause=np.sign(cells.cause))  # any event, so that one curve speaks for all
    together, apart = (
        aalen_johansen(some, 1, clustered=each).std_error[0] * factor
        for each, factor in ((True, group.together.factor), (False, 1.0))
    )
    inside = np.flatnonzero((group.found.survival > 0) & (group.found.survival < 1))
    return inside.size > 0 and bool(together[inside[-1]] < apart[inside[-1]])
