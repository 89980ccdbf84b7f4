"""The rows of repeated measures that hold a score; planned interviews without one are left out."""

from __future__ import annotations

import pandas as pd

from recoveryeval.outcomes.outcome import Outcome


def scored_rows(outcome: Outcome) -> pd.DataFrame:
    """Return the rows with a score, one per person and occasion."""
    frame = outcome.data
    return frame[frame["value"].notna()].reset_index(drop=True)
