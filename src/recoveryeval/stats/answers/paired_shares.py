"""Matched yes-or-no answers: the change in share, and who changed."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt

from recoveryeval.stats.answers.two_proportions import Limits, wilson


@dataclass(frozen=True, slots=True)
class Matched:
    """People by their two answers: yes twice, only before, only after, never."""

    both: float
    before: float
    after: float
    neither: float

    @property
    def n(self) -> float:
        """People."""
        return self.both + self.before + self.after + self.neither


def share_change(counts: Matched, conf_level: float) -> tuple[float, Limits]:
    """Return the share after minus the share before, with hybrid score limits.

    Newcombe's method 10: the Wilson limits of both shares, joined with the
    correlation of the answers.
    """
    n = counts.n
    later, earlier = (counts.both + counts.after) / n, (counts.both + counts.before) / n
    one, two = (
        wilson(counts.both + counts.after, n, conf_level),
        wilson(counts.both + counts.before, n, conf_level),
    )
    phi = _correlation(counts)
    down = _reach(later - one.low, two.high - earlier, phi)
    up = _reach(one.high - later, earlier - two.low, phi)
    change = later - earlier
    return change, Limits(change - down, change + up)


def exact_mcnemar(counts: Matched) -> float:
    """Return the exact two-sided p value of as many changing one way as the other."""
    from scipy.special import bdtr

    moved = counts.before + counts.after
    if moved == 0:
        return 1.0
    fewer = min(counts.before, counts.after)
    return float(min(1.0, 2 * bdtr(fewer, int(moved), 0.5)))


def conditional_odds(counts: Matched, conf_level: float) -> tuple[float, Limits]:
    """Return the odds of changing to yes rather than to no, with exact limits."""
    from scipy.special import betaincinv

    gained, lost = counts.after, counts.before
    tail = (1 - conf_level) / 2
    low = float(betaincinv(gained, lost + 1, tail)) if gained else 0.0
    high = float(betaincinv(gained + 1, lost, 1 - tail)) if lost else 1.0
    ratio = gained / lost if lost else nan
    return ratio, Limits(low / (1 - low), high / (1 - high) if high < 1 else float("inf"))


def _correlation(counts: Matched) -> float:
    """Return the correlation of both answers, corrected for continuity where it is positive."""
    a, b, c, d = counts.both, counts.before, counts.after, counts.neither
    below = (a + b) * (c + d) * (a + c) * (b + d)
    if below == 0:
        return 0.0
    cross = a * d - b * c
    if cross > 0:
        cross = max(cross - counts.n / 2, 0.0)
    return float(cross / sqrt(below))


def _reach(own: float, other: float, phi: float) -> float:
    """Return how far a limit lies from the estimate."""
    return sqrt(max(own**2 - 2 * phi * own * other + other**2, 0.0))
