"""What was found when people's stays were looked through for readmissions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Clocks of the cohort: rows with ``person``, ``time``, ``cause``; the account; bad rows.

    ``n_twin`` is how many returns there are by the other way of looking (any,
    or the next), ``unsaid`` of how many stays it is not known whether they
    were planned.
    """

    rows: pd.DataFrame
    account: Mapping[int, int]
    bad: Mapping[str, int]
    whole: pd.DataFrame
    n_twin: int
    unsaid: int
