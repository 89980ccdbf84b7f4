"""Means had everyone been at each level of a factor, and their differences, after a GEE."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.design import rebuild
from recoveryeval.models.gee_input import GeeRows
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.stats.coefficients import Coefficients, row_test

WORD = {"binomial": "share", "poisson": "rate", "gaussian": "mean"}


def standardized_rows(
    rows: GeeRows, found: Coefficients, conf_level: float
) -> list[dict[str, Any]]:
    """Return, for each factor, the mean at each level and its difference from the first."""
    out: list[dict[str, Any]] = []
    for name, levels in rows.found.levels.items():
        at = [_average(rows, found.beta, name, level, levels) for level in levels]
        shared = {"term": f"standardized by {name}", "conf_level": conf_level,
                  "method": "averaged over everyone, delta method"}  # fmt: skip
        word = WORD[rows.family]
        for level, (value, gradient) in zip(levels, at, strict=True):
            test = _test(found, value, gradient, conf_level)
            out.append({**shared, "group": str(level), "estimand": word, **test, "p_value": np.nan,
                        "statistic": np.nan})  # fmt: skip
        for level, (value, gradient) in zip(levels[1:], at[1:], strict=True):
            test = _test(found, value - at[0][0], gradient - at[0][1], conf_level)
            out.append({**shared, "contrast": f"{level} - {levels[0]}",
                        "estimand": f"difference in {word}", **test})  # fmt: skip
    return out


def _average(
    rows: GeeRows, beta: np.ndarray, name: str, level: object, levels: Any
) -> tuple[float, np.ndarray]:
    """Return the mean (and its gradient (q,)) had everyone been at one level."""
    same = pd.Categorical([level] * len(rows.frame), categories=list(levels))
    x = rebuild(rows.found, rows.frame.assign(**{name: same}))
    eta = x @ beta
    w = np.ones(len(eta)) if rows.weights is None else rows.weights
    if rows.family == "binomial":
        mean = 1 / (1 + np.exp(-eta))
        slope = mean * (1 - mean)
    elif rows.family == "poisson":
        mean = slope = np.exp(eta)
        w = w * np.exp(rows.offset if rows.offset is not None else 0.0)
    else:
        mean, slope = eta, np.ones(len(eta))
    return float(np.average(mean, weights=w)), np.average(slope[:, None] * x, axis=0, weights=w)


def _test(
    found: Coefficients, value: float, gradient: np.ndarray, conf_level: float
) -> dict[str, Any]:
    """Return estimate, error, test and limits of one smooth function of the coefficients."""
    at = np.flatnonzero(gradient)  # what has no error spoils only what it is part of
    variance = np.array([[gradient[at] @ found.covariance[np.ix_(at, at)] @ gradient[at]]])
    one = Coefficients(np.array([value]), variance, found.method, found.residual_df)
    test = row_test(one, np.ones(1), conf_level)
    return {"estimate": test.estimate, "std_error": test.std_error, "statistic": test.statistic,
            "df": test.df, "p_value": test.p_value, "conf_low": test.conf_low,
            "conf_high": test.conf_high, **_trust(test.std_error)}  # fmt: skip


def _trust(error: float) -> dict[str, str]:
    """Return status and reason of an average: none without an error."""
    if np.isnan(error):
        return {"status": "not_estimable", "reason": ALONE}
    return {"status": "ok", "reason": ""}
