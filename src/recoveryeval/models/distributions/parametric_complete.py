"""Rows of a parametric model whose weight and cluster are known, and which of them share one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.models.missing_share import refuse_share, share_verdict
from recoveryeval.models.probability_weights import probability_weights
from recoveryeval.models.survival.person_rows import person_rows
from recoveryeval.models.survival.row_clusters import row_clusters
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check


def complete_rows(
    outcome: Outcome, weights: str | None, cluster: str | None
) -> tuple[pd.DataFrame, dict[str, int], tuple[Check, ...]]:
    """Return the rows whose weight and cluster are known; counts of, and checks on the others."""
    outcome.require([c for c in (weights, cluster) if c is not None])
    named = {column: word for column, word in ((weights, "weight"), (cluster, "cluster")) if column}
    frame, dropped, checks = outcome.data, {}, []
    if weights is not None:
        frame = frame.assign(**{weights: probability_weights(frame[weights], weights)})
    for column, word in named.items():
        rows, lost = len(frame), int(frame[column].isna().sum())
        refuse_share(rows, lost, what=f"a {word}", column=column, do=f"Complete the {word}s first.")
        told = f"{lost} of {rows} rows lack a {word} and were not used."
        if lost:
            dropped[f"{column} missing"] = lost
            verdict = share_verdict(rows, lost)
            checks.append(Check(f"missing_{word}s", told, verdict, lost / rows))
        frame = frame.loc[frame[column].notna()]
    if weights is not None:
        frame = frame.loc[frame[weights] > 0]
    return frame.reset_index(drop=True), dropped, tuple(checks)


def together_rows(frame: pd.DataFrame, cluster: str) -> np.ndarray:
    """Return the code of each row's cluster (rows,)."""
    ordered = frame if "time" in frame else frame.assign(time=frame["left"])
    return row_clusters(frame[cluster], person_rows(ordered), cluster)
