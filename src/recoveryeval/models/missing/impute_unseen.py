"""People who gave no value at any wave, brought back for imputation."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from recoveryeval.outcomes.outcome import Outcome


def with_unseen(outcome: Outcome, known: Sequence[str]) -> tuple[pd.DataFrame, int]:
    """Return rows with those of people never seen, at the first wave, and who had to stay out.

    People of whom a named column is blank stay out, and all do where none is named: the mean of
    everyone would be said of them, whatever their group.
    """
    frame, unseen = outcome.data, outcome.unseen
    if unseen is None:
        return frame, 0
    named = list(known)
    told = unseen[named].notna().all(axis=1) if named else unseen["person"].isna()
    back = unseen.loc[told, list(frame.columns)].reset_index(drop=True)
    left_out = len(unseen) - len(back)
    if back.empty:
        return frame, left_out
    codes = frame["wave"].astype("category").cat.codes  # a wave that someone was seen at
    first = frame["wave"].iloc[[int(codes.argmin())] * len(back)]
    back["wave"] = first.set_axis(back.index)
    frame = frame.astype({"value": "float64"})  # answers are true or false, and now some are absent
    absent = {name: float("nan") for name in ("value", "day") if name in frame}
    back = back.assign(**absent).astype(frame.dtypes.to_dict())
    return pd.concat([frame, back], ignore_index=True), left_out
