"""Influence of rows on a Fine-Gray model, with the part that comes from estimating the weights.

A row pulls the coefficients by its own score, and by moving the censoring (and entry) distribution
that weighs people with a competing event. Leaving the second part out makes errors too small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.stats.cells import Floats
from recoveryeval.stats.counted_curve import DUST, per
from recoveryeval.stats.fine_gray import FineGrayFit, FineGraySteps, fine_gray_steps
from recoveryeval.stats.fine_gray_data import FineGrayData
from recoveryeval.stats.sandwich import sandwich


def fine_gray_influence(fit: FineGrayFit, *, weights_known: bool = False) -> NDArray[np.float64]:
    """Return how far one person of each row moves the coefficients (N, p).

    ``weights_known`` leaves out the estimation of the weights (R's ``coxph`` on ``finegray`` data).
    """
    data = fit.data
    steps = fine_gray_steps(data, fit.beta)
    scores = data.weight * _own_scores(data, steps)
    if not weights_known and data.stay_row.size:
        scores = scores + _weight_scores(data, steps)
    return np.asarray((scores.T * data.scale) @ fit.inverse_information)


def fine_gray_covariance(
    fit: FineGrayFit, cluster: ArrayLike | None = None, *, weights_known: bool = False
) -> NDArray[np.float64]:
    """Return the robust covariance (p, p); ``cluster`` (N,) holds integer codes of the rows."""
    pulls = fine_gray_influence(fit, weights_known=weights_known).T
    codes = None if cluster is None else np.asarray(cluster, dtype=np.int64)
    return sandwich(pulls, fit.data.n, codes)


def _own_scores(data: FineGrayData, steps: FineGraySteps) -> Floats:
    """Return each row's own score (p, N), per person."""
    seen = data.seen(np.vstack([steps.hazard, steps.hazard * steps.mean_x]))
    scores = -steps.relative * (data.x * seen[0] - seen[1:])
    rows = data.event_row
    scores[:, rows] += data.x[:, rows] - steps.mean_x[:, data.weights.grid.last[rows]]
    return np.asarray(scores)


def _weight_scores(data: FineGrayData, steps: FineGraySteps) -> Floats:
    """Return what each row (p, N) does to the score by moving the weights, per person."""
    w = data.weights
    scores = np.zeros_like(data.x)
    everywhere = np.zeros((data.p, w.grid.time.size + 1))
    for c in range(w.before.shape[0]):
        q = _by_hazard(data, steps, c)
        rows = np.flatnonzero(w.group == c)
        scores[:, rows] += _from_censoring(data, q, c)[:, rows]
        everywhere += q
    if w.entered.size:
        scores += _from_entry(data, everywhere)
    return scores


def _by_hazard(data: FineGrayData, steps: FineGraySteps, c: int) -> Floats:
    """Return the slope (p, D + 1) of the score by a drop of W in group c at each distinct time.

    By the rule "crr" a drop at u counts for those whose competing event came before u, at times
    from u on; by "finegray" for those whose event came at u or before, at times after u. The last
    column, past all times, is 0.
    """
    w, size = data.weights, data.event.size
    mine = np.flatnonzero(data.stay_group == c)
    rows = data.stay_row[mine]
    stays = data.amount[rows] * steps.relative[rows] * data.stay_factor[mine]
    place = w.grid.last[rows]
    joined = np.stack([np.bincount(place, v, size) for v in [stays, *(stays * data.x[:, rows])]])
    joined = joined.cumsum(axis=1)
    hazard = w.before[c] * steps.hazard
    ahead = np.vstack([hazard, hazard * steps.mean_x])[:, ::-1].cumsum(axis=1)[:, ::-1]
    empty = np.zeros((data.p + 1, 1))
    if w.ties == "crr":
        joined = np.concatenate([empty, joined[:, :-1]], axis=1)
    else:
        ahead = np.concatenate([ahead[:, 1:], empty], axis=1)
    slope = joined[1:] * ahead[0] - joined[0] * ahead[1:]
    return np.concatenate([slope, empty[1:]], axis=1)


def _from_censoring(data: FineGrayData, q: Floats, c: int) -> Floats:
    """Return what rows (p, N) do through the censoring distribution of group c."""
    w = data.weights
    risk, censored = w.at_risk[c], w.censored[c]
    left = np.where(risk - censored > DUST * risk, risk - censored, 0.0)
    base = risk if w.ties == "crr" else left
    jump = per(np.ones_like(base), base) * q[:, :-1]
    drift = jump * per(censored, risk)
    running = np.concatenate([np.zeros((data.p, 1)), drift.cumsum(axis=1)], axis=1)
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
    """Return what rows (p, N) do through the distribution of entry.

    An entry at a moves W between the last time up to a and the next one: the slope there is that
    of the last distinct time.
    """
    w = data.weights
    left = np.where(w.entry_risk - w.entered > DUST * w.entry_risk, w.entry_risk - w.entered, 0.0)
    at = np.where(w.entry_first > 0, q[:, w.entry_first - 1], 0.0)
    jump = per(np.ones_like(left), left) * at
    drift = jump * per(w.entered, w.entry_risk)
    running = np.concatenate([np.zeros((data.p, 1)), drift.cumsum(axis=1)], axis=1)
    # Under observation at entries from one's own on, up to the last one before one's end.
    before_end = np.searchsorted(w.entry_first, w.grid.last, side="right")
    own = np.maximum(w.entry, 0)
    out = running[:, np.maximum(before_end, own)] - running[:, own]
    late = np.flatnonzero(w.entry >= 0)
    out[:, late] -= jump[:, w.entry[late]]
    return np.asarray(out)
