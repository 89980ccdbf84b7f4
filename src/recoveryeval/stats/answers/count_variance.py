"""Robust covariance of regressions on counts, corrected where clusters are few.

Poisson and negative binomial coefficients are the least-squares solution of a working model with
known weights, so that the bias-reduced covariance of that model (CR2) and the degrees of freedom of
its contrasts apply (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018,
doi:10.1080/07350015.2016.1247004). Families whose mean and spread are estimated together use the
covariance of all parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.answers.count_records import CountData, CountFit
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.least_squares import clustered_least_squares
from recoveryeval.stats.sandwich import dense_codes, sandwich
from recoveryeval.stats.survival.cells import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Sampling:
    """How rows (N,) stand for people: copies ``n``, weights, and clusters.

    ``cluster`` codes the cluster of each row, or is None where each copy of a row stands alone.
    """

    n: Floats
    weight: Floats
    cluster: Ints | None

    @property
    def clusters(self) -> int:
        """Number of clusters; of people where there are none."""
        return int(self.n.sum()) if self.cluster is None else dense_codes(self.cluster)[1]


def working_coefficients(
    data: CountData, fit: CountFit, sampling: Sampling, *, few: bool
) -> Coefficients:
    """Return coefficients of a Poisson or negative binomial fit with their robust covariance."""
    weight, residual = _working(data, fit)
    if few:
        return _few(data, fit, sampling, (weight, residual))
    bread = np.linalg.inv((data.x.T * (data.amount * weight)) @ data.x)
    influence = bread @ (data.x.T * (residual * sampling.weight))
    return Coefficients(fit.beta, sandwich(influence, sampling.n, sampling.cluster))


def model_coefficients(data: CountData, fit: CountFit) -> Coefficients:
    """Return coefficients with the covariance of the model itself, spread taken as known."""
    weight, _ = _working(data, fit)
    return Coefficients(fit.beta, np.linalg.inv((data.x.T * (data.amount * weight)) @ data.x))


def all_influence(fit: CountFit, sampling: Sampling) -> NDArray[np.float64]:
    """Return the pull (q, N) of one person of each row on all parameters, spread included."""
    return np.asarray(np.linalg.solve(fit.information, fit.scores.T) * sampling.weight)


def joint_coefficients(
    point: Floats, influence: NDArray[np.float64], sampling: Sampling, *, few: bool
) -> Coefficients:
    """Return parameters (q,) with their covariance; with few clusters scaled, and held against t.

    The residual degrees of freedom are clusters less parameters.
    """
    covariance = sandwich(influence, sampling.n, sampling.cluster)
    if not few:
        return Coefficients(point, covariance)
    count = sampling.clusters
    df = float(max(count - point.size, 1))
    return Coefficients(point, covariance * count / max(count - 1, 1), "residual", df)


def _working(data: CountData, fit: CountFit) -> tuple[Floats, Floats]:
    """Return working weights (N,) and residuals (N,) whose sum with x is the score."""
    mean = data.exposure * np.exp(data.x @ fit.beta)
    if fit.family == "poisson":
        return mean, data.y - mean
    theta = np.exp(fit.tau)
    shrink = theta / (mean + theta)
    return mean * shrink, (data.y - mean) * shrink


def _few(
    data: CountData, fit: CountFit, sampling: Sampling, working: tuple[Floats, Floats]
) -> Coefficients:
    """Return the bias-reduced covariance; copies of a row are written out, as they are few."""
    weight, residual = working
    copies = sampling.n.astype(np.int64)
    row = np.repeat(np.arange(copies.size), copies)
    cluster = np.arange(row.size) if sampling.cluster is None else sampling.cluster[row]
    root = np.sqrt(sampling.weight * weight)[row]
    x = data.x[row] * root[:, None]
    left = residual[row] * np.sqrt(sampling.weight[row]) / np.sqrt(weight[row])
    found = clustered_least_squares(x, x @ fit.beta + left, dense_codes(cluster)[0])
    return replace(found, beta=fit.beta)
