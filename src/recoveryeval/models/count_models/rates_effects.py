"""Rates had everyone been at each level of a factor, and their differences, on the scale of counts.

Each person keeps all other covariates; rates are averaged over observed time. Derivatives by the
parameters are exact (complex steps).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.count_models.rates_fit import RateFit
from recoveryeval.models.count_models.rates_input import RateRows
from recoveryeval.models.count_models.rates_robust import finite, two_sided
from recoveryeval.models.design import Design, rebuild
from recoveryeval.models.too_few_clusters import standing
from recoveryeval.stats.coefficients import row_df, row_test

STEP = 1e-30
FAR = 50.0
OUTLYING = "an average this far from the data has no limits; look for covariates far from the rest"
Predict = Callable[[np.ndarray], Any]


def effect_rows(
    rows: RateRows, found: Design, fit: RateFit, *, per: float, conf_level: float
) -> list[dict[str, Any]]:
    """Return, for each factor, the rate at each level and its difference from the first one."""
    out: list[dict[str, Any]] = []
    for name, levels in found.levels.items():
        known = []
        for level in levels:
            same = pd.Categorical([level] * len(rows.frame), categories=list(levels))
            x = rebuild(found, rows.frame.assign(**{name: same}))
            known.append(_value(_average(rows, fit, x, per), fit.coefficients.beta))
        shared = {"term": f"standardized by {name}", "conf_level": conf_level}
        shared["method"] = "averaged over observed time, delta method" + (
            "" if fit.family == "beta-binomial" else f", per {per:g}"
        )
        out += [
            {**shared, "group": level, "estimand": _name(fit), **_rate(fit, one, conf_level)}
            for level, one in zip(levels, known, strict=True)
        ]
        out += [
            {
                **shared,
                "contrast": f"{level} - {levels[0]}",
                "estimand": f"difference in {_name(fit)}",
                **_difference(fit, one, known[0], conf_level),
            }
            for level, one in zip(levels[1:], known[1:], strict=True)
        ]
    return out


def overall(rows: RateRows, fit: RateFit, x: np.ndarray) -> float:
    """Return the average rate, or share of days, that the model gives everyone as they are."""
    return float(np.real(_average(rows, fit, x, 1.0)(fit.coefficients.beta)))


def _name(fit: RateFit) -> str:
    """Return what is averaged."""
    return "share of days" if fit.family == "beta-binomial" else "rate"


def _average(rows: RateRows, fit: RateFit, x: np.ndarray, per: float) -> Predict:
    """Return the average rate as a function of all parameters."""
    time = rows.amount * rows.exposure
    q = x.shape[1]

    def one(point: np.ndarray) -> Any:
        return time @ np.exp(x @ point[:q]) / time.sum() * per

    def share(point: np.ndarray) -> Any:
        return time @ (1 / (1 + np.exp(-(x @ point[:q])))) / time.sum()

    def both(point: np.ndarray) -> Any:
        whether = 1 / (1 + np.exp(-(x @ point[:q])))
        mean = rows.exposure * np.exp(x @ point[q : 2 * q])
        none = np.exp(-mean)
        if not fit.limit:
            theta = np.exp(point[2 * q])
            none = np.exp(-theta * np.log(1 + mean / theta))
        return rows.amount @ (whether * mean / (1 - none)) / time.sum() * per

    return {"beta-binomial": share, "hurdle": both}.get(fit.family, one)


def _value(predict: Predict, point: np.ndarray) -> tuple[float, np.ndarray]:
    """Return a function's value at a point (q,) and its gradient (q,)."""
    steps = point + 1j * STEP * np.eye(point.size)
    return float(predict(point)), np.array([predict(row).imag for row in steps]) / STEP


def _rate(fit: RateFit, one: tuple[float, np.ndarray], conf_level: float) -> dict[str, Any]:
    """Return a rate with limits on its log scale, or a share with limits on its logit scale."""
    value, gradient = one
    if _is_far(value):
        return {"status": "not_estimable", "reason": OUTLYING}
    logit = fit.family == "beta-binomial"
    scale = value * (1 - value) if logit else value
    middle = math.log(value / (1 - value)) if logit else math.log(value)
    test = row_test(fit.coefficients, gradient / scale, conf_level)
    half = test.conf_high - test.estimate
    if half > FAR:
        return {"status": "not_estimable", "reason": OUTLYING}
    back = (lambda v: 1 / (1 + math.exp(-v))) if logit else math.exp
    return {
        "estimate": value,
        "std_error": test.std_error * scale,
        "df": finite(test.df + 0 * test.std_error),  # none without an error
        "conf_low": back(middle - half),
        "conf_high": back(middle + half),
        **_trust(fit, gradient, test.std_error),
    }


def _is_far(value: float) -> bool:
    """Return whether an average is beyond anything that data can say."""
    return not value > 0 or abs(math.log(value)) > FAR


def _trust(fit: RateFit, gradient: np.ndarray, error: float) -> dict[str, str]:
    """Return status and reason of an average."""
    hidden = bool(fit.hidden.size and fit.hidden[gradient != 0].any())
    return standing(error, hidden, fit.no_error)


def _difference(
    fit: RateFit, one: tuple[float, np.ndarray], base: tuple[float, np.ndarray], conf_level: float
) -> dict[str, Any]:
    """Return a difference of two averages."""
    value, gradient = one[0] - base[0], one[1] - base[1]
    if _is_far(one[0]) or _is_far(base[0]):
        return {"status": "not_estimable", "reason": OUTLYING}
    test = row_test(fit.coefficients, gradient, conf_level)
    half = test.conf_high - test.estimate
    statistic = value / test.std_error if test.std_error > 0 else math.nan
    return {
        "estimate": value,
        "std_error": test.std_error,
        "statistic": statistic,
        "df": finite(test.df + 0 * test.std_error),  # none without an error
        "p_value": two_sided(statistic, row_df(fit.coefficients, gradient)),
        "conf_low": value - half,
        "conf_high": value + half,
        **_trust(fit, gradient, test.std_error),
    }
