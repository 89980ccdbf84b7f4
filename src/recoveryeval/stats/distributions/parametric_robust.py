"""The robust covariance of a parametric fit whose rows carry probability weights."""

from __future__ import annotations

import numpy as np

from recoveryeval.stats.distributions.parametric_fit import ParametricFit
from recoveryeval.stats.distributions.parametric_likelihood import Bracketed, row_log_likelihood

_STEP = 1e-4


def row_scores(data: Bracketed, fit: ParametricFit) -> np.ndarray:
    """Return the score of one person of each row (rows, q) at the estimates."""
    p = data.x.shape[1]
    eta, shape = data.x @ fit.theta[:p], fit.theta[p:]

    def slope(move: np.ndarray) -> np.ndarray:
        """Return the derivative (rows,) along a move of the predictor and the shapes."""

        def at(step: float) -> np.ndarray:
            """Return the log-likelihood of each row a step away."""
            moved = step * move
            return row_log_likelihood(
                data, fit.distribution, eta + moved[0], shape + moved[1:], fit.knots
            )

        near, far = at(_STEP) - at(-_STEP), at(2 * _STEP) - at(-2 * _STEP)
        return np.asarray((8 * near - far) / (12 * _STEP))

    moves = np.eye(1 + len(shape))
    return np.column_stack([data.x * slope(moves[0])[:, None], *(slope(m) for m in moves[1:])])


def robust_covariance(
    data: Bracketed,
    fit: ParametricFit,
    people: np.ndarray,
    weight: np.ndarray,
    *,
    cluster: np.ndarray | None = None,
) -> np.ndarray:
    """Return the sandwich (q, q): rows stand for people (rows,), each with a weight (rows,).

    The likelihood was weighted by people times weight, so that its information is the bread. Rows
    of one cluster (rows,) are one person followed over several rows.
    """
    scores = row_scores(data, fit)
    codes = np.arange(len(scores))
    if cluster is not None:
        codes = np.unique(cluster, return_inverse=True)[1].ravel()
    if codes.max() + 1 < codes.size:
        total = np.zeros((codes.max() + 1, scores.shape[1]))
        np.add.at(total, codes, scores * (people * weight)[:, None])
        middle = total.T @ total
    else:
        middle = scores.T @ (scores * (people * weight**2)[:, None])
    return np.asarray(fit.covariance @ middle @ fit.covariance)
