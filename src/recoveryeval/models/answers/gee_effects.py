"""Means had everyone been at each level of a factor, and their differences, after a GEE."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.models.design import rebuild
from recoveryeval.models.too_few_clusters import standing
from recoveryeval.stats.coefficients import Coefficients, row_test

WORD = {"binomial": "share", "poisson": "rate", "gaussian": "mean"}


def standardized_rows(
    rows: GeeRows, of: tuple[Coefficients, np.ndarray], conf_level: float, why: str
) -> list[dict[str, Any]]:
    """Return, for each factor, the mean at each level and its difference from the first.

    ``of`` are the coefficients shown, and those of the fit; ``why`` some may have no error.
    """
    out: list[dict[str, Any]] = []
    found, beta = of
    for name, levels in rows.found.levels.items():
        at = [_average(rows, beta, name, level, levels) for level in levels]
        shared = {"term": f"standardized by {name}", "conf_level": conf_level,
                  "method": "averaged over everyone, delta method"}  # fmt: skip
        word = WORD[rows.family]
        for level, (value, gradient) in zip(levels, at, strict=True):
            test = _test(found, value, gradient, conf_level, why=why)
            out.append({**shared, "group": str(level), "estimand": word, **test, "p_value": np.nan,
                        "statistic": np.nan})  # fmt: skip
        for level, (value, gradient) in zip(levels[1:], at[1:], strict=True):
            test = _test(found, value - at[0][0], gradient - at[0][1], conf_level, why=why)
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
    found: Coefficients, value: float, gradient: np.ndarray, conf_level: float, *, why: str
) -> dict[str, Any]:
    """Return estimate, error, test and limits of one smooth function of the coefficients."""
    at = np.flatnonzero(gradient)  # what has no error spoils only what it is part of
    variance = np.array([[gradient[at] @ found.covariance[np.ix_(at, at)] @ gradient[at]]])
    one = Coefficients(np.array([value]), variance, found.method, found.residual_df)
    test = row_test(one, np.ones(1), conf_level)
    return {"estimate": test.estimate, "std_error": test.std_error, "statistic": test.statistic,
            "df": test.df, "p_value": test.p_value, "conf_low": test.conf_low,
            "conf_high": test.conf_high,
            **standing(test.std_error, bool(np.isnan(found.beta[at]).any()), why)}  # fmt: skip
