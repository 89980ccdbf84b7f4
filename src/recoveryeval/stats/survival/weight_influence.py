"""What rows do to an estimate by moving the weights that keep people in later risk sets.

The weight of a person who stays falls with each censoring, and rises with each late entry, after
their competing event. ``slope`` of an estimate says by how much it moves per unit fall of log W at
each distinct time; the censoring (entry) distribution moves log W by its own martingale.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recoveryeval.stats.competing.counted_curve import DUST, per
from recoveryeval.stats.competing.fine_gray_data import FineGrayData
from recoveryeval.stats.survival.cells import Floats


def weight_pulls(data: FineGrayData, slope: Callable[[int], Floats]) -> Floats:
    """Return the pulls (k, N) of one person of each row on k estimates.

    ``slope`` gives, for a censoring group, the slopes (k, D + 1); their last column, past all
    times, is 0.
    """
    w = data.weights
    slopes = [slope(c) for c in range(w.before.shape[0])]
    pulls = np.zeros((slopes[0].shape[0], data.amount.size))
    for c, q in enumerate(slopes):
        rows = np.flatnonzero(w.group == c)
        pulls[:, rows] += _from_censoring(data, q, c)[:, rows]
    if w.entered.size:
        pulls += _from_entry(data, np.sum(slopes, axis=0))
    return pulls


def stayed(data: FineGrayData, relative: Floats, c: int) -> Floats:
    """Return risk, and risk times x, (1 + p, D) of those in group c who stay, by each time.

    By the rule "crr" a censoring at u counts for those whose competing event came before u, at
    times from u on; by "finegray" for those whose event came at u or before, at times after u.
    """
    mine = np.flatnonzero(data.stay_group == c)
    rows = data.stay_row[mine]
    risk = data.amount[rows] * relative[rows] * data.stay_factor[mine]
    place, size = data.weights.grid.last[rows], data.event.size
    sums = np.stack([np.bincount(place, v, size) for v in [risk, *(risk * data.x[:, rows])]])
    if data.weights.ties == "crr":
        sums = np.concatenate([np.zeros((data.p + 1, 1)), sums[:, :-1]], axis=1)
    return np.asarray(sums.cumsum(axis=1))


def ahead(data: FineGrayData, steps: Floats, c: int) -> Floats:
    """Return sums (k, D) of W times steps (k, D) over the times still to come."""
    weighted = data.weights.before[c] * steps
    sums = weighted[:, ::-1].cumsum(axis=1)[:, ::-1]
    return np.asarray(sums if data.weights.ties == "crr" else sums - weighted)


def _from_censoring(data: FineGrayData, q: Floats, c: int) -> Floats:
    """Return what rows (k, N) do through the censoring distribution of group c."""
    w = data.weights
    risk, censored = w.at_risk[c], w.censored[c]
    left = np.where(risk - censored > DUST * risk, risk - censored, 0.0)
    base = risk if w.ties == "crr" else left
    jump = per(np.ones_like(base), base) * q[:, :-1]
    drift = jump * per(censored, risk)
    running = np.concatenate([np.zeros((q.shape[0], 1)), drift.cumsum(axis=1)], axis=1)
    own = data.event_row, data.stay_row
    stop = w.grid.last + 1
    if w.ties == "finegray":
        for rows in own:
            stop[rows] -= 1
    out = running[:, w.grid.first] - running[:, np.maximum(stop, w.grid.first)]
    lost = np.ones(data.amount.size, dtype=bool)
    for rows in own:
        lost[rows] = False
    out[:, lost] += jump[:, w.grid.last[lost]]
    return np.asarray(out)


def _from_entry(data: FineGrayData, q: Floats) -> Floats:
    """Return what rows (k, N) do through the distribution of entry.

    An entry at a moves W between the last time up to a and the next one: the slope there is that
    of the last distinct time.
    """
    w = data.weights
    left = np.where(w.entry_risk - w.entered > DUST * w.entry_risk, w.entry_risk - w.entered, 0.0)
    at = np.where(w.entry_first > 0, q[:, w.entry_first - 1], 0.0)
    jump = per(np.ones_like(left), left) * at
    drift = jump * per(w.entered, w.entry_risk)
    running = np.concatenate([np.zeros((q.shape[0], 1)), drift.cumsum(axis=1)], axis=1)
    # Under observation at entries from one's own on, up to the last one before one's end.
    before_end = np.searchsorted(w.entry_first, w.grid.last, side="right")
    own = np.maximum(w.entry, 0)
    out = running[:, np.maximum(before_end, own)] - running[:, own]
    late = np.flatnonzero(w.entry >= 0)
    out[:, late] -= jump[:, w.entry[late]]
    return np.asarray(out)
