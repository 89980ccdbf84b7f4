"""Sums over the rows of each cluster, followed through time by the moments at which they change.

A table of clusters by times would grow with both. A cluster's sum changes only when one of its
rows begins or ends, so that two moments per row hold all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.sandwich import dense_codes
from recoveryeval.stats.survival.cells import Floats, Ints
from recoveryeval.stats.survival.segments import segments
from recoveryeval.stats.survival.time_grid import TimeGrid


@dataclass(frozen=True, slots=True, eq=False)
class ClusterSteps:
    """Steps (k, C) of k sums, sorted by cluster and time, at places (C,) on the time grid.

    ``total`` (k, C) is what the sums of the step's cluster come to, and ``later`` (k, C) what the
    step and those after it add.
    """

    place: Ints
    step: Floats
    total: Floats
    later: Floats


def cluster_steps(cluster: Ints, grid: TimeGrid, enter: Floats, leave: Floats) -> ClusterSteps:
    """Return the steps of rows (N,) that add ``enter`` (k, N) on entry and ``leave`` at the end."""
    size = grid.time.size
    base = dense_codes(cluster)[0] * size
    key = np.concatenate([base + grid.first, base + grid.last])
    step = np.concatenate([enter, leave], axis=1)
    order = np.argsort(key, kind="stable")
    key, step = key[order], step[:, order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    key, step = key[starts], np.add.reduceat(step, starts, axis=1)
    bounds = np.append(np.flatnonzero(np.diff(key // size, prepend=-1)), key.size)
    later = segments(bounds).suffix_sums(step)
    total = np.repeat(later[:, bounds[:-1]], np.diff(bounds), axis=1)
    return ClusterSteps(key % size, step, total, later)
