"""What is known about people at time zero, for models."""

from __future__ import annotations

import pandas as pd

from recoveryeval.cohorts.candidates import MADE
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.kinds import RESERVED

_FIRST = ("arm", "site", "age", "sex")
_NOT = ("person_id", "episode_id", "source", *MADE)


def known_covariates(cohort: Cohort, kind: str) -> pd.DataFrame:
    """Return arm, site, age, sex and the other columns that did not become known later."""
    people = cohort.frame
    names = [name for name in people.columns if _usable(str(name), people[name], cohort, kind)]
    ordered = [name for name in _FIRST if name in names]
    return people[[*ordered, *(name for name in names if name not in ordered)]].copy()


def _usable(name: str, column: pd.Series, cohort: Cohort, kind: str) -> bool:
    """Return whether a column may explain: no id, date, consequence or reserved name."""
    known = "anchor" if name in ("arm", "age") else cohort.known.get(name, "unknown")
    return (
        name not in _NOT
        and name not in RESERVED[kind]
        and known != "later"
        and not pd.api.types.is_datetime64_any_dtype(column.dtype)
        and bool(column.notna().any())
    )
