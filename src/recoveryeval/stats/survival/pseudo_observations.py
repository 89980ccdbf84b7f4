"""Pseudo-observations: what each person adds to a mean, so that a mean can be regressed.

With theta the estimate from all N people and theta(-i) that without person i, the
pseudo-observation N theta - (N - 1) theta(-i) stands in for the person's own value, censored or not
(Andersen, Klein and Rosthoj 2003, doi:10.1093/biomet/90.1.15). Leaving one person out changes the
curve by known factors, so all N come from running products and sums, exactly.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.stats.competing.counted_curve import per
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.risk_table import at_risk, total
from recoveryeval.stats.survival.time_grid import time_grid


def _refuse(cells: Cells) -> None:
    """Raise on weights and on delayed entry."""
    if cells.enters_late or not bool(np.all(cells.weight == 1.0)):
        raise EstimationError(
            "Pseudo-observations are not defined for weights or delayed entry",
            code="RE-E40",
            do="Leave them out.",
        )


def restricted_mean_pseudo(cells: Cells, horizon: float) -> Floats:
    """Return pseudo-observations (N,) of the time without the event up to ``horizon``.

    All people of a cell share one. Beyond the last time a curve stays where it was.
    """
    _refuse(cells)
    grid = time_grid(cells.entry, cells.time)
    risk, event = at_risk(grid, cells.n), total(grid, cells.n * cells.event)
    people = float(cells.n.sum())
    survival = np.cumprod(1.0 - event / risk)
    without = np.cumprod(1.0 - np.minimum(per(event, risk - 1.0), 1.0))
    time = np.minimum(grid.time, horizon)
    edges = np.concatenate([[0.0], time])
    widths = np.diff(np.append(edges, horizon))
    mean = float(widths @ np.concatenate([[1.0], survival]))
    before = np.concatenate([[1.0], without[:-1]])
    # Area up to each time by the curve without the person, and from it on by the full curve.
    area = np.cumsum(widths[:-1] * before)
    ahead = np.cumsum((widths[1:] * survival)[::-1])[::-1]
    flat = per(ahead, survival)
    flat = np.where(survival > 0, flat, horizon - time)
    last = grid.last
    own = 1.0 - per(event[last] - cells.event, risk[last] - 1.0)
    left_out = area[last] + before[last] * own * flat[last]
    return np.asarray(people * mean - (people - 1.0) * left_out)


def incidence_pseudo(cells: Cells, horizon: float) -> Floats:
    """Return pseudo-observations (N,) of having had event 1 by ``horizon``; others compete with it.

    All people of a cell share one.
    """
    _refuse(cells)
    grid = time_grid(cells.entry, cells.time)
    risk, event = at_risk(grid, cells.n), total(grid, cells.n * cells.event)
    first = total(grid, cells.n * (cells.cause == 1)) * (grid.time <= horizon)
    people = float(cells.n.sum())
    survival = np.cumprod(1.0 - event / risk)
    before = np.concatenate([[1.0], survival[:-1]])
    added = before * first / risk
    # What others add after each time, per share still free at it.
    ahead = per(np.cumsum(added[::-1])[::-1] - added, survival)
    without = np.cumprod(1.0 - np.minimum(per(event, risk - 1.0), 1.0))
    free = np.concatenate([[1.0], without[:-1]])
    so_far = np.cumsum(free * per(first, risk - 1.0))
    earlier = np.concatenate([[0.0], so_far[:-1]])
    last = grid.last
    left = risk[last] - 1.0
    counted = (cells.cause == 1) & (cells.time <= horizon)
    kept = 1.0 - per(event[last] - cells.event, left)
    at_end = per(first[last] - counted, left) + kept * ahead[last]
    left_out = earlier[last] + free[last] * at_end
    return np.asarray(people * added.sum() - (people - 1.0) * left_out)
