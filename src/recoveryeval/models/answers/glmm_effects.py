"""What a random-intercept model says about the population, beside what it says within a cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.answers.gee_effects import WORD
from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.models.design import rebuild
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.stats.answers.glmm_fit import GlmmFit
from recoveryeval.stats.coefficients import Coefficients, row_test

Valued = tuple[float, np.ndarray]
STEP = 1e-6
UPPER_QUARTILE = 0.6744897501960817  # of the standard normal


def marginal_rows(
    rows: GeeRows, fit: GlmmFit, df: float, conf_level: float
) -> list[dict[str, Any]]:
    """Return averages over clusters had everyone been at each level, and their differences."""
    q, out = rows.found.matrix.shape[1], []
    word = WORD[rows.family]
    for name, levels in rows.found.levels.items():
        x = [_at(rows, name, level, levels) for level in levels]
        shared = {"term": f"standardized by {name}", "conf_level": conf_level, "reason": "",
                  "method": "averaged over clusters and people, delta method"}  # fmt: skip
        for level, own in zip(levels, x, strict=True):
            one = _tested(_mean(rows, own, fit.theta, q), fit, df, conf_level)
            out.append({**shared, "group": str(level), "estimand": f"{word} (population)", **one,
                        "statistic": np.nan, "p_value": np.nan})  # fmt: skip
        for level, own in zip(levels[1:], x[1:], strict=True):
            here, first = (_mean(rows, at, fit.theta, q) for at in (own, x[0]))
            one = _tested((here[0] - first[0], here[1] - first[1]), fit, df, conf_level)
            out.append({**shared, "contrast": f"{level} - {levels[0]}",
                        "estimand": f"difference in {word} (population)", **one})  # fmt: skip
    return out


def between_rows(
    rows: GeeRows, fit: GlmmFit, cluster: str, df: float, conf_level: float
) -> list[dict[str, Any]]:
    """Return how much clusters differ: deviation, intraclass correlation, median ratio."""
    q = rows.found.matrix.shape[1]
    who = "people" if cluster == "person" else f"levels of {cluster}"
    base = {"term": f"between {who}", "conf_level": conf_level, "reason": ""}
    scale = "log odds" if rows.family == "binomial" else "log rate"
    own = {**base, "estimand": f"standard deviation of the {scale}"}
    if fit.boundary:
        why = f"{who} do not differ detectably"
        return [{**own, "estimate": 0.0, "status": "fallback", "reason": why, "method": ""}]
    out = [{**own, "method": "limits on the log scale", **_deviation(fit, q, conf_level)}]
    if rows.family == "binomial":
        for word, of in (("median odds ratio", _median_odds), ("intraclass correlation", _share)):
            found = _tested(_of_deviation(of, fit.theta, q), fit, df, conf_level)
            untested = {"statistic": np.nan, "p_value": np.nan, "method": "delta method"}
            out.append({**base, "estimand": word, **found, **untested})
    return out


def _median_odds(log_sigma: float) -> float:
    """Return the median ratio of the odds of two people, the higher over the lower."""
    return float(np.exp(np.sqrt(2) * np.exp(log_sigma) * UPPER_QUARTILE))


def _share(log_sigma: float) -> float:
    """Return the share of the variance of the latent answer that lies between clusters."""
    between = np.exp(2 * log_sigma)
    return float(between / (between + np.pi**2 / 3))


def _of_deviation(of: Callable[[float], float], theta: np.ndarray, q: int) -> Valued:
    """Return a function of the log deviation, and its gradient by all parameters."""
    gradient = np.zeros(len(theta))
    gradient[q] = (of(theta[q] + STEP) - of(theta[q] - STEP)) / (2 * STEP)
    return of(theta[q]), gradient


def _deviation(fit: GlmmFit, q: int, conf_level: float) -> dict[str, Any]:
    """Return the deviation between clusters with limits on the log scale."""
    from scipy.special import ndtri

    value, error = float(np.exp(fit.theta[q])), float(np.sqrt(max(fit.covariance[q, q], 0.0)))
    reach = float(ndtri(0.5 + conf_level / 2)) * error
    return {"estimate": value, "std_error": value * error, "conf_low": value * np.exp(-reach),
            "conf_high": value * np.exp(reach), "status": "ok"}  # fmt: skip


def _at(rows: GeeRows, name: str, level: object, levels: Any) -> np.ndarray:
    """Return the design (rows, q) had everyone been at one level."""
    same = pd.Categorical([level] * len(rows.frame), categories=list(levels))
    return rebuild(rows.found, rows.frame.assign(**{name: same}))


def _mean(rows: GeeRows, x: np.ndarray, theta: np.ndarray, q: int) -> Valued:
    """Return the mean over rows and over what a cluster's effect may be, and its gradient."""
    eta, sigma, gradient = x @ theta[:q], float(np.exp(theta[q])), np.zeros(len(theta))
    if rows.family == "poisson":  # the mean of a log-normal effect is known exactly
        time = np.ones(len(eta)) if rows.offset is None else np.exp(rows.offset)
        each = np.exp(eta + sigma**2 / 2) * time / time.sum()
        gradient[:q], gradient[q] = each @ x, each.sum() * sigma**2
        return float(each.sum()), gradient
    kinds, which, count = np.unique(eta, return_inverse=True, return_counts=True)
    z, w = _normal(sigma)
    shares = 1 / (1 + np.exp(-np.clip(kinds[:, None] + sigma * z, -700, 700)))
    slopes = shares * (1 - shares)
    gradient[:q] = (slopes @ w)[which.ravel()] @ x / len(eta)
    gradient[q] = count @ (slopes @ (w * z)) * sigma / len(eta)
    return float(count @ (shares @ w)) / len(eta), gradient


def _normal(sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Return places and weights that average a logistic curve of a normal effect to 15 digits.

    Equal steps of a smooth function are exact as soon as they are short against its width.
    """
    step = min(0.3, 0.5 / sigma)
    z = np.arange(-8.5, 8.5 + step, step)
    w = np.exp(-(z**2) / 2)
    return z, w / w.sum()


def _tested(found: Valued, fit: GlmmFit, df: float, conf_level: float) -> dict[str, Any]:
    """Return estimate, error, test and limits of a value with its gradient by all parameters."""
    value, gradient = found
    at = np.flatnonzero(gradient)  # what has no error spoils only what it is part of
    variance = np.array([[gradient[at] @ fit.covariance[np.ix_(at, at)] @ gradient[at]]])
    test = row_test(
        Coefficients(np.array([value]), variance, "residual", df), np.ones(1), conf_level
    )
    return {"estimate": test.estimate, "std_error": test.std_error, "statistic": test.statistic,
            "df": test.df, "p_value": test.p_value, "conf_low": test.conf_low,
            "conf_high": test.conf_high, **_trust(test.std_error)}  # fmt: skip


def _trust(error: float) -> dict[str, str]:
    """Return status and reason of an answer: none without an error."""
    if np.isnan(error):
        return {"status": "not_estimable", "reason": ALONE}
    return {"status": "ok", "reason": ""}
