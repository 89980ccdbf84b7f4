"""Weekly results ready for a definition, from a cohort or from the user's own table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from recoveryeval.outcomes.weekly.weekly_results import WeeklyResults
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False)
class WeeksAtHand:
    """Weeks that were due, and the people they belong to.

    ``weeks`` has ``person``, ``week`` and ``symbol``; ``people`` has ``person``
    and ``label``, ``death_week`` (infinite for people who lived) and the
    covariates, and is the order of the outcome's rows.
    """

    weeks: Any
    people: pd.DataFrame
    covariates: tuple[str, ...]
    origin: str
    population: str
    rows_in: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    check_rows: tuple[Check, ...] = ()


def own_weeks(given: WeeklyResults) -> WeeksAtHand:
    """Return the user's own weekly results."""
    return WeeksAtHand(
        weeks=given.weeks,
        people=given.people.assign(death_week=float("inf")),
        covariates=given.covariates,
        origin="the start of week 1 in the data",
        population="everyone in the data",
        rows_in=len(given.people),
    )
