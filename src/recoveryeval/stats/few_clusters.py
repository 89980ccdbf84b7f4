"""Clustered covariance and degrees of freedom that hold with few clusters.

A cluster that is a large part of the data pulls the fit towards itself, so its score is too small
and the usual clustered covariance with it. Each cluster's score is divided by what the fit has left
of it, (1 - H)^(1/2) (Kauermann and Carroll 2001, doi:10.1198/016214501753382309; for marginal Cox
models Wang, Turner and Li 2023, doi:10.1002/bimj.202200113). H is the cluster's share of the
information on the coefficients and on the height of each stratum's baseline hazard, as in the
Poisson model that a Cox model is once the shape of that hazard is known. The degrees of freedom
are Satterthwaite's, for scores that have the model's covariance (Bell and McCaffrey 2002): with an
arm given to whole clusters they come out near the number of clusters less two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_likelihood import hazard_seen
from recoveryeval.stats.hazards.cox_residuals import scaled_scores
from recoveryeval.stats.hazards.cox_steps import cox_steps
from recoveryeval.stats.sandwich import dense_codes
from recoveryeval.stats.survival.cells import Floats, Ints

WHOLE = 1e-8
# Beyond so many strata (matched sets, say) their baselines are taken as one.
MANY_STRATA = 200


@dataclass(frozen=True, slots=True, eq=False)
class FewClusters:
    """Corrected covariance (p, p) and degrees of freedom (p,) of the coefficients' t statistics.

    Both are NaN for a coefficient that rests on one cluster alone. ``n_clusters`` counts clusters
    that carry information.
    """

    covariance: NDArray[np.float64]
    df: Floats
    n_clusters: int


def few_cluster_covariance(fit: CoxFit, cluster: ArrayLike) -> FewClusters:
    """Return the corrected covariance; ``cluster`` (N,) holds integer codes of the rows given."""
    codes, count = dense_codes(np.asarray(cluster, dtype=np.int64)[fit.data.layout.row])
    scores, information = _cluster_parts(fit, codes, count)
    root = np.linalg.cholesky(np.linalg.inv(information.sum(axis=0)))
    shares = root.T @ information @ root
    value, vector = np.linalg.eigh(shares)
    left = 1.0 - value
    gone = left < WHOLE
    factor = np.where(gone, 0.0, 1.0 / np.sqrt(np.where(gone, 1.0, left)))
    adjust = (vector * factor[:, None, :]) @ vector.swapaxes(1, 2)
    bread = np.linalg.inv(root) @ _bread(fit, root.shape[0])
    pulls = np.einsum("cqr,cr->cq", adjust, scores @ root) @ bread
    # Parameters that a single cluster determines, in the coordinates of the coefficients.
    alone = (((root @ vector) ** 2) * gone[:, None, :]).sum(axis=(0, 2))[-fit.data.p :]
    estimable = alone <= WHOLE * np.diag(root @ root.T)[-fit.data.p :]
    scale = np.where(estimable, 1.0, np.nan) / fit.data.scale
    df = np.array([satterthwaite(adjust @ column, shares) for column in bread.T])
    return FewClusters(
        covariance=pulls.T @ pulls * np.outer(scale, scale),
        df=np.where(estimable, df, np.nan),
        n_clusters=count,
    )


def _cluster_parts(
    fit: CoxFit, codes: Ints, count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return scores (C, q) and information (C, q, q) of clusters, q being strata plus p."""
    data, steps = fit.data, cox_steps(fit.data, fit.beta)
    strata, n_strata = dense_codes(data.layout.stratum[data.layout.last])
    if n_strata > MANY_STRATA:
        strata, n_strata = np.zeros_like(strata), 1
    expected = steps.risk * hazard_seen(data, steps)
    left = -expected
    left[data.event_row] += data.amount[data.event_row]
    pair = codes * n_strata + strata
    totals = _sums(np.vstack([left, expected, data.x * expected]), pair, count * n_strata)
    totals = totals.reshape(-1, count, n_strata)
    mean = totals[2:].sum(axis=1) / totals[1].sum(axis=0)
    z = data.x - mean[:, strata]
    scores = _sums(scaled_scores(data, steps) * data.amount, codes, count)
    own = np.arange(n_strata)
    information = np.zeros((count, n_strata + data.p, n_strata + data.p))
    information[:, own, own] = totals[1]
    for a in range(data.p):
        cross = totals[2 + a] - mean[a] * totals[1]
        information[:, own, n_strata + a] = information[:, n_strata + a, own] = cross
        information[:, n_strata + a, n_strata:] = _sums(z * (expected * z[a]), codes, count).T
    return np.hstack([totals[0], scores.T]), information


def _sums(values: Floats, codes: Ints, count: int) -> Floats:
    """Return sums (k, C) of values (k, M) by codes (M,)."""
    return np.stack([np.bincount(codes, row, minlength=count) for row in values])


def _bread(fit: CoxFit, size: int) -> NDArray[np.float64]:
    """Return the inverse information (q, p) of the scaled coefficients, under zeros for strata."""
    bread = np.zeros((size, fit.data.p))
    bread[size - fit.data.p :] = fit.covariance * np.outer(fit.data.scale, fit.data.scale)
    return bread


def satterthwaite(direction: NDArray[np.float64], shares: NDArray[np.float64]) -> float:
    """Return the degrees of freedom of one coefficient from directions (C, q), shares (C, q, q)."""
    pulled = np.einsum("cq,cqr->cr", direction, shares)
    covariance = np.diag(np.einsum("cq,cq->c", pulled, direction)) - pulled @ pulled.T
    square = float((covariance**2).sum())
    return float(np.trace(covariance)) ** 2 / square if square > 0 else float("nan")
