"""The rows of repeated measures that hold a score; planned interviews without one are left out."""

from __future__ import annotations

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome


def scored_rows(outcome: Outcome) -> pd.DataFrame:
    """Return the rows with a score, one per person and occasion."""
    frame = outcome.data
    scored = frame["value"].notna()
    if not scored.any():
        raise EstimationError(
            "Nobody has a score",
            code="RE-E32",
            column="value",
            rows=0,
            do="Look at missingness() and at the outcome's checks: windows may be too narrow.",
        )
    return frame[scored].reset_index(drop=True)
