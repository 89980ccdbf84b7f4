"""Logistic regression with Firth's penalty: finite where covariates separate the outcome."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROUNDS, _STEP, _CLOSE, _SLOW = 200, 5.0, 1e-9, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class FirthLogistic:
    """Penalized estimates (q,), their covariance (q, q), fitted shares and scores (cells, q).

    ``intercept`` is the first coefficient shifted so that fitted shares add up
    to the events seen, which the penalty alone does not give.
    """

    beta: Floats
    covariance: Floats
    fitted: Floats
    scores: Floats
    log_likelihood: float
    intercept: float
    converged: bool


def firth_logistic(events: Floats, n: Floats, x: Floats) -> FirthLogistic:
    """Fit ``events`` (cells,) among ``n`` (cells,) on x (cells, q), an intercept first."""
    beta = np.zeros(x.shape[1])
    value = _penalized(events, n, x, beta)
    converged, before = False, np.inf
    for _ in range(_ROUNDS):
        score, information = _modified(events, n, x, beta)
        step: Floats = np.asarray(np.linalg.solve(information, score), dtype=np.float64)
        left = float(score @ step)  # squared, in standard errors: whatever the covariates' units
        converged = left < _CLOSE**2
        if converged:
            break
        # The information is not the penalized curvature: its steps may creep, or swing for good.
        if left > _SLOW * before:
            step = _newton(events, n, x, beta, (score, step))
        step, before = step * min(1.0, _STEP / np.abs(step).max()), left
        beta, value = _uphill(events, n, x, (beta, value), step)
    p = _share(x @ beta)
    information = (x * (n * p * (1 - p))[:, None]).T @ x
    return FirthLogistic(
        beta=beta,
        covariance=np.asarray(np.linalg.inv(information), dtype=np.float64),
        fitted=p,
        scores=(events - n * p)[:, None] * x,
        log_likelihood=value,
        intercept=_balanced(events, n, x, beta),
        converged=converged,
    )


def _uphill(
    events: Floats, n: Floats, x: Floats, at: tuple[Floats, float], step: Floats
) -> tuple[Floats, float]:
    """Return the point after the longest halving of a step that does not go down."""
    beta, value = at
    for halving in range(40):
        tried = beta + step / 2**halving
        found = _penalized(events, n, x, tried)
        if found >= value - 1e-12 * abs(value):
            return tried, found
    return beta, value


def _newton(
    events: Floats, n: Floats, x: Floats, beta: Floats, at: tuple[Floats, Floats]
) -> Floats:
    """Return Newton's step from numerical curvature, or the other where it is not a summit's."""
    score, other = at
    spread = 1e-5 / np.maximum(np.abs(x).max(axis=0), 1e-300)
    rows = [
        (_modified(events, n, x, beta + h)[0] - _modified(events, n, x, beta - h)[0]) / 2
        for h in np.diag(spread)
    ]
    curvature = -np.array(rows) / spread[:, None]
    curvature = (curvature + curvature.T) / 2
    try:
        root = np.linalg.cholesky(curvature)
    except np.linalg.LinAlgError:
        return other
    return np.asarray(np.linalg.solve(root.T, np.linalg.solve(root, score)), dtype=np.float64)


def _modified(events: Floats, n: Floats, x: Floats, beta: Floats) -> tuple[Floats, Floats]:
    """Return Firth's score (q,) and the information (q, q)."""
    p = _share(x @ beta)
    weight = n * p * (1 - p)
    information = (x * weight[:, None]).T @ x
    leverage = weight * np.einsum("ij,ji->i", x, np.linalg.solve(information, x.T))
    return x.T @ (events - n * p + leverage * (0.5 - p)), information


def _penalized(events: Floats, n: Floats, x: Floats, beta: Floats) -> float:
    """Return the penalized log-likelihood."""
    eta = x @ beta
    p = _share(eta)
    information = (x * (n * p * (1 - p))[:, None]).T @ x
    sign, log_det = np.linalg.slogdet(information)
    if sign <= 0:
        return -np.inf
    return float(events @ eta - n @ np.logaddexp(0, eta) + log_det / 2)


def _balanced(events: Floats, n: Floats, x: Floats, beta: Floats) -> float:
    """Return the intercept at which fitted events equal those seen."""
    total, people = events.sum(), n.sum()
    if not 0 < total < people:
        return float(beta[0])
    rest = x[:, 1:] @ beta[1:]
    low, high = beta[0] - 30.0, beta[0] + 30.0
    for _ in range(200):
        middle = (low + high) / 2
        if n @ _share(middle + rest) > total:
            high = middle
        else:
            low = middle
    return float((low + high) / 2)


def _share(eta: Floats) -> Floats:
    """Return the share of a linear predictor (cells,)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(eta, -700, 700))))
