"""Cumulative incidence of each of several causes (Aalen and Johansen 1978), ties as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.stats.competing.counted_curve import counted_curve, per
from recoveryeval.stats.competing.counted_influence import counted_error
from recoveryeval.stats.survival.cells import CENSORED, Cells, Floats
from recoveryeval.stats.survival.risk_table import at_risk, total
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid


@dataclass(frozen=True, slots=True, eq=False)
class AalenJohansen:
    """Incidence (K, T) of each cause at the distinct times (T,), with two standard errors (K, T).

    ``std_error`` is the infinitesimal jackknife's, ``aalen_error`` Aalen's (NaN with weights);
    one that was not asked for is NaN. ``survival`` (T,) is the chance of no event yet.
    ``n_event`` (K, T), ``n_risk`` and ``n_censor`` (T,) count people.
    """

    time: Floats
    n_risk: Floats
    n_event: Floats
    n_censor: Floats
    incidence: Floats
    std_error: Floats
    aalen_error: Floats
    survival: Floats


def aalen_johansen(
    cells: Cells,
    n_causes: int,
    *,
    clustered: bool = False,
    errors: Literal["both", "jackknife", "aalen"] = "both",
    grid: TimeGrid | None = None,
) -> AalenJohansen:
    """Return the incidence of causes 1 .. ``n_causes`` among all cells (N,) together."""
    grid = time_grid(cells.entry, cells.time) if grid is None else grid
    curves = [
        counted_curve(cells, cells.cause == cause, cells.event, grid=grid)
        for cause in range(1, n_causes + 1)
    ]
    n_risk = at_risk(grid, cells.n)
    n_event = np.stack([total(grid, cells.n * curve.row_counted) for curve in curves])
    incidence = np.stack([curve.estimate for curve in curves])
    jackknife = aalen = np.full(incidence.shape, np.nan)
    if errors != "aalen":
        jackknife = np.stack([counted_error(cells, c, clustered=clustered) for c in curves])
    if errors != "jackknife" and bool(np.all(cells.weight == 1.0)):
        others = n_event.sum(axis=0) - n_event
        parts = zip(n_event, others, incidence, strict=True)
        aalen = np.stack([_aalen_error(n_risk, *part) for part in parts])
    return AalenJohansen(
        time=grid.time,
        n_risk=n_risk,
        n_event=n_event,
        n_censor=total(grid, cells.n * (cells.cause == CENSORED)),
        incidence=incidence,
        std_error=jackknife,
        aalen_error=aalen,
        survival=curves[0].survival,
    )


def _aalen_error(risk: Floats, event: Floats, other: Floats, incidence: Floats) -> Floats:
    """Return Aalen's standard error (T,): events of each kind as hypergeometric at their time.

    An event at s moves F(t) by S(s-)/Y (1 - r) if it is of the cause, by -S(s-)/Y r if not, where
    r = (F(t) - F(s)) / S(s) is what those who stay will still lose to the cause.
    """
    survival = np.cumprod(1.0 - per(event + other, risk))
    before = np.concatenate([[1.0], survival[:-1]])
    sums = np.zeros((3, risk.size))
    done = incidence[-1] - incidence
    # The pull is level + done(t) * slope, with all that depends on s in level and slope.
    slope = per(np.ones_like(survival), survival)
    for count, own in ((event, 1.0), (other, 0.0)):
        tie = 1.0 - per(count - 1.0, risk - 1.0) * (count > 1)
        size = tie * count * per(before, risk) ** 2
        level = own - done * slope
        usable = size * ((survival > 0) | (own > 0))
        sums += usable * np.stack([level**2, 2 * level * slope, slope**2])
    square, cross, slopes = np.cumsum(sums, axis=1)
    return np.asarray(np.sqrt(np.maximum(square + done * (cross + done * slopes), 0.0)))
