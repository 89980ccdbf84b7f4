"""Cumulative incidence rows of one group: one curve per cause, and how far each can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.curves.cumulative_incidence_group import GroupIncidence, IncidenceOptions
from recoveryeval.models.curves.cumulative_incidence_limits import incidence_limits
from recoveryeval.models.curves.curve_clusters import (
    NONE,
    corrected,
    curve_clusters,
)
from recoveryeval.models.curves.each_group import each_group
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.glossary import in_order
from recoveryeval.stats.competing.aalen_johansen import AalenJohansen, aalen_johansen
from recoveryeval.stats.survival.cells import Cells
from recoveryeval.stats.survival.risk_table import risk_table
from recoveryeval.stats.survival.time_grid import time_grid

ONE_PERSON = "one person only: no curve can be estimated"
NONE_YET = "nobody had this event: upper limit by an exact method"
NONE_NO_LIMITS = "nobody had this event: no limits, since weights or clusters rule out exact ones"
ALL = "everyone still followed had this event by then: lower limit by an exact method"
ALL_NO_LIMITS = "everyone still followed had this event: no limits, since weights or clusters "
ALL_NO_LIMITS += "rule out exact ones"


def group_incidence(
    cells: Cells, names: tuple[str, ...], people: float, options: IncidenceOptions
) -> GroupIncidence:
    """Return the curves of all causes in one group, with the error asked for."""
    grid = time_grid(cells.entry, cells.time)
    found = aalen_johansen(
        cells, len(names), clustered=options.clustered, errors=options.variance, grid=grid
    )
    together = curve_clusters(cells, options.cluster_by) if options.cluster_by else NONE
    error = found.aalen_error if options.variance == "aalen" else found.std_error
    share = _exact_share(found)
    table, errors = risk_table(cells, grid), error * together.factor
    return GroupIncidence(found, names, people, together, table, share, errors)


def _exact_share(found: AalenJohansen) -> np.ndarray:
    """Return shares (K, T) that are exactly 1 where everybody had the one event that happened."""
    so_far = np.cumsum(found.n_event, axis=1)
    only = so_far == so_far.sum(axis=0)
    return np.where(only & (found.survival == 0), 1.0, np.minimum(found.incidence, 1.0))


def incidence_rows(group: GroupIncidence, name: str, options: IncidenceOptions) -> dict[str, Any]:
    """Return one row per distinct time of one cause: values (T,) or one for all, by column."""
    place, found = group.names.index(name), group.found
    estimate = group.share[place]
    inside = (estimate > 0) & (estimate < 1)
    low, high = incidence_limits(group, place, options)
    status, reason = _trust(group, place, options)
    usual = f"{options.method}{corrected(group.together)}, {options.conf_type} limits"
    return {
        "cause": name,
        "time": found.time,
        "estimate": estimate,
        "std_error": np.where(inside, group.error[place], np.nan),
        "conf_low": low,
        "conf_high": high,
        "n": group.people,
        "n_event": found.n_event[place],
        "n_censor": found.n_censor,
        "n_risk": found.n_risk,
        "status": status,
        "method": _either(inside, usual, options.edge_method),
        "reason": reason,
    }


def all_groups(
    outcome: Outcome, found: SurvivalInput, options: IncidenceOptions
) -> dict[str, GroupIncidence]:
    """Return the curves of every group, by its label."""
    return each_group(
        outcome, found, lambda cells, names, people: group_incidence(cells, names, people, options)
    )


def all_rows(
    outcome: Outcome,
    groups: Mapping[str, GroupIncidence],
    shown: tuple[str, ...],
    options: IncidenceOptions,
) -> pd.DataFrame:
    """Return the rows of every cause shown and every group."""
    parts = [
        incidence_rows(group, name, options) | {"group": text}
        for name in shown
        for text, group in groups.items()
    ]
    words = {"outcome": outcome.name, "estimand": "cumulative incidence"}
    # One frame made at once: with continuous times there is a row per person.
    rows = words | _under_each_other(parts) | {"conf_level": options.conf_level}
    return pd.DataFrame({name: rows[name] for name in in_order(rows)}, copy=False)


def _under_each_other(parts: Sequence[Mapping[str, Any]]) -> dict[str, np.ndarray]:
    """Return columns in which each part's values, or its one value, fill the part's rows."""
    ends = np.cumsum([part["time"].size for part in parts])
    columns = {}
    for name, first in parts[0].items():
        column = np.empty(
            ends[-1], dtype=np.float64 if np.asarray(first).dtype == float else object
        )
        for part, stop in zip(parts, ends, strict=True):
            column[stop - part["time"].size : stop] = part[name]
        columns[name] = column
    return columns


def _trust(group: GroupIncidence, place: int, options: IncidenceOptions) -> tuple[Any, Any]:
    """Return status and reason of all rows, or of each (T,) where they differ."""
    if group.people <= 1:
        return "not_estimable", ONE_PERSON
    if not group.found.n_event[place].any():
        return ("flagged", NONE_NO_LIMITS) if options.robust else ("fallback", NONE_YET)
    if group.together.too_few:
        return "flagged", group.together.reason
    whole = group.share[place] >= 1
    if not whole.any():
        return "ok", ""
    reason = ALL_NO_LIMITS if options.robust else ALL
    return _either(whole, "flagged", "ok"), _either(whole, reason, "")


def _either(mask: np.ndarray, yes: str, no: str) -> np.ndarray:
    """Return one of two texts for each row of a mask (T,)."""
    return np.array([no, yes], dtype=object)[mask.astype(np.intp)]
