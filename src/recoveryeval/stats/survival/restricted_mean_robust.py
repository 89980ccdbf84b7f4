"""How each row pulls the restricted mean of its group: the basis of robust and clustered errors.

The infinitesimal jackknife. With R(s) the area ahead of s up to the horizon, a row with entry a,
end x and event e pulls by its weight times

    sum over a < s <= x of R(s) d(s) / (Y(s) (Y(s) - d(s))) - e R(x) / (Y(x) - d(x)).
"""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.competing.counted_curve import per
from recoveryeval.stats.survival.cells import Cells, Floats
from recoveryeval.stats.survival.product_limit import product_limit
from recoveryeval.stats.survival.risk_table import RiskTable
from recoveryeval.stats.survival.time_grid import time_grid


def restricted_mean_pull(cells: Cells, table: RiskTable, horizon: float) -> Floats:
    """Return the pull (N,) of one person of each row of a group on its restricted mean."""
    grid = time_grid(cells.entry, cells.time)
    survival = product_limit(table).survival
    time = np.minimum(table.time, horizon)
    areas = np.diff(np.append(time, horizon)) * survival
    ahead = np.cumsum(areas[::-1])[::-1]
    left = np.maximum(table.weight_risk - table.weight_event, 0.0)
    drift = ahead * per(table.weight_event, table.weight_risk * left)
    running = np.concatenate([[0.0], np.cumsum(drift)])
    own = cells.event * per(ahead, left)[grid.last]
    return np.asarray(cells.weight * (running[grid.last + 1] - running[grid.first] - own))
