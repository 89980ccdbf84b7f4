"""Distinct intervals and how many people share each, so that rows and counts are one thing."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.survival.cells import Floats


def interval_cells(left: Floats, right: Floats, n: Floats) -> tuple[Floats, Floats, Floats]:
    """Return left and right end (M,) of distinct intervals in order, and people (M,) in each.

    A resampled study draws from these, so that neither the order of rows nor the way they are
    counted changes what is drawn.
    """
    ends, which = np.unique(np.stack([left, right]), axis=1, return_inverse=True)
    people = np.bincount(np.ravel(which), n, minlength=ends.shape[1])
    present = people > 0
    return ends[0][present], ends[1][present], people[present]


def look_points(left: Floats, right: Floats) -> Floats:
    """Return every finite end and, between two neighbors, one time that stands for the gap.

    Zero is the first, and the points (2G - 1,) alternate: end, gap, end, ... A curve of intervals
    with these ends takes no value that it does not take at one of them.
    """
    ends = np.unique(np.concatenate([[0.0], left, right]))
    ends = ends[np.isfinite(ends)]
    points = np.empty(2 * ends.size - 1)
    points[::2] = ends
    points[1::2] = (ends[:-1] + ends[1:]) / 2
    return points
