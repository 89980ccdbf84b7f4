"""A measure of engagement before covariates join it, and what every measure is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.engaging.followed import Followed
from recoveryeval.outcomes.engaging.log import Log, Used, used
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.results.check import Check


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One row per person (and wave): ``place`` in the cohort (m,), -1 for people outside it.

    ``columns`` are those of the kind's contract, each (m,); ``person`` the ids
    of people outside the cohort.
    """

    kind: Kind
    place: np.ndarray
    columns: Mapping[str, Any]
    checks: tuple[Check, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    causes: Mapping[int, str] = field(default_factory=dict)
    unit: str = "days"
    horizon: float | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a measure is made from: the cohort, its contacts, until when people are followed."""

    cohort: Cohort
    log: Log
    people: Followed
    options: Mapping[str, Any]

    def contacts(self, services: str = "service", **rules: Any) -> Used:
        """Return the contacts that count, by the services that an option names."""
        named = self.options[services]
        found = {
            "services": () if named == ("any",) else named,
            "after_end": self.options["after_end"],
            "same_day": self.options.get("same_day", "each"),
            **rules,
        }
        return used(self.log, self.people, **found)


def in_place(found: pd.DataFrame) -> pd.DataFrame:
    """Return what a derivation found in the order of the people."""
    return found.sort_values("person").reset_index(drop=True)
