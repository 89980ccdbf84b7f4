"""Tidy rows of coaches: raw difference, shrunken difference, reliability."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.repeated.gaussian_input import plain_sums
from recoveryeval.models.repeated.random_fit import RandomFit
from recoveryeval.stats.gaussian.gaussian_effects import GroupEffects

AT_ZERO = "coaches did not differ detectably, so every estimate is the average"


def coach_rows(found: RandomFit, effects: GroupEffects, conf_level: float) -> pd.DataFrame:
    """Return raw difference, shrunken difference and reliability of every coach."""
    from scipy.special import ndtri

    level = found.given.levels[-1]
    raw = _raw(found, len(level.labels))
    known = len(found.fit.phi) - 1 not in found.at_zero
    error = effects.std_error if known else np.full(len(effects.n), np.nan)
    half = float(ndtri(0.5 + conf_level / 2)) * error
    rest = {"status": "ok" if known else "flagged", "reason": "" if known else AT_ZERO}
    rows: list[dict[str, Any]] = []
    for k, label in enumerate(level.labels):
        place = {"group": label, "n": effects.n[k]}
        reliability = 1 - effects.std_error[k] ** 2 / effects.variance if known else np.nan
        rows += [
            {**place, "estimand": "raw difference", "estimate": raw[k], "status": "ok"},
            {
                **place, **rest, "estimand": "shrunken difference",
                "estimate": effects.estimate[k], "std_error": error[k],
                "conf_low": effects.estimate[k] - half[k],
                "conf_high": effects.estimate[k] + half[k], "conf_level": conf_level,
            },
            {
                **place, "estimand": "reliability", "estimate": reliability,
                "status": "ok" if known else "not_estimable", "reason": rest["reason"],
            },
        ]  # fmt: skip
    return pd.DataFrame(rows).assign(method="BLUP")


def _raw(found: RandomFit, coaches: int) -> np.ndarray:
    """Return the mean (coaches,) of what the formula leaves over of each coach's scores."""
    patterns = found.given.patterns
    sums, own = plain_sums(patterns, residual=True), patterns.level == patterns.levels - 1
    above = patterns.above[:, own]
    brought, count = above.T @ sums.az, above.T @ sums.s
    delta = patterns.summed(found.fit.at.beta - patterns.offset)
    return np.asarray((brought[:, -1] - brought[:, :-1] @ delta) / count).reshape(coaches)
