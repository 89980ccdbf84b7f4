"""Denominator degrees of freedom: Satterthwaite and Kenward-Roger, for one row or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from recoveryeval.stats.gaussian_fit import GaussianFit

Information = Literal["expected", "observed"]


@dataclass(frozen=True, slots=True, eq=False)
class FTest:
    """F statistic with its numerator and denominator degrees of freedom."""

    statistic: float
    df_numerator: float
    df_denominator: float


def satterthwaite(fit: GaussianFit, row: np.ndarray) -> float:
    """Return the degrees of freedom of one contrast row (q,) (Fai & Cornelius 1996)."""
    phi_row = fit.at.covariance @ row
    slope = -np.einsum("a,kab,b->k", phi_row, fit.at.p_terms, phi_row)
    free = fit.jacobian.T @ slope
    variance = float(row @ phi_row)
    return 2 * variance**2 / float(free @ (2 * np.linalg.solve(fit.hessian, free)))


def satterthwaite_f(fit: GaussianFit, rows: np.ndarray) -> FTest:
    """Return the F test of several contrast rows (l, q)."""
    covariance = rows @ fit.at.covariance @ rows.T
    roots, vectors = np.linalg.eigh(covariance)
    turned = vectors.T @ rows
    effects = turned @ fit.at.beta
    statistic = float((effects**2 / roots).mean())
    each = np.array([satterthwaite(fit, row) for row in turned])
    if np.ptp(each) < 1e-8 * each.mean():
        return FTest(statistic, float(len(rows)), float(each[0]))
    total = float((each[each > 2] / (each[each > 2] - 2)).sum())
    df = 2 * total / (total - len(rows)) if total > len(rows) else 2.0
    return FTest(statistic, float(len(rows)), df)


@dataclass(frozen=True, slots=True, eq=False)
class KenwardRoger:
    """Small-sample covariance (q, q) of the coefficients, and what its tests need."""

    covariance: np.ndarray
    w: np.ndarray
    p_terms: np.ndarray


def kenward_roger(fit: GaussianFit, information: Information = "expected") -> KenwardRoger:
    """Return the adjusted covariance (Kenward & Roger 1997), by either information matrix.

    Expected information is the dialect of pbkrtest, observed information that
    of SAS for an unstructured covariance.
    """
    jacobian, at = fit.jacobian, fit.at
    p_terms = np.einsum("ks,kab->sab", jacobian, at.p_terms)
    q_terms = np.einsum("ks,lt,klab->stab", jacobian, jacobian, at.q_terms, optimize=True)
    matrix = jacobian.T @ at.information @ jacobian if information == "expected" else fit.hessian
    w = 2 * np.linalg.inv(matrix)
    phi = at.covariance
    inner = q_terms - np.einsum("sab,bc,tcd->stad", p_terms, phi, p_terms, optimize=True)
    adjusted = phi + 2 * phi @ np.einsum("st,stab->ab", w, inner) @ phi
    return KenwardRoger((adjusted + adjusted.T) / 2, w, p_terms)


def kenward_roger_f(fit: GaussianFit, adjusted: KenwardRoger, rows: np.ndarray) -> FTest:
    """Return the scaled F test of contrast rows (l, q)."""
    phi, q = fit.at.covariance, float(len(rows))
    theta = rows.T @ np.linalg.solve(rows @ phi @ rows.T, rows)
    tp = np.einsum("ab,bc,kcd,de->kae", theta, phi, adjusted.p_terms, phi, optimize=True)
    trace = np.trace(tp, axis1=1, axis2=2)
    a1 = float(trace @ adjusted.w @ trace)
    a2 = float(np.einsum("kl,kab,lba->", adjusted.w, tp, tp, optimize=True))
    effect = rows @ fit.at.beta
    raw = float(effect @ np.linalg.solve(rows @ adjusted.covariance @ rows.T, effect)) / q
    if abs(a2) < 1e-14:
        return FTest(raw, q, np.inf)
    df, scale = _matched_moments(a1, a2, q)
    return FTest(raw * scale, q, df)


def _matched_moments(a1: float, a2: float, q: float) -> tuple[float, float]:
    """Return degrees of freedom and scale; NaN where the approximation breaks down."""
    b = (a1 + 6 * a2) / (2 * q)
    g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
    d = 3 * q + 2 * (1 - g)
    c1, c2, c3 = g / d, (q - g) / d, (q + 2 - g) / d
    mean = 1 / (1 - a2 / q)
    variance = (2 / q) * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    rho = variance / (2 * mean**2)
    if not (rho * q > 1 and variance > 0 and mean > 0):
        return np.nan, np.nan
    df = 4 + (q + 2) / (q * rho - 1)
    return df, df / (mean * (df - 2))
