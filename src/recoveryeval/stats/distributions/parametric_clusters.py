"""The covariance of a parametric fit that holds with few clusters.

Each cluster's score is divided by what the fit has left of it, (1 - H)^(1/2), H being its share of
the information (Kauermann and Carroll 2001, doi:10.1198/016214501753382309), and the degrees of
freedom are Satterthwaite's, as in ``few_clusters`` for Cox models.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.distributions.parametric_fit import ParametricFit
from recoveryeval.stats.distributions.parametric_likelihood import Bracketed, derivatives
from recoveryeval.stats.distributions.parametric_robust import row_scores
from recoveryeval.stats.few_clusters import WHOLE, satterthwaite


def few_cluster_covariance(
    data: Bracketed, fit: ParametricFit, cluster: NDArray[np.int64], turn: NDArray[np.float64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return covariance (k, k) and degrees of freedom (k,) of combinations (k, q) of estimates.

    ``cluster`` (rows,) holds codes from 0 on. Both are NaN for what one cluster alone determines.
    """
    scores, information = _parts(data, fit, cluster)
    root = np.linalg.cholesky(np.linalg.inv(information.sum(axis=0)))
    shares = root.T @ information @ root
    value, vector = np.linalg.eigh(shares)
    gone = 1.0 - value < WHOLE
    factor = np.where(gone, 0.0, 1.0 / np.sqrt(np.where(gone, 1.0, 1.0 - value)))
    adjust = (vector * factor[:, None, :]) @ vector.swapaxes(1, 2)
    directions = root.T @ turn.T
    pulls = np.einsum("cqr,cr->cq", adjust, scores @ root) @ directions
    alone = ((np.einsum("cqr,qk->crk", vector, directions) ** 2) * gone[:, :, None]).sum((0, 1))
    known = np.where(alone <= WHOLE * (directions**2).sum(axis=0), 1.0, np.nan)
    df = np.array([satterthwaite(adjust @ column, shares) for column in directions.T])
    return np.asarray(pulls.T @ pulls * np.outer(known, known)), np.asarray(df * known)


def _parts(
    data: Bracketed, fit: ParametricFit, cluster: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return scores (C, q) and information (C, q, q) of clusters."""
    count = int(cluster.max()) + 1
    rows = row_scores(data, fit) * data.n[:, None]
    scores = np.stack([np.bincount(cluster, column, minlength=count) for column in rows.T], axis=1)
    own = [
        replace(data, **{f.name: getattr(data, f.name)[cluster == code] for f in fields(data)})
        for code in range(count)
    ]
    information = [derivatives(part, fit.distribution, fit.theta, fit.knots)[1] for part in own]
    return scores, np.stack(information)
