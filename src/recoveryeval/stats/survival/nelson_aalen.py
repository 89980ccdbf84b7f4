"""Cumulative hazard of each of several causes (Nelson, Aalen), ties by either rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.stats.competing.counted_curve import counted_curve
from recoveryeval.stats.competing.counted_influence import counted_error
from recoveryeval.stats.hazards.efron_sums import efron_sums
from recoveryeval.stats.survival.cells import CENSORED, Cells, Floats
from recoveryeval.stats.survival.risk_table import at_risk, total
from recoveryeval.stats.survival.time_grid import TimeGrid, time_grid

HazardTies = Literal["nelson", "fleming-harrington"]


@dataclass(frozen=True, slots=True, eq=False)
class NelsonAalen:
    """Cumulative hazard (K, T) of each cause at the distinct times (T,), with its error (K, T).

    ``n_event`` (K, T), ``n_risk`` and ``n_censor`` (T,) count people.
    """

    time: Floats
    n_risk: Floats
    n_event: Floats
    n_censor: Floats
    hazard: Floats
    std_error: Floats


def nelson_aalen(cells: Cells, n_causes: int, *, ties: HazardTies = "nelson") -> NelsonAalen:
    """Return the hazards of causes 1 .. ``n_causes`` of cells (N,), with Poisson errors.

    By Nelson's rule d tied events among Y people add d / Y; by Fleming and Harrington's they leave
    one after the other and add 1/Y + 1/(Y - 1) + ...; variances add the squares. Weights are
    ignored: they go with ``robust_hazard``.
    """
    grid = time_grid(cells.entry, cells.time)
    n_risk = at_risk(grid, cells.n)
    n_event = _events(cells, grid, n_causes)
    steps = [_steps(n_risk, event, ties) for event in n_event]
    return NelsonAalen(
        time=grid.time,
        n_risk=n_risk,
        n_event=n_event,
        n_censor=total(grid, cells.n * (cells.cause == CENSORED)),
        hazard=np.stack([np.cumsum(rise) for rise, _ in steps]),
        std_error=np.stack([np.sqrt(np.cumsum(square)) for _, square in steps]),
    )


def robust_hazard(cells: Cells, n_causes: int, *, clustered: bool) -> NelsonAalen:
    """Return the weighted hazards by Nelson's rule, with errors of the infinitesimal jackknife."""
    nothing = np.zeros(cells.time.size, dtype=bool)  # events end nothing: each is a count
    curves = [counted_curve(cells, cells.cause == k, nothing) for k in range(1, n_causes + 1)]
    grid = curves[0].grid
    return NelsonAalen(
        time=grid.time,
        n_risk=at_risk(grid, cells.n),
        n_event=_events(cells, grid, n_causes),
        n_censor=total(grid, cells.n * (cells.cause == CENSORED)),
        hazard=np.stack([curve.estimate for curve in curves]),
        std_error=np.stack([counted_error(cells, c, clustered=clustered) for c in curves]),
    )


def _events(cells: Cells, grid: TimeGrid, n_causes: int) -> Floats:
    """Return events (K, T) of each cause, in people."""
    return np.stack([total(grid, cells.n * (cells.cause == k)) for k in range(1, n_causes + 1)])


def _steps(risk: Floats, event: Floats, ties: HazardTies) -> tuple[Floats, Floats]:
    """Return by how much hazard and variance rise at each time (T,)."""
    rise, square = np.zeros_like(risk), np.zeros_like(risk)
    some = event > 0
    if ties == "nelson":
        rise[some] = event[some] / risk[some]
        square[some] = event[some] / risk[some] ** 2
    elif some.any():
        sums = efron_sums(risk[some], event[some], event[some])
        rise[some], square[some] = sums.inverse, sums.inverse2
    return rise, square
