"""Weekly results ready for a definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

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
