"""Working correlations as the moments that geepack solves, gaps and weights included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.answers.gee_pairs import Pairs, neighbors, places
from recoveryeval.stats.clusters import Clusters
from recoveryeval.stats.survival.cells import Floats, Ints

Structure = Literal["independence", "exchangeable", "autoregressive", "unstructured"]


class Working(Protocol):
    """A working correlation: its figures, how it learns them, and its inverse on rows."""

    @property
    def figures(self) -> NDArray[np.float64]:
        """The correlation's numbers: none, one, or a matrix."""
        ...

    def learned(self, left: Floats, weight: Floats) -> Working:
        """Return it with the moments of scaled Pearson residuals (N,) with weights (N,)."""
        ...

    def turned(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the inverse correlation times rows (N, k), cluster by cluster."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Independent:
    """No correlation."""

    figures: NDArray[np.float64]

    def learned(self, left: Floats, weight: Floats) -> Working:  # noqa: ARG002  none are needed
        """Return itself: there is nothing to learn."""
        return self

    def turned(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the rows (N, k) as they are."""
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """One correlation between all pairs of a cluster."""

    of: Clusters
    figures: NDArray[np.float64]

    def learned(self, left: Floats, weight: Floats) -> Working:
        """Return it with the mean product of residuals (N,) over pairs."""
        pairs = self._over_pairs(weight)
        mean = self._over_pairs(weight * left) / pairs if pairs > 0 else 0.0
        return replace(self, figures=np.array([mean]))

    def turned(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the inverse correlation times rows (N, k)."""
        u = float(self.figures[0])
        share = u / (1 - u) / (1 + u * (self.of.size - 1))
        shared = share[:, None] * self.of.sums(rows)
        return np.asarray(rows / (1 - u) - shared[self.of.code])

    def _over_pairs(self, values: Floats) -> float:
        """Return twice the sum of products of values (N,) over pairs."""
        return float((self.of.sums(values) ** 2).sum() - (values**2).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Apart:
    """A correlation that hangs on the occasions of two answers.

    ``learn`` makes figures of sums of products and weights by what pairs tell; ``between`` makes
    correlations (g, m, m) of figures and occasions (g, m).
    """

    of: Clusters
    occasion: Floats
    pairs: Pairs
    learn: Callable[[Floats, Floats], NDArray[np.float64]]
    between: Callable[[NDArray[np.float64], Floats], NDArray[np.float64]]
    figures: NDArray[np.float64]

    def learned(self, left: Floats, weight: Floats) -> Working:
        """Return it with the moments of residuals (N,) with weights (N,)."""
        if not self.pairs.about.size:
            return self
        return replace(self, figures=self.learn(*self.pairs.sums(left, weight)))

    def turned(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the inverse correlation times rows (N, k)."""
        out = np.empty_like(rows)
        for _, at in self.of.alike(rows.shape[1]):
            out[at] = np.linalg.solve(self.between(self.figures, self.occasion[at]), rows[at])
        return out


def working(of: Clusters, structure: Structure) -> Working:
    """Return the working correlation of one structure as it stands before the first fit."""
    if structure == "independence":
        return Independent(np.empty(0))
    if structure == "exchangeable":
        return Alike(of, np.zeros(1))
    return _near(of, *places(of)) if structure == "autoregressive" else _each(of, *places(of))


def _near(of: Clusters, first: Ints, second: Ints) -> Apart:
    """Return an autoregressive correlation, by distance in time, the least being one."""
    apart = np.abs(of.time[first] - of.time[second])
    unit = apart.min(initial=np.inf)
    distance, about = np.unique(apart / unit, return_inverse=True)

    def between(figures: NDArray[np.float64], time: Floats) -> NDArray[np.float64]:
        gaps = np.abs(time[:, :, None] - time[:, None, :]) / unit
        return np.asarray(figures[0] ** (np.rint(gaps) if figures[0] < 0 else gaps))

    def learn(product: Floats, pairs: Floats) -> NDArray[np.float64]:
        return np.array([neighbors(distance, product, pairs)])

    return Apart(of, of.time, Pairs(first, second, about), learn, between, np.zeros(1))


def _each(of: Clusters, first: Ints, second: Ints) -> Apart:
    """Return a correlation for every pair of occasions; one nobody has both of is zero."""
    known, occasion = np.unique(of.time, return_inverse=True)
    size = known.size
    about = np.maximum(occasion[first], occasion[second]) * size
    about += np.minimum(occasion[first], occasion[second])

    def between(figures: NDArray[np.float64], time: Floats) -> NDArray[np.float64]:
        code = time.astype(np.int64)
        return np.asarray(figures[code[:, :, None], code[:, None, :]])

    def learn(product: Floats, pairs: Floats) -> NDArray[np.float64]:
        mean = np.divide(product, pairs, out=np.zeros_like(product), where=pairs > 0)
        half = np.zeros((size, size))
        half.flat[: mean.size] = mean
        return np.asarray(half + half.T + np.eye(size))

    pairs = Pairs(first, second, about)
    return Apart(of, occasion.astype(float), pairs, learn, between, np.eye(size))
