"""Which test gives the p value of a comparison of risks, and what the other tests say.

Papers rarely say which chi-square they ran. With small groups the choice can move
a p value across any threshold, so that two groups show all three.
"""

from __future__ import annotations

import numpy as np

from recoveryeval.results.check import Check
from recoveryeval.stats.answers.chi_square import ChiSquare, chi_square
from recoveryeval.stats.answers.two_proportions import TwoCounts, fisher

SPARSE = 5
PEARSON = "Pearson's chi-square test, no continuity correction"
EXACT = "Fisher's exact test"


def overall_test(counts: list[tuple[float, float]]) -> tuple[ChiSquare, str] | None:
    """Return the test over all groups and its name; None where there is one group."""
    if len(counts) < 2:
        return None
    if len(counts) == 2:
        found, name, _ = pair_test(TwoCounts(*counts[0], *counts[1]), "")
        return found, name
    events, people = (np.array([c[i] for c in counts], dtype=float) for i in (0, 1))
    return chi_square(events, people), PEARSON


def pair_test(two: TwoCounts, pair: str) -> tuple[ChiSquare, str, tuple[Check, ...]]:
    """Return the test of two groups, its name, and a note where it is exact."""
    total, events = two.n0 + two.n1, two.events0 + two.events1
    smallest = min(two.n0, two.n1) * min(events, total - events) / total
    if smallest >= SPARSE:
        return _pearson(two), PEARSON, ()
    told = (
        f"{pair}: an expected count is under five, so the p value is Fisher's exact one. It can be "
        "above 0.05 where score limits leave out no difference: the exact test is the more "
        "cautious."
    )
    exact = ChiSquare(np.nan, np.nan, fisher(two))
    return exact, EXACT, (Check("sparse", told, "note", statistic=smallest),)


def all_tests(two: TwoCounts, pair: str) -> tuple[Check, ...]:
    """Return Pearson's, Yates' and Fisher's tests of two groups as notes."""
    plain, corrected = _pearson(two), _pearson(two, correct=True)
    if np.isnan(plain.p_value):
        return ()
    return (
        _note("pearson_chi_square", f"{pair}: chi-square, no continuity correction", plain),
        _note("yates_chi_square", f"{pair}: chi-square, Yates' continuity correction", corrected),
        _note("fisher_exact", f"{pair}: Fisher's exact test", ChiSquare(np.nan, 0, fisher(two))),
    )


def _note(name: str, told: str, test: ChiSquare) -> Check:
    """Return one test as a note."""
    return Check(
        name, f"{told}, two-sided.", "note", statistic=test.statistic, p_value=test.p_value
    )


def _pearson(two: TwoCounts, *, correct: bool = False) -> ChiSquare:
    """Return the chi-square test of two groups."""
    return chi_square(
        np.array([two.events0, two.events1]), np.array([two.n0, two.n1]), correct=correct
    )
