"""Rates of groups, their ratios and differences: exact limits of counts, and robust ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from recoveryeval.models.count_models.rates_exact import (
    ExactRate,
    difference_row,
    rate_row,
    ratio_row,
)
from recoveryeval.models.count_models.rates_input import FEW, RateRows
from recoveryeval.models.count_models.rates_robust import (
    GroupRates,
    robust_comparisons,
    robust_rate,
)
from recoveryeval.models.groups import Groups
from recoveryeval.models.too_few_clusters import LEAST, LONE, no_error
from recoveryeval.stats.answers.count_fit import count_fit
from recoveryeval.stats.answers.count_records import CountData
from recoveryeval.stats.answers.count_variance import working_coefficients
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.sandwich import dense_codes


def group_rates(rows: RateRows, group: Groups) -> GroupRates:
    """Return events, time and robust log rates of each group."""
    k, codes = len(group.labels), group.codes
    events = np.bincount(codes, rows.amount * rows.y, minlength=k)
    exposure = np.bincount(codes, rows.amount * rows.exposure, minlength=k)
    clusters = np.array([_clusters(rows, codes == g) for g in range(k)])
    both = [_clusters(rows, (codes == g) | (codes == 0)) for g in range(k)]
    named = rows.named_clusters
    some, few = events > 0, bool(clusters.min() < FEW)
    place = np.where(some, np.cumsum(some) - 1, -1)
    return GroupRates(
        labels=group.labels,
        events=events,
        exposure=exposure,
        people=np.array([rows.people(codes == g) for g in range(k)]),
        coefficients=_log_rates(rows, place[codes], few=few),
        place=place,
        alone=(clusters < 2) & (not named),
        few=few,
        without=tuple(no_error(int(c)) if named and c < LEAST else "" for c in clusters),
        apart=tuple(_apart(clusters[[0, g]], both[g]) if named else "" for g in range(k)),
    )


def _clusters(rows: RateRows, own: np.ndarray) -> int:
    """Return how many clusters, or people, the rows of a mask (rows,) come from."""
    if rows.sampling.cluster is None:
        return int(rows.sampling.n[own].sum())
    return dense_codes(rows.sampling.cluster[own])[1]


def _apart(clusters: np.ndarray, both: int) -> str:
    """Return why two groups of so many clusters, together ``both``, cannot be told apart."""
    if both < LEAST:
        return no_error(both)
    return LONE if clusters.min() < 2 else ""


def _log_rates(rows: RateRows, place: np.ndarray, *, few: bool) -> Coefficients:
    """Return the log rate of each group with events, robust."""
    used = rows.where(place >= 0)
    if not len(used.frame):
        return Coefficients(np.empty(0), np.empty((0, 0)))
    own = place[place >= 0]
    x = (own[:, None] == np.arange(own.max() + 1)).astype(float)
    data = CountData(used.y, used.exposure, x, used.amount)
    return working_coefficients(data, count_fit(data, "poisson"), used.sampling, few=few)


def rate_table(
    found: GroupRates, *, per: float, conf_level: float, exact: bool, spread: str
) -> list[dict[str, Any]]:
    """Return the rows of all rates, then of all comparisons with the first group.

    ``spread`` says why exact limits are doubtful; empty where they are not.
    """
    kept = [g for g in range(len(found.labels)) if found.place[g] >= 0 or not exact]
    rows = [robust_rate(found, g, per, conf_level) for g in kept]
    known = [
        ExactRate(label, events, exposure, people, per, conf_level, spread)
        for label, events, exposure, people in zip(
            found.labels, found.events, found.exposure, found.people, strict=True
        )
    ]
    if exact:
        rows += [rate_row(one) for one in known]
    for g in range(1, len(found.labels)):
        if g in kept and 0 in kept:
            rows += robust_comparisons(found, g, per, conf_level)
        if exact:
            rows += [ratio_row(known[g], known[0]), difference_row(known[g], known[0])]
    return rows
