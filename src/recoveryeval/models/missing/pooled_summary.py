"""The summary row of a pooled answer: only what holds for every version."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.results.result import Result

COUNTS = ("n", "n_event", "n_censor", "denominator")


def pooled_summary(answers: Sequence[Result]) -> pd.DataFrame:
    """Return the first version's summary, with mean counts and without what differs otherwise.

    A likelihood or a test of one version says nothing of the pooled answer.
    """
    rows = [answer.glance() for answer in answers]
    out = rows[0].copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name].dtype):
            continue
        values = np.array([float(row[name].iloc[0]) if name in row else np.nan for row in rows])
        if name in COUNTS:
            out[name] = values.mean()
        elif not np.allclose(values, values[0], rtol=1e-9, atol=0.0, equal_nan=True):
            out = out.drop(columns=name)
    tested = "statistic" in rows[0] or "p_value" in rows[0]
    if tested and "p_value" not in out:
        out = out.drop(columns=["statistic", "df", "method"], errors="ignore")
    return out
