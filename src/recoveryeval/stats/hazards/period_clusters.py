"""Covariance of a regression on periods whose people share clusters, or carry weights.

A person's periods are added up with those of their cluster before squaring. Few clusters are
corrected as in ``few_clusters``, whose share of the information is here that of a binomial model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.few_clusters import WHOLE, satterthwaite
from recoveryeval.stats.survival.cells import Floats, Ints

SINGLE = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class PeriodParts:
    """Scores (c, q) and information (c,) of cells with columns ``x`` (c, q), in one of G units.

    ``turn`` (q, q) leads from coefficients of these columns to the ones that are shown.
    """

    scores: Floats
    information: Floats
    x: Floats
    unit: Ints
    count: int
    turn: Floats


def information_of(fitted: Floats, at_risk: Floats, link: str) -> Floats:
    """Return the information (c,) of cells about their linear predictor."""
    stays = 1.0 - fitted
    slope = fitted * stays if link == "logit" else -stays * np.log1p(-fitted)
    return np.asarray(at_risk * slope**2 / (fitted * stays))


def plain_covariance(parts: PeriodParts, copies: Floats | None = None) -> NDArray[np.float64]:
    """Return the robust covariance (q, q); ``copies`` (G,) are people of a unit who stand alone."""
    sums = _sums(parts.scores, parts)
    if copies is not None:
        sums = sums / np.sqrt(copies)[:, None]
    bread = np.linalg.inv((parts.x * parts.information[:, None]).T @ parts.x)
    pulls = sums @ bread @ parts.turn.T
    return np.asarray(pulls.T @ pulls)


def reduced_covariance(parts: PeriodParts) -> tuple[NDArray[np.float64], Floats]:
    """Return the bias-reduced covariance (q, q) and each coefficient's degrees of freedom (q,).

    Both are NaN for a coefficient that rests on one cluster alone.
    """
    q = parts.x.shape[1]
    weighted = parts.x * parts.information[:, None]
    squares = (weighted[:, :, None] * parts.x[:, None, :]).reshape(len(parts.x), q * q)
    information = _sums(squares, parts).reshape(parts.count, q, q)
    root = np.linalg.cholesky(np.linalg.inv(information.sum(axis=0)))
    shares = root.T @ information @ root
    value, vector = np.linalg.eigh(shares)
    gone = 1.0 - value < WHOLE
    factor = np.where(gone, 0.0, 1.0 / np.sqrt(np.where(gone, 1.0, 1.0 - value)))
    adjust = (vector * factor[:, None, :]) @ vector.swapaxes(1, 2)
    shown = parts.turn @ root
    pulls = np.einsum("cqr,cr->cq", adjust, _sums(parts.scores, parts) @ root) @ shown.T
    alone = np.abs(shown @ vector).max(axis=2, where=gone[:, None, :], initial=0.0).max(axis=0)
    silent = alone > SINGLE * np.sqrt((shown**2).sum(axis=1))
    scale = np.where(silent, np.nan, 1.0)
    df = np.array([satterthwaite(adjust @ column, shares) for column in shown])
    return pulls.T @ pulls * np.outer(scale, scale), df * scale


def _sums(values: Floats, parts: PeriodParts) -> Floats:
    """Return sums (G, k) of values (c, k) over units."""
    out = np.zeros((parts.count, values.shape[1]))
    np.add.at(out, parts.unit, values)
    return out
