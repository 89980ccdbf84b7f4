"""Coefficients with their covariance, and tests of contrasts with fitting degrees of freedom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

DfMethod = Literal["normal", "residual", "each", "satterthwaite", "kenward-roger", "bell-mccaffrey"]


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    """Estimates ``beta`` (q,) and the covariance (q, q) that is reported.

    ``base`` (q, q) is the covariance before a small-sample correction;
    ``p_terms`` (s, q, q) and ``w`` (s, s), the covariance of the s variance
    parameters, are there for Satterthwaite and Kenward-Roger only. For
    Bell-McCaffrey ``base`` is the inverse of X'X, and ``p_terms`` and
    ``t_terms`` (G, q, q) hold what each of G clusters adds to a variance.
    For ``each``, ``dfs`` (q,) are the degrees of freedom of each coefficient.
    """

    beta: np.ndarray
    covariance: np.ndarray
    method: DfMethod = "normal"
    residual_df: float = np.inf
    base: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    p_terms: np.ndarray = field(default_factory=lambda: np.empty((0, 0, 0)))
    w: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    t_terms: np.ndarray = field(default_factory=lambda: np.empty((0, 0, 0)))
    dfs: np.ndarray = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class FTest:
    """F statistic with its numerator and denominator degrees of freedom, and p value."""

    statistic: float
    df_numerator: float
    df_denominator: float

    @property
    def p_value(self) -> float:
        """Upper tail of the F (or, for infinite df, chi-square) distribution."""
        from scipy.special import chdtrc, fdtrc

        if np.isinf(self.df_denominator):
            return float(chdtrc(self.df_numerator, self.statistic * self.df_numerator))
        return float(fdtrc(self.df_numerator, self.df_denominator, self.statistic))


@dataclass(frozen=True, slots=True, eq=False)
class RowTest:
    """One contrast: estimate, error, t statistic, degrees of freedom, p value and limits."""

    estimate: float
    std_error: float
    statistic: float
    df: float
    p_value: float
    conf_low: float
    conf_high: float


def row_test(found: Coefficients, row: np.ndarray, conf_level: float) -> RowTest:
    """Return the test and limits of one contrast row (q,)."""
    from scipy.special import stdtr, stdtrit

    at = np.flatnonzero(row)  # a coefficient without a value spoils only what it is part of
    estimate = float(row[at] @ found.beta[at])
    # A contrast without spread may come out a rounding below zero.
    error = float(np.sqrt(max(row[at] @ found.covariance[np.ix_(at, at)] @ row[at], 0.0)))
    df = min(row_df(found, row), 1e12)
    t = estimate / error if error > 0 else np.nan
    half = float(stdtrit(df, 0.5 + conf_level / 2)) * error
    return RowTest(
        estimate=estimate,
        std_error=error,
        statistic=t,
        df=np.inf if df >= 1e12 else df,
        p_value=float(2 * stdtr(df, -abs(t))),
        conf_low=estimate - half,
        conf_high=estimate + half,
    )


def row_df(found: Coefficients, row: np.ndarray) -> float:
    """Return the denominator degrees of freedom of one contrast row (q,)."""
    if found.method == "normal":
        return float("inf")
    if found.method == "residual":
        return found.residual_df
    if found.method == "each":
        return float(found.dfs[row != 0].min())  # a contrast is as sure as its least sure part
    if found.method == "satterthwaite":
        return _satterthwaite(found, row)
    if found.method == "bell-mccaffrey":
        return _bell_mccaffrey(found, row)
    df = _kenward_roger(found, row[None]).df_denominator
    return df if np.isfinite(df) or df == np.inf else _satterthwaite(found, row)


def rows_test(found: Coefficients, rows: np.ndarray) -> FTest:
    """Return the joint test of contrast rows (l, q)."""
    if found.method == "kenward-roger":
        joint = _kenward_roger(found, rows)
        if not np.isnan(joint.df_denominator):
            return joint
    if found.method in ("satterthwaite", "kenward-roger"):
        return _satterthwaite_f(found, rows)
    effect = rows @ found.beta
    wald = float(effect @ np.linalg.solve(rows @ found.covariance @ rows.T, effect))
    return FTest(wald / len(rows), float(len(rows)), row_df(found, rows[0]))


def _satterthwaite(found: Coefficients, row: np.ndarray) -> float:
    """Return 2 v^2 / var(v) for the variance v of one contrast (Fai & Cornelius 1996)."""
    turned = found.base @ row
    slope = -np.einsum("a,sab,b->s", turned, found.p_terms, turned)
    return float(2 * (row @ turned) ** 2 / (slope @ found.w @ slope))


def _bell_mccaffrey(found: Coefficients, row: np.ndarray) -> float:
    """Return (sum of roots)^2 / (sum of squared roots) of the variance's quadratic form."""
    own = np.einsum("a,gab,b->g", row, found.p_terms, row)
    shared = row @ found.t_terms
    # The form is diag(own) - S B S'; its sums of squares need no matrix of clusters by clusters.
    both = np.einsum("ga,ab,gb->g", shared, found.base, shared)
    crossed = found.base @ (shared.T @ shared)
    squares = (own**2).sum() - 2 * (own @ both) + np.trace(crossed @ crossed)
    # A contrast without any residual (a level that is one cluster's) has none.
    return float((own - both).sum() ** 2 / squares) if squares > 0 else float("nan")


def _satterthwaite_f(found: Coefficients, rows: np.ndarray) -> FTest:
    """Return the F test whose rows are turned to be independent."""
    roots, vectors = np.linalg.eigh(rows @ found.base @ rows.T)
    turned = vectors.T @ rows
    statistic = float(((turned @ found.beta) ** 2 / roots).mean())
    each = np.array([_satterthwaite(found, row) for row in turned])
    if np.ptp(each) < 1e-8 * each.mean():
        return FTest(statistic, float(len(rows)), float(each[0]))
    total = float((each[each > 2] / (each[each > 2] - 2)).sum())
    df = 2 * total / (total - len(rows)) if total > len(rows) else 2.0
    return FTest(statistic, float(len(rows)), df)


def _kenward_roger(found: Coefficients, rows: np.ndarray) -> FTest:
    """Return the scaled F test of Kenward and Roger (1997); NaN where it breaks down."""
    phi, q = found.base, float(len(rows))
    theta = rows.T @ np.linalg.solve(rows @ phi @ rows.T, rows)
    turned = np.einsum("ab,bc,scd,de->sae", theta, phi, found.p_terms, phi, optimize=True)
    trace = np.trace(turned, axis1=1, axis2=2)
    a1 = float(trace @ found.w @ trace)
    a2 = float(np.einsum("st,sab,tba->", found.w, turned, turned, optimize=True))
    effect = rows @ found.beta
    raw = float(effect @ np.linalg.solve(rows @ found.covariance @ rows.T, effect)) / q
    if abs(a2) < 1e-14:
        return FTest(raw, q, float("inf"))
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
        return float("nan"), float("nan")
    df = 4 + (q + 2) / (q * rho - 1)
    return df, df / (mean * (df - 2))
