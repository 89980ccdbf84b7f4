"""Scores of two arms at three waves, some of them lost, and the question put to them."""

from __future__ import annotations

import numpy as np
import pandas as pd

import recoveryeval as rv


def study(n: int = 160, seed: int = 1, lost: float = 0.3) -> rv.Outcome:
    """Return scores at three waves in two arms; some are lost after the first or second."""
    rng = np.random.default_rng(seed)
    arm = np.array(["control", "coaching"])[np.arange(n) % 2]
    level = rng.normal(25, 4, n)
    effect = np.where(arm == "coaching", 3.0, 0.0)[:, None] * np.array([0.0, 0.5, 1.0])
    scores = level[:, None] + effect + rng.normal(0, 2, (n, 3))
    gone = rng.random(n) < lost * 2 / (1 + np.exp((scores[:, 0] - 25) / 3))
    scores[gone, 2] = np.nan
    scores[gone & (rng.random(n) < 0.4), 1] = np.nan
    frame = pd.DataFrame(scores, columns=[0, 3, 6]).assign(
        id=range(n), arm=arm, age=rng.normal(40, 9, n)
    )
    long = frame.melt(["id", "arm", "age"], var_name="month", value_name="score")
    return rv.repeated_measures(
        long[long["score"].notna()], value="score", person="id", wave="month", name="hope"
    )


def at_last(outcome: rv.Outcome) -> rv.Result:
    """Return the difference between arms at the last wave."""
    return rv.linear(outcome, "arm", wave=6).contrasts("arm")
