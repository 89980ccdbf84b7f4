"""How much of the scores' variance lies where: between sites, coaches, people; explained or not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recoveryeval.models.repeated.gaussian_input import GaussianInput, plain_sums
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit
from recoveryeval.stats.gaussian.gaussian_structures import full

Row = dict[str, object]


def share_rows(fit: GaussianFit, given: GaussianInput) -> list[Row]:
    """Return intraclass correlations, and variance explained (Nakagawa and Schielzeth 2013).

    With random slopes people's variance is its mean over the scores (Johnson 2014).
    """
    inner = len(fit.phi) - len(given.levels)
    people = float((full(fit.phi[: inner - 1], given.patterns.r) * _squares(given)).sum())
    between = [float(v) for v in fit.phi[inner:]]
    fixed = max(_fixed_variance(fit, given), 0.0)  # rounding, where there is no covariate
    random = people + sum(between)
    total = random + float(fit.phi[inner - 1])
    rows: list[Row] = []
    for code, level in enumerate(given.levels):
        share = sum(between[: code + 1]) / total
        rows.append(_row(f"two people of one {level.name}", "intraclass correlation", share))
    rows.append(_row("two scores of one person", "intraclass correlation", random / total))
    marginal, conditional = fixed / (fixed + total), (fixed + random) / (fixed + total)
    rows.append(_row("explained by the formula (marginal R2)", "share of variance", marginal))
    rows.append(
        _row("explained by formula and groups (conditional R2)", "share of variance", conditional)
    )
    return rows


def variance_rows(fit: GaussianFit, given: GaussianInput) -> list[Row]:
    """Return variance components, people's first, with how many they lie between."""
    inner, names = len(fit.phi) - len(given.levels), given.names
    g = given.back @ full(fit.phi[: inner - 1], len(names)) @ given.back.T
    found = [
        _row(f"variance between people: {name}", "variance", g[i, i], given.people)
        for i, name in enumerate(names)
    ]
    for i in range(len(names)):
        for j in range(i):
            term = f"covariance between people: {names[j]}, {names[i]}"
            found.append(_row(term, "variance", g[i, j], given.people))
    for code, level in enumerate(given.levels):
        term = f"variance between groups of {level.name}"
        found.append(_row(term, "variance", fit.phi[inner + code], len(level.labels)))
    return [*found, _row("variance within people", "variance", fit.phi[inner - 1], given.scores)]


def variance_parts(given: GaussianInput) -> list[str]:
    """Return names of the variance parameters, each as ``variance_rows`` has it."""
    names = given.names
    pairs = [f"{names[j]}, {names[i]}" for i in range(len(names)) for j in range(i)]
    return [*names, *pairs, *(f"group {level.name}" for level in given.levels), "residual"]


def visit_rows(sigma: np.ndarray, labels: Sequence[str]) -> list[Row]:
    """Return standard deviations and correlations of the waves; sigma (K, K)."""
    sd = np.sqrt(np.diag(sigma))
    found = [
        _row(f"standard deviation at wave {name}", "variance", s)
        for name, s in zip(labels, sd, strict=True)
    ]
    for j in range(len(labels)):
        for i in range(j + 1, len(labels)):
            term = f"correlation of waves {labels[j]} and {labels[i]}"
            found.append(_row(term, "variance", sigma[i, j] / (sd[i] * sd[j])))
    return found


def _row(term: str, estimand: str, estimate: float, n: float | None = None) -> Row:
    """Return one tidy row."""
    made: Row = {"term": term, "estimand": estimand, "estimate": float(estimate)}
    return made if n is None else {**made, "n": float(n)}


def _squares(given: GaussianInput) -> np.ndarray:
    """Return the mean over scores of z z' (r, r)."""
    total = sum(
        np.einsum("p,pai,paj->ij", batch.n, batch.z, batch.z) for batch in given.patterns.items
    )
    return np.asarray(total / given.patterns.n_rows)


def _fixed_variance(fit: GaussianFit, given: GaussianInput) -> float:
    """Return the variance over scores of what the fixed effects predict."""
    xx = plain_sums(given.patterns, residual=True).a[:-1, :-1]
    n, beta = given.patterns.n_rows, given.patterns.summed(fit.at.beta)
    mean = float(xx[0] @ beta) / n  # the first column is the intercept
    return float(beta @ xx @ beta - n * mean**2) / (n - 1)
