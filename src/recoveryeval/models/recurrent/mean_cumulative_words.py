"""Words of a mean cumulative function: its axes, and its paragraph for a paper."""

from __future__ import annotations

from recoveryeval.models.recurrent.mean_cumulative_compared import GroupTest
from recoveryeval.models.recurrent.mean_cumulative_rows import MeanOptions
from recoveryeval.models.survival.survival_words import aside, compared, event_of
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome


def mean_labels(outcome: Outcome, by: str | None, test: GroupTest | None) -> dict[str, str]:
    """Return the words of the picture."""
    unit = f"{outcome.unit[:1].upper()}{outcome.unit[1:]}"
    what = event_of(outcome)
    return {
        "title": f"Mean number of events per person ({what}){compared(by)}",
        "x": f"{unit} since {outcome.origin}",
        "y": f"Mean number of events per person ({what})",
        "difference": f"Difference in mean number of events per person ({what})",
        "unit": outcome.unit,
        "definition": outcome.definition.sentence,
        **({} if test is None else {"note": test.sentence()}),
    }


def other_ends(outcome: Outcome, options: MeanOptions) -> str:
    """Return how deaths and other ends of observation were handled."""
    if options.deaths:
        return "death ends a person's events for good; other ends of observation are censoring"
    known = "death" in outcome.frame
    died = "nobody died under observation" if known else "deaths were not recorded as such"
    return f"{died}; all ends of observation count as censoring"


def mean_methods(by: str | None, options: MeanOptions, test: GroupTest | None) -> str:
    """Return the paragraph for a paper."""
    how = (
        "the estimator of Ghosh and Lin for events before death "
        "(2000, doi:10.1111/j.0006-341X.2000.00554.x)"
        if options.deaths
        else "the Nelson estimator (Lawless and Nadeau 1995, doi:10.1080/00401706.1995.10484300)"
    )
    weighted = ", with probability weights" if options.weighted else ""
    unit = f"cluster ({options.cluster_by})" if options.cluster_by else "person"
    tested = (
        ""
        if test is None
        else " Groups were compared by weighted differences of these means"
        if options.deaths
        else " Groups were compared by a robust score test of equal rates"
    )
    if test is not None:
        tested += f" ({test.against})." if test.against else "."
    return (
        f"The mean number of events per person over time{aside(by)} was estimated by {how}"
        f"{weighted}, with standard errors that add up the influence of each {unit} and pointwise "
        f"{options.conf_level:.0%} confidence limits (t, {options.conf_type} scale).{tested} "
        f"Software: {versions('scipy')}."
    )
