"""Scores that compare groups of bracketed times, and their permutation distribution.

A score says how much earlier than expected a person's event was, given the curve of everyone; its
sum over a group is observed minus expected events (Sun 1996; Fay and Shaw 2010,
doi:10.18637/jss.v036.i02).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator

from recoveryeval.stats.bracketed.innermost_intervals import innermost_intervals
from recoveryeval.stats.bracketed.turnbull import Turnbull
from recoveryeval.stats.survival.cells import Floats, Ints

ScoreName = Literal["log-rank", "finkelstein", "wilcoxon"]
CHUNK = 2_000_000  # permuted scores held at once


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTest:
    """Sum of scores (G,) by group, covariance under permutation (G, G), statistic and df."""

    total: Floats
    covariance: Floats
    statistic: float
    df: int


def interval_scores(
    fit: Turnbull, left: Floats, right: Floats, n: Floats, name: ScoreName
) -> Floats:
    """Return the score (N,) of each interval under the curve of everyone.

    ``log-rank`` takes the Nelson-Aalen form of the cumulative hazard, ``finkelstein`` minus the
    logarithm of survival (grouped proportional hazards), ``wilcoxon`` proportional odds.
    """
    found = innermost_intervals(left, right, n)
    survival = np.maximum(1.0 - np.concatenate([[0.0], np.cumsum(fit.mass)]), 0.0)
    survival[survival < 1e-12] = 0.0
    before, after = survival[found.start][found.kind], survival[found.stop][found.kind]
    if name == "wilcoxon":
        return before + after - 1.0
    weighted = survival * _log_survival(fit, survival, name)
    rise = weighted[found.start][found.kind] - weighted[found.stop][found.kind]
    return np.asarray(rise / (before - after))


def _log_survival(fit: Turnbull, survival: Floats, name: ScoreName) -> Floats:
    """Return the logarithm of survival (J + 1,), 0 where survival is: it is multiplied by it."""
    if name == "finkelstein":
        return np.log(np.where(survival > 0, survival, 1.0))
    jumps = np.divide(fit.mass, survival[:-1], out=np.zeros(fit.mass.size), where=survival[:-1] > 0)
    return -np.concatenate([[0.0], np.cumsum(jumps)])


def permutation_moments(score: Floats, n: Floats, group: Ints, size: int) -> tuple[Floats, Floats]:
    """Return group sums (G,) and their covariance (G, G) when scores are dealt out at random."""
    total = np.bincount(group, n * score, size)
    people = np.bincount(group, n, size)
    everyone = people.sum()
    mean = total.sum() / everyone
    spread = float(n @ (score - mean) ** 2) / max(everyone - 1, 1.0)
    shape = np.diag(people) - np.outer(people, people) / everyone
    return total - people * mean, spread * shape


def score_test(total: Floats, covariance: Floats) -> ScoreTest:
    """Return the quadratic form of group sums in the inverse of their covariance."""
    roots = np.linalg.eigvalsh(covariance)
    df = int((roots > 1e-10 * max(float(roots.max(initial=0.0)), 1e-300)).sum())
    statistic = float(total @ np.linalg.pinv(covariance, rcond=1e-10, hermitian=True) @ total)
    return ScoreTest(total, covariance, statistic, df if roots.max(initial=0.0) > 0 else 0)


def permuted_share(
    strata: list[tuple[Floats, Ints]],
    found: ScoreTest,
    *,
    repeats: int,
    rng: Generator,
    watch: Callable[[range], Iterable[int]] = iter,
) -> float:
    """Return the share of random deals, this one among them, at least as far from even.

    ``strata`` holds, for each, the score of every person and the people in each group.
    """
    inverse = np.linalg.pinv(found.covariance, rcond=1e-10, hermitian=True)
    people = sum(score.size for score, _ in strata)
    chunk = max(1, CHUNK // people)
    further = 0
    for start in watch(range(0, repeats, chunk)):
        size = min(chunk, repeats - start)
        total = np.zeros((size, found.total.size))
        for score, sizes in strata:
            total += _dealt(score, sizes, size, rng)
        form = np.einsum("bi,ij,bj->b", total, inverse, total)
        further += int((form >= found.statistic * (1 - 1e-10)).sum())
    return (1 + further) / (1 + repeats)


def _dealt(score: Floats, sizes: Ints, repeats: int, rng: Generator) -> Floats:
    """Return group sums (repeats, G) of centered scores dealt out at random."""
    shuffled = rng.permuted(np.tile(score - score.mean(), (repeats, 1)), axis=1)
    edges = np.concatenate([[0], np.cumsum(sizes)])
    running = np.concatenate([np.zeros((repeats, 1)), np.cumsum(shuffled, axis=1)], axis=1)
    return np.asarray(np.diff(running[:, edges], axis=1))
