"""The rows of every group's mean number of events, and one row about all of them."""

from __future__ import annotations

import pandas as pd

from recoveryeval.models.recurrent.mean_cumulative_rows import MeanOptions, mean_rows
from recoveryeval.models.survival.survival_input import SurvivalInput
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.status import worst


def mean_table(outcome: Outcome, found: SurvivalInput, options: MeanOptions) -> pd.DataFrame:
    """Return the rows of every group."""
    parts = []
    for code, text in enumerate(found.labels):
        own = found.cells.where(found.cells.group == code)
        parts.append(mean_rows(own, float(found.people[code]), options).assign(group=text))
    shared = {
        "outcome": outcome.name,
        "estimand": "mean number of events",
        "conf_level": options.conf_level,
    }
    return pd.concat(parts, ignore_index=True).assign(**shared)


def mean_summary(outcome: Outcome, found: SurvivalInput, table: pd.DataFrame) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    return pd.DataFrame(
        {
            "outcome": [outcome.name],
            "n": [float(found.people.sum())],
            "n_event": [float(table["n_event"].sum())],
            "n_censor": [float(table["n_censor"].sum())],
            "follow_up": [float(found.cells.time.max())],
            "unit": [outcome.unit],
            "status": [worst(table["status"].unique())],
        }
    )
