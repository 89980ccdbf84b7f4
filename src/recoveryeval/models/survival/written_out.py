"""Histories that stand for several people, written out person by person.

A robust variance adds up the rows of each person before squaring, so that n
people with one history are n sums, not one sum of n-fold size.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.outcomes.outcome import Outcome


def written_out(outcome: Outcome) -> Outcome:
    """Return the outcome with histories of several rows standing for one person each."""
    frame = outcome.frame
    n = frame["n"].to_numpy(dtype=float)
    if "person" not in frame or (n <= 1).all() or not frame["person"].dropna().duplicated().any():
        return outcome
    times = np.maximum(n, 1).astype(np.int64)
    rows = np.repeat(np.arange(len(frame)), times)
    copy = np.arange(rows.size) - np.repeat(np.cumsum(times) - times, times)
    codes = pd.factorize(frame["person"])[0]
    lone = codes < 0  # a row whose person is unknown is a person of its own
    codes[lone] = codes.max(initial=-1) + 1 + np.arange(int(lone.sum()))
    person = codes[rows] * (int(times.max(initial=0)) + 1) + copy
    written = frame.iloc[rows].reset_index(drop=True)
    one = np.minimum(n, 1.0)[rows]
    return replace(outcome, frame=written.assign(person=person.astype(str), n=one))
