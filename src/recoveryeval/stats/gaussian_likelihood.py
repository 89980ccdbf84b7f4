"""(Restricted) likelihood of Gaussian repeated measures, with exact derivatives.

The covariance of a pattern is linear in ``phi``: V = sum_k phi_k G_k, where
phi holds the lower triangle of the random-effects covariance, column by
column, and last, when there is one, the residual variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.stats.gaussian_patterns import Pattern, Patterns


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


def triangle(r: int) -> list[tuple[int, int]]:
    """Return the positions of a lower triangle, column by column."""
    return [(i, j) for j in range(r) for i in range(j, r)]


def basis(pattern: Pattern, residual: bool) -> np.ndarray:
    """Return G (K, m, m): the derivative of the covariance in each element of phi."""
    z = pattern.z
    parts = [
        np.outer(z[:, i], z[:, j]) + (np.outer(z[:, j], z[:, i]) if i != j else 0.0)
        for i, j in triangle(z.shape[1])
    ]
    return np.array([*parts, np.eye(len(z))] if residual else parts)


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sums over patterns.

    ``a`` (q+1, q+1) has V inverse between, ``b`` (K, q+1, q+1) and ``c`` (K, K, q+1, q+1) its
    first and second products; ``first`` (K,) and ``second`` (K, K) are traces.
    """

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    log_det: float
    first: np.ndarray
    second: np.ndarray


def moments(patterns: Patterns, phi: np.ndarray, *, residual: bool, reml: bool) -> Moments | None:
    """Return likelihood and derivatives at phi (K,), or None where V is not positive definite."""
    sums = _summed(patterns, phi, residual)
    return None if sums is None else _collect(patterns, sums, reml)


def _summed(patterns: Patterns, phi: np.ndarray, residual: bool) -> _Sums | None:
    """Return the sums over patterns, or None where a covariance is not positive definite."""
    k, width = len(phi), patterns.q + 1
    a, b = np.zeros((width, width)), np.zeros((k, width, width))
    c = np.zeros((k, k, width, width))
    log_det, first, second = 0.0, np.zeros(k), np.zeros((k, k))
    for pattern in patterns.items:
        g = basis(pattern, residual)
        v = np.tensordot(phi, g, axes=1)
        try:
            root = np.linalg.cholesky(v)
        except np.linalg.LinAlgError:
            return None
        inverse = np.linalg.inv(v)
        log_det += pattern.n * 2 * float(np.log(np.diag(root)).sum())
        ig = inverse @ g
        igi = ig @ inverse
        first += pattern.n * np.trace(ig, axis1=1, axis2=2)
        second += pattern.n * np.einsum("kab,lba->kl", ig, ig)
        products = pattern.products
        a += np.einsum("ab,apbr->pr", inverse, products, optimize=True)
        b += np.einsum("kab,apbr->kpr", igi, products, optimize=True)
        c += np.einsum("kab,lbc,apcr->klpr", ig, igi, products, optimize=True)
    return _Sums(a, b, (c + c.transpose(1, 0, 2, 3)) / 2, log_det, first, second)


def _collect(patterns: Patterns, sums: _Sums, reml: bool) -> Moments | None:
    """Return the moments that follow from sums over patterns."""
    q = patterns.q
    sign, log_xvx = np.linalg.slogdet(sums.a[:q, :q])
    if not (sign > 0 and np.isfinite(log_xvx)):
        return None
    covariance = np.linalg.inv(sums.a[:q, :q])
    delta = covariance @ sums.a[:q, q]
    e = np.append(-delta, 1.0)
    constant = (patterns.n_rows - (q if reml else 0)) * np.log(2 * np.pi)
    deviance = sums.log_det + float(e @ sums.a @ e) + constant + (log_xvx if reml else 0.0)
    p_terms, q_terms = -sums.b[:, :q, :q], sums.c[:, :, :q, :q]
    h = (sums.b @ e)[:, :q]
    rss1 = np.einsum("p,kpr,r->k", e, sums.b, e)
    rss2 = np.einsum("p,klpr,r->kl", e, sums.c, e) - h @ covariance @ h.T
    cp = covariance @ p_terms
    lost1 = np.trace(cp, axis1=1, axis2=2) if reml else 0.0
    lost2 = -2 * np.einsum("ab,klba->kl", covariance, q_terms) + np.einsum("kab,lba->kl", cp, cp)
    information = sums.second + (lost2 if reml else 0.0)
    return Moments(
        deviance=deviance,
        gradient=sums.first - rss1 + lost1,
        hessian=2 * rss2 - information,
        information=information,
        beta=patterns.offset + delta,
        covariance=covariance,
        p_terms=p_terms,
        q_terms=q_terms,
    )
