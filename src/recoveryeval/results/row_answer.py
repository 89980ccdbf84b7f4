"""The answer to one contrast of a model, from the coefficients that its result carries."""

from __future__ import annotations

from typing import Any

import numpy as np

from recoveryeval.results.result import Result
from recoveryeval.results.status import NUMBERS
from recoveryeval.stats.coefficients import Coefficients, RowTest, row_test

FIXED = 1e-12
UNKNOWN = 1e-8
EMPTY = "nobody is in a combination of factors that this needs"
HELD = "the model holds the difference at zero"


def coefficients(result: Result) -> Coefficients:
    """Return the coefficients that a model's result carries."""
    stored = result.extras["coefficients"]
    return Coefficients(**{k: stored[k] for k in stored})


def tested(model: Result, row: np.ndarray, conf_level: float) -> dict[str, Any]:
    """Return the tidy numbers of one contrast row."""
    if np.abs(row).max(initial=0.0) < FIXED:
        nothing = dict.fromkeys(("df", *NUMBERS), np.nan)
        return {**nothing, "conf_level": conf_level, "status": "not_estimable", "reason": HELD}
    known = coefficients(model)
    if np.abs(row[len(known.beta) :]).max(initial=0.0) > UNKNOWN:
        nothing = dict.fromkeys(("df", *NUMBERS), np.nan)
        return {**nothing, "conf_level": conf_level, "status": "not_estimable", "reason": EMPTY}
    found = row_test(known, row[: len(known.beta)], conf_level)
    return {
        "estimate": found.estimate,
        "std_error": found.std_error,
        "statistic": found.statistic,
        "df": found.df,
        "p_value": found.p_value,
        "conf_low": found.conf_low,
        "conf_high": found.conf_high,
        "conf_level": conf_level,
        **_trust(model, found),
    }


def _trust(model: Result, found: RowTest) -> dict[str, str]:
    """Return how far an answer can be trusted: no further than the fit it rests on.

    Where clusters are too few for an error (``no_error``), the estimate stands without one.
    """
    if np.isnan(found.std_error) or np.isnan(found.df):
        why = str(model.extras.get("no_error", ""))
        stands = bool(why) and not np.isnan(found.estimate)
        return {"status": "flagged" if stands else "not_estimable", "reason": why}
    return {"status": "fallback" if "fallback" in set(model.table["status"]) else "ok"}
