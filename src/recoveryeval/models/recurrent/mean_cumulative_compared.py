"""Whether groups differ in their mean number of events: by people, or by clusters of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recoveryeval.models.curves.curve_clusters import ENOUGH, clusters_span_groups
from recoveryeval.models.recurrent.mean_cumulative_rows import MeanOptions
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.too_few_clusters import LEAST
from recoveryeval.stats.coefficients import FTest
from recoveryeval.stats.competing.equal_means import same_means, same_rates
from recoveryeval.stats.competing.mean_cumulative import EVENT, FATAL_EVENT
from recoveryeval.stats.survival.logrank_robust import hotelling


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A test of whether groups have the same mean number of events; NaN where there is none.

    ``against`` says what the statistic of few clusters was held against.
    """

    method: str
    statistic: float
    df: float
    p_value: float
    against: str = ""

    def columns(self) -> dict[str, list[float]]:
        """Return the columns of a summary."""
        return {"statistic": [self.statistic], "df": [self.df], "p_value": [self.p_value]}

    def sentence(self) -> str:
        """Return the test in one line."""
        if np.isnan(self.p_value):
            return "No test: these data hold no error by which a difference could be judged."
        shown = "< 0.001" if self.p_value < 0.001 else f"= {self.p_value:.3f}"
        against = f" ({self.against})" if self.against else ""
        return (
            f"{self.method}: statistic {self.statistic:.2f} on {self.df:.0f} df, p {shown}{against}"
        )


def compared_groups(found: SurvivalInput, options: MeanOptions) -> GroupTest:
    """Return the test of equal means; none with one group, or a group of one person or cluster."""
    groups = len(found.labels)
    name = "Ghosh-Lin test of means" if options.deaths else "Robust score test of rates"
    df = float(groups - 1)
    happened = np.isin(found.cells.cause, (EVENT, FATAL_EVENT)).any()
    if groups < 2 or found.people.min() <= 1 or not happened or _too_few(found, options):
        return GroupTest(name, np.nan, max(df, 0.0), np.nan)
    test = same_means if options.deaths else same_rates
    statistic = test(found.cells, groups)
    if np.isnan(statistic):
        return GroupTest(name, statistic, df, np.nan)
    f = _held_against(statistic, found, options)
    if f is None:
        return GroupTest(name, np.nan, df, np.nan)
    return GroupTest(name, statistic, df, f.p_value, _against(f, found, options))


def _too_few(found: SurvivalInput, options: MeanOptions) -> bool:
    """Return whether clusters are too few for a test, or one of them is a whole group."""
    if not options.cluster_by:
        return False
    pairs = np.unique(np.stack([found.cells.group, found.cells.cluster]), axis=1)[0]
    return bool(_clusters(found) < LEAST or np.bincount(pairs).min() < 2)


def _held_against(statistic: float, found: SurvivalInput, options: MeanOptions) -> FTest | None:
    """Return the F test of a statistic on the scale of a chi-square; None where units are too few.

    Where people die, the reference takes the units, people or clusters, less groups.
    """
    df = len(found.labels) - 1
    if options.deaths:
        units = _clusters(found) if options.cluster_by else float(found.people.sum())
        left = units - df - 1
        return FTest(statistic / df, float(df), left) if left > 0 else None
    if not options.cluster_by or _clusters(found) >= ENOUGH:
        return FTest(statistic / df, float(df), float("inf"))
    nested = not clusters_span_groups(found.cells, options.cluster_by)
    f, free = hotelling(statistic, df, _clusters(found), nested=nested)
    return None if np.isnan(f) else FTest(f, float(df), free)


def _against(test: FTest, found: SurvivalInput, options: MeanOptions) -> str:
    """Return in words against what few clusters were held."""
    if not options.cluster_by or np.isinf(test.df_denominator):
        return ""
    free = test.df_denominator
    return f"F with {free:g} denominator degrees of freedom, {_clusters(found)} clusters"


def _clusters(found: SurvivalInput) -> int:
    """Return how many clusters there are."""
    return int(np.unique(found.cells.cluster).size)
