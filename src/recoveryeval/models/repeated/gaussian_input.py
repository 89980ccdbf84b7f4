"""What a Gaussian model of repeated measures works on, whether rows or a database gave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design
from recoveryeval.models.repeated.group_nesting import Level
from recoveryeval.results.check import Check
from recoveryeval.stats.gaussian.gaussian_patterns import Patterns
from recoveryeval.stats.gaussian.gaussian_sums import Sums, summed, triangle

_DEPENDENT = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class GaussianInput:
    """Patterns and the words around them.

    ``names`` (r,) are the random effects, or the waves of a model whose
    covariance lies between waves; ``scale`` (r,) is the size of each in the
    patterns, where numbers are centered, and ``turn_back`` (r, r) turns those effects
    into the ones named; ``levels`` are groups above people, outermost first;
    ``variance`` is what least squares leave. ``grid`` and ``observed`` travel with
    the result. ``alone`` (q,) marks terms of one person, where rows are known.
    """

    fixed: Design
    patterns: Patterns
    names: tuple[str, ...]
    scale: np.ndarray
    levels: tuple[Level, ...]
    variance: float
    grid: Mapping[str, Any]
    observed: Mapping[str, Any]
    checks: tuple[Check, ...] = ()
    alone: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    turn_back: np.ndarray | None = None

    @property
    def back(self) -> np.ndarray:
        """What turns the patterns' random effects into the ones named."""
        return np.eye(len(self.names)) if self.turn_back is None else self.turn_back

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.patterns.n_people)

    @property
    def scores(self) -> int:
        """Number of scores."""
        return int(self.patterns.n_rows)


def plain_sums(patterns: Patterns, *, residual: bool) -> Sums:
    """Return cross-products with nothing between, as if all scores were independent."""
    r = patterns.r
    units = np.array([0.0 if residual or i != j else 1.0 for i, j in triangle(r)])
    phi = np.append(units, 1.0) if residual else units
    found = summed(patterns, phi, residual=residual, second=False)
    if found is None:
        raise AssertionError("an identity is positive definite")
    return found


def left_over(patterns: Patterns, sums: Sums) -> float:
    """Return the variance around least squares; scores without any are refused."""
    variance = float(sums.a[-1, -1]) / patterns.n_rows
    offset = patterns.summed(patterns.offset)
    size = float(offset @ sums.a[:-1, :-1] @ offset) / patterns.n_rows
    if variance <= 1e-20 * size or variance == 0.0:
        raise EstimationError(
            "The scores do not vary around their means",
            code="RE-E38",
            rows=int(patterns.n_rows),
            do="Report the means; there is nothing to test.",
        )
    return variance


def refuse_few(people: float, rows: float, columns: int) -> None:
    """Raise where a model of repeated measures has nothing to repeat."""
    if people < 2 or people <= columns:
        raise EstimationError(
            "There are fewer people than coefficients, so nothing can be estimated",
            code="RE-E32",
            rows=int(people),
            do="Use a simpler formula or more people.",
        )
    if rows == people:
        raise EstimationError(
            "Everyone has one visit, so a repeated-measures model cannot tell people from noise",
            code="RE-E13",
            rows=int(people),
            do="Use linear() on one score per person.",
        )


def refuse_confounded(patterns: Patterns, sums: Sums, levels: Sequence[Level]) -> None:
    """Raise where the fixed effects already say all that a level of groups could."""
    if not levels:
        return
    q, above = patterns.q, patterns.above
    xx, zx, zz = sums.a[:q, :q], above.T @ sums.az[:, :q], (above.T * sums.s) @ above
    for code, level in enumerate(levels):
        own = np.flatnonzero(patterns.level == code)
        both = np.block([[xx, zx[own].T], [zx[own], zz[np.ix_(own, own)]]])
        if _rank(both) == _rank(xx):
            raise EstimationError(
                f"The formula already says everything that '{level.name}' could: each of its "
                "groups has a mean of its own",
                code="RE-M52",
                column=level.name,
                rows=len(level.labels),
                do=f"Leave '{level.name}' out of groups=, or the terms that hold it out of the "
                "formula. An effect of something that each group has or has not needs several "
                "groups of either kind.",
            )


def _rank(gram: np.ndarray) -> int:
    """Return the rank of the columns whose cross-products these are."""
    size = np.sqrt(np.maximum(np.diag(gram), 1e-300))
    return int((np.linalg.eigvalsh(gram / np.outer(size, size)) > _DEPENDENT).sum())
