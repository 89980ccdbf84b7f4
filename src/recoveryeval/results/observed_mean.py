"""The mean of the scores seen at some levels, beside what a model makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np


def observed_mean(observed: Mapping[str, Any], at: Mapping[str, str]) -> dict[str, float]:
    """Return ``n`` and ``observed`` at levels, from cells that a model carries; empty without."""
    if not observed:
        return {}
    n, mean = np.asarray(observed["n"], float), np.asarray(observed["mean"], float)
    here = np.ones(len(n), dtype=bool)
    for factor, level in at.items():
        here &= np.array(observed["levels"][factor]) == level
    total = float(n[here].sum())
    seen = float((n[here] * mean[here]).sum() / total) if total else float("nan")
    return {"n": total, "observed": seen}
