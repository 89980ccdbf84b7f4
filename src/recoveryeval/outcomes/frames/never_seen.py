"""People of the table who gave no score or answer at any wave: who they are, and how many."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.results.check import Check

ABSENT = ": value missing"
_BLANK = (ABSENT, "answer missing")


def never_seen(
    frame: pd.DataFrame, kept: pd.DataFrame, reasons: Mapping[str, np.ndarray]
) -> pd.DataFrame | None:
    """Return one row per person whose values are all missing, each column's first known value.

    Rows set aside for another reason, such as no person or no wave, tell of nobody.
    """
    if not {"person", "wave"} <= set(frame):
        return None
    nobody = np.zeros(len(frame), dtype=bool)
    wrong, silent = (
        np.logical_or.reduce(
            [nobody, *(m for reason, m in reasons.items() if reason.endswith(_BLANK) == blank)]
        )
        for blank in (False, True)
    )
    usable = silent & ~wrong & frame["person"].notna().to_numpy()
    alone = usable & ~frame["person"].isin(kept["person"]).to_numpy(dtype=bool)
    if not alone.any():
        return None
    one = frame.loc[alone].groupby("person", observed=True, sort=False).first().reset_index()
    return one[frame.columns.tolist()]


def unseen_check(unseen: pd.DataFrame | None) -> tuple[Check, ...]:
    """Say how many people models cannot know, though they were in the table."""
    if unseen is None:
        return ()
    told = (
        f"People without a value at any wave: {len(unseen)}. Models leave them out; impute() can "
        "count them by their group and auxiliaries."
    )
    return (Check("people_never_seen", told, "concern", statistic=float(len(unseen))),)
