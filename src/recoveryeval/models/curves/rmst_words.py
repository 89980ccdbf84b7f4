"""What a restricted mean says: estimand, labels, methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from recoveryeval.models.curves.rmst_rows import MEAN, in_one_line
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.models.survival.survival_words import compared, other_events, state_of
from recoveryeval.models.words import estimand_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.estimand import Estimand


def rmst_estimand(outcome: Outcome, found: SurvivalInput, by: str | None, until: str) -> Estimand:
    """Return what is estimated, up to the horizon in words."""
    compares = f", and its difference and ratio between groups of {by}" if by else ""
    estimand = estimand_of(
        outcome,
        f"mean time {state_of(outcome)} within the first {until}{compares}",
        other_events=other_events(outcome),
        dropped=found.dropped,
    )
    return replace(estimand, horizon=until)


def rmst_labels(
    outcome: Outcome, by: str | None, until: str, table: pd.DataFrame
) -> dict[str, str]:
    """Return the words of the picture."""
    unit = f"{outcome.unit[:1].upper()}{outcome.unit[1:]}"
    return {
        "title": f"Average time {state_of(outcome)} in the first {until}{compared(by)}",
        "unit": outcome.unit,
        "state": state_of(outcome),
        "x": f"{unit} {state_of(outcome)}, out of {until}",
        "estimand": MEAN,
        "note": in_one_line(table),
    }


def rmst_methods(asked: Mapping[str, Any], unit: str) -> str:
    """Return the paragraph for a paper."""
    contrast = (
        " Groups were compared by the difference and the ratio of restricted means, the ratio on "
        "the log scale, judged by t; where a group had no event its limits rest on the exact lower "
        "limit of its survival."
        if asked["by"]
        else ""
    )
    return (
        "The mean time free of the event was estimated as the area under the Kaplan-Meier curve "
        f"up to {asked['horizon']:g} {unit} (Royston and Parmar 2013, "
        f"doi:10.1186/1471-2288-13-152), with {_variance(asked)} {asked['conf_level']:.0%} "
        f"confidence limits on the {asked['conf_type']} scale.{contrast} "
        f"Software: {versions()}."
    )


def _variance(asked: Mapping[str, Any]) -> str:
    """Return the variance in words."""
    if asked["weights"] is None and asked["cluster"] is None:
        return "the variance that sums squared areas ahead of each event time, and"
    by = f" clustered by {asked['cluster']}" if asked["cluster"] else ""
    weighted = " for probability weights" if asked["weights"] else ""
    return f"robust errors (infinitesimal jackknife){by}{weighted}, and"
