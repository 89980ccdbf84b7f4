"""Cumulative incidence from a Fine-Gray model: for one person, or averaged over people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from recoveryeval.stats.competing.fine_gray import FineGrayFit, FineGraySteps, fine_gray_steps
from recoveryeval.stats.competing.fine_gray_influence import fine_gray_influence
from recoveryeval.stats.sandwich import cluster_sums
from recoveryeval.stats.survival.cells import Floats
from recoveryeval.stats.survival.weight_influence import ahead, stayed, weight_pulls


@dataclass(frozen=True, slots=True, eq=False)
class FineGrayCurve:
    """Incidence (K,) at times (K,), and the pull (N, K) of one person of each row on it."""

    time: Floats
    incidence: Floats
    influence: Floats
    n: Floats

    def std_error(self, cluster: ArrayLike | None = None) -> Floats:
        """Return robust standard errors (K,); ``cluster`` (N,) holds integer codes of the rows."""
        return _error(self.influence, self.n, cluster)

    def difference_error(self, other: FineGrayCurve, cluster: ArrayLike | None = None) -> Floats:
        """Return standard errors (K,) of this curve minus another one of the same fit."""
        return _error(self.influence - other.influence, self.n, cluster)


def fine_gray_curve(
    fit: FineGrayFit, x: ArrayLike, times: ArrayLike, *, weight: ArrayLike | None = None
) -> FineGrayCurve:
    """Return the mean incidence at ``times`` (K,) of people with covariates ``x`` (M, p).

    ``weight`` (M,) are their weights in the mean. For a person it is 1 - exp(-H(t) exp(x b)).
    """
    data, steps = fit.data, fine_gray_steps(fit.data, fit.beta)
    design = (np.asarray(x, np.float64) - data.center) / data.scale
    share = np.ones(design.shape[0]) if weight is None else np.asarray(weight, np.float64)
    share = share / share.sum()
    when = np.asarray(times, np.float64)
    upto = data.weights.grid.time <= when[:, None]
    hazard = upto @ steps.hazard
    moved = upto @ (steps.hazard * steps.mean_x).T
    relative = np.exp(design @ fit.beta - steps.shift)
    alive = share * np.exp(-np.outer(hazard, relative))
    on_hazard = alive @ relative
    on_beta = hazard[:, None] * ((alive * relative) @ design) - on_hazard[:, None] * moved
    by_beta = fine_gray_influence(fit) @ (on_beta * data.scale).T
    pulls = by_beta + (on_hazard[:, None] * _hazard_pulls(fit, steps, upto)).T
    return FineGrayCurve(when, 1.0 - alive.sum(axis=1), pulls, data.n)


def _hazard_pulls(fit: FineGrayFit, steps: FineGraySteps, upto: Floats) -> Floats:
    """Return pulls (K, N) on the cumulative hazard at fixed coefficients."""
    data = fit.data
    parts = upto * (steps.hazard / steps.total)
    pulls = -steps.relative * data.seen(parts)
    rows = data.event_row
    place = data.weights.grid.last[rows]
    pulls[:, rows] += upto[:, place] / steps.total[place]
    pulls *= data.weight
    if not data.stay_row.size:
        return np.asarray(pulls)

    def slope(c: int) -> Floats:
        """Return the slope (K, D + 1) of the hazards by a fall of log W in group c."""
        slopes = stayed(data, steps.relative, c)[0] * ahead(data, parts, c)
        return np.concatenate([slopes, np.zeros((upto.shape[0], 1))], axis=1)

    return np.asarray(pulls + weight_pulls(data, slope))


def _error(pulls: Floats, n: Floats, cluster: ArrayLike | None) -> Floats:
    """Return standard errors (K,) from pulls (N, K)."""
    if cluster is None:
        return np.asarray(np.sqrt(n @ pulls**2))
    sums = cluster_sums((n[:, None] * pulls).T, np.asarray(cluster, dtype=np.int64))
    return np.asarray(np.sqrt((sums**2).sum(axis=1)))
