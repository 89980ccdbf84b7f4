"""Score test of proportional hazards: whether a log hazard ratio changes with time.

The exact score test (Grambsch and Therneau 1994, doi:10.1093/biomet/81.3.515, in the form without
the approximation of constant variance): the score of x g(t), with its information given x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.hazards.cox_data import CoxData
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_likelihood import hazard_seen, weighted_information
from recoveryeval.stats.hazards.cox_steps import Steps, cox_steps
from recoveryeval.stats.survival.cells import Cells, Floats, Ints
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import risk_table
from recoveryeval.stats.survival.time_grid import distinct

TimeTransform = Literal["km", "rank", "identity", "log"]


@dataclass(frozen=True, slots=True, eq=False)
class ProportionalHazards:
    """Chi-square statistics and degrees of freedom (K,) of the terms, and of all of them together.

    ``transformed`` (T,) is g at the event times ``time`` (T,).
    """

    time: Floats
    transformed: Floats
    statistic: Floats
    df: Ints
    global_statistic: float
    global_df: int


def proportional_hazards(
    fit: CoxFit,
    cells: Cells,
    *,
    transform: TimeTransform = "km",
    terms: Sequence[Sequence[int]] | None = None,
) -> ProportionalHazards:
    """Return the test for each term, a list of columns of x; by default each column is a term.

    ``cells`` are the rows the model was fitted to. An event at time 0 has no logarithm: the
    statistics are then NaN.
    """
    data, steps = fit.data, cox_steps(fit.data, fit.beta)
    g = transformed_times(cells, data.layout.time, transform)
    score, information = _score_and_information(data, steps, g)
    columns = [[j] for j in range(data.p)] if terms is None else [list(term) for term in terms]
    everything = list(range(data.p))
    return ProportionalHazards(
        time=data.layout.time,
        transformed=g,
        statistic=np.array([_statistic(score, information, term) for term in columns]),
        df=np.array([len(term) for term in columns], dtype=np.int64),
        global_statistic=_statistic(score, information, everything),
        global_df=data.p,
    )


def transformed_times(cells: Cells, times: Floats, transform: TimeTransform) -> Floats:
    """Return g (T,) of times (T,): one less survival before, rank among all times, t or log t."""
    if transform == "identity":
        return times
    if transform == "log":
        with np.errstate(divide="ignore"):
            return np.log(times)
    if transform == "rank":
        levels, index = distinct(cells.time)
        count = np.bincount(index, weights=cells.n)
        middle = np.cumsum(count) - (count - 1) / 2
        return np.asarray(middle[np.searchsorted(levels, times)])
    people = replace(cells, weight=np.ones_like(cells.weight))
    curve = product_limit(risk_table(people))
    before = np.concatenate([[1.0], curve.survival])
    return np.asarray(1.0 - before[np.searchsorted(curve.time, times, side="left")])


def _score_and_information(
    data: CoxData, steps: Steps, g: Floats
) -> tuple[Floats, NDArray[np.float64]]:
    """Return the score (p,) of x g(t), and its information (p, p) given x."""
    if not np.isfinite(g).all():
        return np.full(data.p, np.nan), np.full((data.p, data.p), np.nan)
    k = g - float(g @ steps.weight) / float(steps.weight.sum())
    rows = data.event_row
    where = data.layout.last[rows]
    score = (data.x[:, rows] - steps.mean_x[:, where]) @ (data.amount[rows] * k[where])
    within, cross, own = (
        weighted_information(data, steps, steps.risk * hazard_seen(data, steps, power), power)
        for power in (k**2, k, np.ones_like(k))
    )
    return score, np.asarray(within - cross @ np.linalg.solve(own, cross))


def _statistic(score: Floats, information: NDArray[np.float64], term: list[int]) -> float:
    """Return the chi-square statistic of some columns; NaN where nothing can be learned."""
    block = information[np.ix_(term, term)]
    if not np.isfinite(block).all() or np.linalg.matrix_rank(block, hermitian=True) < len(term):
        return float("nan")
    return float(score[term] @ np.linalg.solve(block, score[term]))
