"""Adjusted risks: a logistic model standardized over everyone, on three scales."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.engines.glm import GlmFit
from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design, rebuild
from recoveryeval.models.groups import groups
from recoveryeval.models.separated import fit_or_penalize
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.stats.coefficients import Coefficients, row_test

_PLAIN = {"status": "ok", "reason": "", "method": "standardized logistic model, delta method"}
_PENALIZED = {
    "status": "fallback",
    "reason": "a covariate predicts the outcome perfectly, so coefficients were penalized",
    "method": "standardized logistic model with Firth's penalty, delta method",
}


@dataclass(frozen=True, slots=True, eq=False)
class _Standardized:
    """Risks (k,) had everyone been in each group, gradients (k, q), covariance (q, q) and df.

    ``penalized`` says that Firth's penalty kept the coefficients finite.
    """

    risks: np.ndarray
    gradients: np.ndarray
    covariance: np.ndarray
    df: float
    penalized: bool


def adjusted_rows(
    outcome: Outcome,
    frame: pd.DataFrame,
    by: str,
    *,
    adjust: str,
    cluster: str | None,
    conf_level: float,
) -> list[dict[str, Any]]:
    """Return rows of adjusted difference, ratio and odds ratio against the first group."""
    names = tuple(dict.fromkeys([by, *outcome.covariates]))
    labels = groups(frame[by], len(frame)).labels
    table = frame.assign(**{by: pd.Categorical(frame[by].astype(str), categories=list(labels))})
    found = design(table, f"{by} + {adjust}", covariates=names, intercept=True)
    used = table.loc[found.kept]
    n = used["n"].to_numpy(dtype=float)
    yes = used["value"].to_numpy(dtype=float) * n
    fit, penalized = fit_or_penalize(yes, n, found.matrix)
    covariance, df = _covariance(fit, used, cluster)
    everyone = [
        used.assign(**{by: pd.Categorical([label] * len(used), categories=list(labels))})
        for label in labels
    ]
    risks, gradients = _standardized(found, fit, everyone, n)
    known = _Standardized(risks, gradients, covariance, df, penalized)
    return [
        row
        for j, label in enumerate(labels[1:], start=1)
        for row in _scales(known, j, f"{label} vs {labels[0]}", conf_level)
    ]


def _covariance(fit: GlmFit, used: pd.DataFrame, cluster: str | None) -> tuple[np.ndarray, float]:
    """Return the covariance of the coefficients, robust to clusters where asked, and its df."""
    if cluster is None:
        return fit.covariance, float("inf")
    codes, levels = pd.factorize(used[cluster])
    if len(levels) < 2:
        raise EstimationError(
            "A cluster variance needs at least two clusters",
            code="RE-E15",
            column=cluster,
            rows=len(levels),
            do="Leave cluster= out.",
        )
    sums = np.zeros((len(levels), fit.scores.shape[1]))
    np.add.at(sums, codes, fit.scores)
    factor = len(levels) / (len(levels) - 1)
    return fit.covariance @ (factor * sums.T @ sums) @ fit.covariance, len(levels) - 1.0


def _standardized(
    found: Design, fit: GlmFit, everyone: list[pd.DataFrame], n: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return each group's risk had everyone been in it (k,), and its gradient (k, q)."""
    risks, gradients = [], []
    for table in everyone:
        x = rebuild(found, table)
        p = 1 / (1 + np.exp(-x @ fit.beta))
        risks.append(np.average(p, weights=n))
        gradients.append(np.average((p * (1 - p))[:, None] * x, axis=0, weights=n))
    return np.array(risks), np.array(gradients)


def _values(known: _Standardized, j: int) -> dict[str, tuple[float, np.ndarray]]:
    """Return value and gradient of group j against the first, ratios as logs."""
    p, g = known.risks, known.gradients
    log_risk, log_odds = np.log(p), np.log(p / (1 - p))
    per_risk, per_odds = g / p[:, None], g / (p * (1 - p))[:, None]
    return {
        "risk difference": (p[j] - p[0], g[j] - g[0]),
        "risk ratio": (log_risk[j] - log_risk[0], per_risk[j] - per_risk[0]),
        "odds ratio": (log_odds[j] - log_odds[0], per_odds[j] - per_odds[0]),
    }


def _scales(known: _Standardized, j: int, pair: str, conf_level: float) -> list[dict[str, Any]]:
    """Return the rows of three scales; limits of ratios on the log scale."""
    method: Any = "normal" if np.isinf(known.df) else "residual"
    rows = []
    for scale, (value, gradient) in _values(known, j).items():
        variance = np.array([[gradient @ known.covariance @ gradient]])
        one = Coefficients(np.array([value]), variance, method, known.df)
        test = row_test(one, np.ones(1), conf_level)
        turn = (lambda v: v) if scale == "risk difference" else np.exp
        estimate = float(turn(test.estimate))
        rows.append(
            {
                "term": "adjusted",
                "contrast": pair,
                "estimand": scale,
                "estimate": estimate,
                "std_error": test.std_error * (1.0 if scale == "risk difference" else estimate),
                "statistic": test.statistic,
                "p_value": test.p_value,
                "conf_low": float(turn(test.conf_low)),
                "conf_high": float(turn(test.conf_high)),
                "conf_level": conf_level,
                **(_PENALIZED if known.penalized else _PLAIN),
            }
        )
    return rows
