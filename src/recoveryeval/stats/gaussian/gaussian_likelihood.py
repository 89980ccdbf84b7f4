"""(Restricted) likelihood of Gaussian repeated measures, with exact derivatives.

The covariance is linear in ``phi``: the lower triangle of the random-effects
covariance, column by column; then, when there is one, the residual variance;
then one variance per level of groups above people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.gaussian.gaussian_groups import with_groups
from recoveryeval.stats.gaussian.gaussian_patterns import Patterns
from recoveryeval.stats.gaussian.gaussian_sums import Sums, summed


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """What likelihood, standard errors and degrees of freedom are made of, at one ``phi``.

    ``phi_cov`` is not here: it follows from ``hessian`` (K, K) of the deviance
    (observed) or ``information`` (K, K) (expected). ``beta`` (q,), ``covariance``
    (q, q), ``p_terms`` (K, q, q), ``q_terms`` (K, K, q, q).
    """

    deviance: float
    gradient: np.ndarray
    hessian: np.ndarray
    information: np.ndarray
    beta: np.ndarray
    covariance: np.ndarray
    p_terms: np.ndarray
    q_terms: np.ndarray


def moments(
    patterns: Patterns, phi: np.ndarray, *, residual: bool, reml: bool, second: bool = True
) -> Moments | None:
    """Return likelihood and derivatives at phi (K,), or None where V is not positive definite.

    Without ``second`` there are no second derivatives, which is faster.
    """
    inner = len(phi) - patterns.levels
    sums = summed(patterns, phi[:inner], residual=residual, second=second)
    if sums is not None and patterns.levels:
        sums = with_groups(patterns, sums, phi[inner:])
    return None if sums is None else _collect(patterns, sums, reml)


def _collect(patterns: Patterns, sums: Sums, reml: bool) -> Moments | None:
    """Return the moments that follow from sums over patterns."""
    q = patterns.q
    sign, log_xvx = np.linalg.slogdet(sums.a[:q, :q])
    if not (sign > 0 and np.isfinite(log_xvx)):
        return None
    covariance = np.linalg.inv(sums.a[:q, :q])
    delta, back = covariance @ sums.a[:q, q], patterns.back
    e = np.append(-delta, 1.0)
    constant = (patterns.n_rows - (q if reml else 0)) * np.log(2 * np.pi)
    log_xvx -= 0.0 if back is None else 2 * np.linalg.slogdet(back)[1]
    deviance = sums.log_det + float(e @ sums.a @ e) + constant + (log_xvx if reml else 0.0)
    p_terms = -sums.b[:, :q, :q]
    rss1 = (sums.b @ e) @ e
    cp = covariance @ p_terms
    lost1 = np.trace(cp, axis1=1, axis2=2) if reml else 0.0
    hessian, information = _curvatures(sums, covariance, cp, e, reml=reml)
    q_terms = sums.c[:, :, :q, :q]
    if back is not None:
        delta, covariance, away = back @ delta, back @ covariance @ back.T, np.linalg.inv(back)
        p_terms, q_terms = away.T @ p_terms @ away, away.T @ q_terms @ away
    return Moments(
        deviance=deviance,
        gradient=sums.first - rss1 + lost1,
        hessian=hessian,
        information=information,
        beta=patterns.offset + delta,
        covariance=covariance,
        p_terms=p_terms,
        q_terms=q_terms,
    )


def _curvatures(
    sums: Sums, covariance: np.ndarray, cp: np.ndarray, e: np.ndarray, *, reml: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return observed and expected second derivatives (K, K) of the deviance, empty where unasked.

    cp (K, q, q) is the covariance times p_terms, e (q+1,) picks the residual.
    """
    if not sums.second.size:
        return sums.second, sums.second
    q = len(covariance)
    h = (sums.b @ e)[:, :q]
    rss2 = (sums.c @ e) @ e - h @ covariance @ h.T
    size = (len(cp), q * q)
    lost2 = (
        cp.reshape(size) @ cp.swapaxes(1, 2).reshape(size).T
        - 2 * sums.c[:, :, :q, :q].reshape(len(cp), len(cp), -1) @ covariance.ravel()
    )
    information = sums.second + (lost2 if reml else 0.0)
    return 2 * rss2 - information, information
