"""Cross-products by observed-visit pattern: all that a Gaussian repeated-measures model needs.

People who were seen at the same visits share one covariance matrix, so the
likelihood needs, for each such pattern, only the sum of products of what they
brought: 145,718 visits become a handful of small matrices, whose numbers are
the same whether rows or a database summed them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """People seen at the same visits.

    ``n`` people; ``z`` (m, r) is the random-effects design of their m visits;
    ``products`` (m, q+1, m, q+1) sums w_a w_b' over people, w_a being the q
    fixed-effects columns and the response at visit a.
    """

    n: float
    z: np.ndarray
    products: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """All patterns, the least-squares start that was taken off the response, and sizes."""

    items: tuple[Pattern, ...]
    offset: np.ndarray
    n_rows: float
    n_people: float

    @property
    def q(self) -> int:
        """Number of fixed-effects columns."""
        return len(self.offset)

    @property
    def r(self) -> int:
        """Number of random-effects columns."""
        return int(self.items[0].z.shape[1])


def from_rows(person: np.ndarray, x: np.ndarray, z: np.ndarray, y: np.ndarray) -> Patterns:
    """Return the patterns of rows: person (rows,) codes, x (rows, q), z (rows, r), y (rows,)."""
    offset = np.linalg.lstsq(x, y, rcond=None)[0]
    order = np.lexsort((*z.T[::-1], person))
    who, zs = person[order], z[order]
    wide = np.column_stack([x[order], y[order] - x[order] @ offset])
    starts = np.flatnonzero(np.r_[True, who[1:] != who[:-1]])
    sizes = np.diff(np.r_[starts, len(who)])
    found: list[Pattern] = []
    for size in np.unique(sizes):
        rows = starts[sizes == size][:, None] + np.arange(size)
        found.extend(_same_size(zs[rows], wide[rows]))
    return Patterns(tuple(found), offset, float(len(y)), float(len(starts)))


def _same_size(z: np.ndarray, wide: np.ndarray) -> list[Pattern]:
    """Return the patterns among people with equally many visits; z (people, m, r)."""
    keys, which = np.unique(z.reshape(len(z), -1), axis=0, return_inverse=True)
    order = np.argsort(which.ravel(), kind="stable")
    stops = np.cumsum(np.bincount(which.ravel(), minlength=len(keys)))
    found = []
    for key, start, stop in zip(keys, np.r_[0, stops[:-1]], stops, strict=True):
        flat = wide[order[start:stop]].reshape(stop - start, -1)
        m, width = z.shape[1], wide.shape[2]
        products = (flat.T @ flat).reshape(m, width, m, width)
        found.append(Pattern(float(stop - start), key.reshape(m, -1), products))
    return found
