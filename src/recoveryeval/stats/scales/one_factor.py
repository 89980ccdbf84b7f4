"""One common factor behind the items of a scale, by maximum likelihood, for omega."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST = 0.005  # smallest share of an item's variance that may be its own
GRADIENT = 1e-5


@dataclass(frozen=True, slots=True)
class OneFactor:
    """Loadings and uniquenesses (k,) on the items' scale; ``improper`` at a bound."""

    loadings: Floats
    unique: Floats
    converged: bool
    improper: bool

    @property
    def omega(self) -> float:
        """Share of the total's variance that the common factor makes."""
        common = self.loadings.sum() ** 2
        return float(common / (common + self.unique.sum()))


def one_factor(items: Floats) -> OneFactor:
    """Fit one factor to items (n, k), k at least 3, none constant."""
    from scipy.optimize import minimize

    spread = items.std(axis=0, ddof=1)
    correlation = np.asarray(np.corrcoef(items, rowvar=False), dtype=np.float64)
    k = len(spread)
    start = (1 - 0.5 / k) / np.diag(np.linalg.inv(correlation + 1e-8 * np.eye(k)))
    found = minimize(
        _discrepancy, np.clip(start, LEAST, 1.0), args=(correlation,), jac=True,
        method="L-BFGS-B", bounds=[(LEAST, 1.0)] * k,
        options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-10},
    )  # fmt: skip
    psi = np.asarray(found.x)
    free = (psi > LEAST + 1e-8) & (psi < 1 - 1e-8)
    gradient = _discrepancy(psi, correlation)[1][free]
    loadings = _loadings(psi, correlation)
    return OneFactor(
        loadings=loadings * spread,
        unique=psi * spread**2,
        converged=bool(np.abs(gradient).max(initial=0.0) < GRADIENT),
        improper=bool((psi <= LEAST + 1e-8).any()),
    )


def _loadings(psi: Floats, correlation: Floats) -> Floats:
    """Return loadings (k,) of the factor given uniquenesses, their sum positive."""
    root = np.sqrt(psi)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loading = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return np.asarray(loading if loading.sum() >= 0 else -loading)


def _discrepancy(psi: Floats, correlation: Floats) -> tuple[float, Floats]:
    """Return the likelihood discrepancy of uniquenesses (k,) and its gradient."""
    root = np.sqrt(psi)
    values = np.linalg.eigvalsh(correlation / np.outer(root, root))[:-1]
    loading = _loadings(psi, correlation)
    fitted = np.outer(loading, loading) + np.diag(psi)
    gradient = np.diag(fitted - correlation) / psi**2
    return float((values - np.log(values) - 1).sum()), np.asarray(gradient)
