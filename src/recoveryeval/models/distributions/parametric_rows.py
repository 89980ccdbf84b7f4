"""Rows that a parametric model predicts: survival, restricted means, and their differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.curves.rmst_rows import DIFFERENCE, MEAN
from recoveryeval.models.distributions.parametric_input import ParametricInput
from recoveryeval.stats.distributions.parametric_curve import mean_curves, restricted_means
from recoveryeval.stats.distributions.parametric_fit import ParametricFit
from recoveryeval.stats.survival.limits import critical_value

BEYOND = "beyond the observed time: rests on the model alone"


def survival_rows(
    fit: ParametricFit,
    given: ParametricInput,
    *,
    by: str | None,
    times: Sequence[float],
    last: float | None,
    conf_level: float,
    no_error: str = "",
) -> pd.DataFrame:
    """Return survival at times, by level and averaged over everyone, and its differences."""
    at = np.asarray(times, dtype=float)
    groups = given.groups(by)
    value, covariance = mean_curves(fit, list(groups.values()), at)
    error = np.sqrt(np.diag(covariance)).reshape(value.shape)
    z = critical_value(conf_level, fit.df)
    rows: list[dict[str, Any]] = []
    for g, label in enumerate(groups):
        for j, time in enumerate(at):
            own = _survival(float(value[g, j]), float(error[g, j]), z)
            rows.append({"term": "survival", "group": label, "time": float(time), **own})
    labels = list(groups)
    for g, j in ((g, j) for g in range(1, len(labels)) for j in range(at.size)):
        pair = [j, g * at.size + j]
        rows.append(
            {
                "term": "survival",
                "contrast": f"{labels[g]} - {labels[0]}",
                "time": float(at[j]),
                "estimand": "difference in survival",
                **_difference(value.ravel()[pair], covariance[np.ix_(pair, pair)], z),
            }
        )
    return _finished(pd.DataFrame(rows), last, conf_level, no_error)


def restricted_mean_rows(
    fit: ParametricFit,
    given: ParametricInput,
    *,
    by: str | None,
    horizon: float,
    last: float | None,
    conf_level: float,
    no_error: str = "",
) -> pd.DataFrame:
    """Return the mean time up to a horizon, by level and averaged over everyone."""
    groups = given.groups(by)
    labels = list(groups)
    value, covariance = restricted_means(fit, list(groups.values()), horizon)
    z = critical_value(conf_level, fit.df)
    rows: list[dict[str, Any]] = []
    for g, label in enumerate(labels):
        error = float(np.sqrt(covariance[g, g]))
        rows.append(
            {
                "term": MEAN,
                "group": label,
                "estimand": MEAN,
                "estimate": float(value[g]),
                "std_error": error,
                "conf_low": max(float(value[g]) - z * error, 0.0),
                "conf_high": min(float(value[g]) + z * error, horizon),
            }
        )
    for g in range(1, len(labels)):
        pair = np.ix_([0, g], [0, g])
        rows.append(
            {
                "term": MEAN,
                "contrast": f"{labels[g]} - {labels[0]}",
                "estimand": DIFFERENCE,
                **_difference(value[[0, g]], covariance[pair], z),
            }
        )
    return _finished(pd.DataFrame(rows).assign(time=horizon), last, conf_level, no_error)


def _survival(value: float, error: float, z: float) -> dict[str, Any]:
    """Return the numbers of one survival row."""
    low, high = _log_log(value, error, z)
    return {
        "estimand": "survival",
        "estimate": value,
        "std_error": error,
        "conf_low": low,
        "conf_high": high,
    }


def _log_log(s: float, error: float, z: float) -> tuple[float, float]:
    """Return limits on the log-log scale."""
    if not 0 < s < 1:
        return s, s
    spread = float(np.exp(z * error / abs(s * np.log(s))))
    return s**spread, s ** (1 / spread)


def _difference(value: np.ndarray, covariance: np.ndarray, z: float) -> dict[str, float]:
    """Return the second less the first value, with normal limits."""
    error = float(np.sqrt(max(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1], 0.0)))
    estimate = float(value[1] - value[0])
    return {
        "estimate": estimate,
        "std_error": error,
        "conf_low": estimate - z * error,
        "conf_high": estimate + z * error,
    }


def _finished(
    rows: pd.DataFrame, last: float | None, conf_level: float, no_error: str
) -> pd.DataFrame:
    """Return rows with their trust: beyond the observed time they rest on the model alone."""
    beyond = np.zeros(len(rows), dtype=bool) if last is None else (rows["time"] > last).to_numpy()
    silent = rows["std_error"].isna().to_numpy() & bool(no_error)
    return rows.assign(
        conf_level=conf_level,
        status=np.where(beyond | silent, "flagged", "ok"),
        reason=np.select([beyond, silent], [BEYOND, no_error], ""),
    )
