"""Adjusted risks: a logistic model standardized over everyone, on three scales."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.models.answers.risk_variance import risk_coefficients
from recoveryeval.models.answers.separated import fit_or_penalize
from recoveryeval.models.design import Design, design, rebuild
from recoveryeval.models.too_few_clusters import lone_silenced, standing
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients, row_df, row_test

PENALIZED = "a covariate predicts the outcome perfectly, so coefficients were penalized"
ALIKE = "everyone gave the same answer"
FEW = "there are no more people than coefficients"
SCALES = ("risk difference", "risk ratio", "odds ratio")


@dataclass(frozen=True, slots=True, eq=False)
class Adjusted:
    """Tidy rows, what they say about themselves, and people dropped for a missing covariate."""

    rows: list[dict[str, Any]]
    checks: tuple[Check, ...]
    dropped: dict[str, int]

    def losing(self, before: dict[str, int]) -> Adjusted:
        """Return the same, with people dropped before counted too."""
        return replace(self, dropped={**before, **self.dropped})


@dataclass(frozen=True, slots=True, eq=False)
class _Standardized:
    """Risks (k,) had everyone been in each group, their gradients (k, q), and the coefficients.

    ``status``, ``reason`` and ``method`` of every row.
    """

    risks: np.ndarray
    gradients: np.ndarray
    known: Coefficients
    told: dict[str, str]
    no_error: str


def adjusted_rows(
    outcome: Outcome,
    frame: pd.DataFrame,
    by: str,
    *,
    labels: tuple[str, ...],
    adjust: str | None,
    cluster: str | None,
    conf_level: float,
) -> Adjusted:
    """Return adjusted difference, ratio and odds ratio of each group against the first."""
    names = tuple(dict.fromkeys([by, *outcome.covariates]))
    order = pd.Categorical(frame[by].astype(str), categories=list(labels))
    table = frame.assign(**{by: order})
    found = design(
        table, by if adjust is None else f"{by} + {adjust}", covariates=names, intercept=True
    )
    used = table.loc[found.kept]
    n = used["n"].to_numpy(dtype=float)
    yes = used["value"].to_numpy(dtype=float) * n
    term = "clustered" if adjust is None else "adjusted"
    pairs = [f"{label} vs {labels[0]}" for label in labels[1:]]
    base = {"term": term, "conf_level": conf_level}
    few = n.sum() <= found.matrix.shape[1]
    if few or not 0 < yes.sum() < n.sum():
        nothing = {**base, "status": "not_estimable", "reason": FEW if few else ALIKE}
        rows = [{**nothing, "contrast": pair, "estimand": s} for pair in pairs for s in SCALES]
        return Adjusted(rows, found.check_rows, found.dropped)
    one, checks = _standardized(found, used, (yes, n), by, labels=labels, cluster=cluster)
    rows = [
        row
        for j, pair in enumerate(pairs, start=1)
        for row in _scales(one, j, {**base, "contrast": pair}, conf_level)
    ]
    return Adjusted(rows, (*found.check_rows, *checks), found.dropped)


def _standardized(
    found: Design,
    used: pd.DataFrame,
    counts: tuple[np.ndarray, np.ndarray],
    by: str,
    *,
    labels: tuple[str, ...],
    cluster: str | None,
) -> tuple[_Standardized, tuple[Check, ...]]:
    """Return each group's risk had everyone been in it, and what its error rests on."""
    yes, n = counts
    fit, penalized = fit_or_penalize(yes, n, found.matrix)
    variance = risk_coefficients(fit, (yes, n), found.matrix, used, cluster=cluster)
    unit = None if cluster is None else used[cluster]
    known = lone_silenced(variance.known, found, used, unit)
    risks, gradients = [], []
    for label in labels:
        same = pd.Categorical([label] * len(used), categories=list(labels))
        x = rebuild(found, used.assign(**{by: same}))
        p = 1 / (1 + np.exp(-x @ fit.beta))
        risks.append(np.average(p, weights=n))
        gradients.append(np.average((p * (1 - p))[:, None] * x, axis=0, weights=n))
    how = "standardized logistic model" + (" with Firth's penalty" if penalized else "")
    told = {
        "status": "fallback" if penalized else "ok",
        "reason": PENALIZED if penalized else "",
        "method": f"{how}, {variance.method}",
    }
    one = _Standardized(np.array(risks), np.array(gradients), known, told, variance.no_error)
    return one, variance.checks


def _values(known: _Standardized, j: int) -> dict[str, tuple[float, np.ndarray]]:
    """Return value and gradient of group j against the first, ratios as logs."""
    p, g = known.risks, known.gradients
    log_risk, log_odds = np.log(p), np.log(p / (1 - p))
    per_risk, per_odds = g / p[:, None], g / (p * (1 - p))[:, None]
    values = (
        (p[j] - p[0], g[j] - g[0]),
        (log_risk[j] - log_risk[0], per_risk[j] - per_risk[0]),
        (log_odds[j] - log_odds[0], per_odds[j] - per_odds[0]),
    )
    return dict(zip(SCALES, values, strict=True))


def _scales(
    known: _Standardized, j: int, base: dict[str, Any], conf_level: float
) -> list[dict[str, Any]]:
    """Return the rows of three scales; limits of ratios on the log scale."""
    rows = []
    for scale, (value, gradient) in _values(known, j).items():
        error = row_test(known.known, gradient, conf_level).std_error
        df = row_df(known.known, gradient)
        one = Coefficients(np.array([value]), np.array([[error**2]]), "residual", df)
        test = row_test(one, np.ones(1), conf_level)
        turn = (lambda v: v) if scale == "risk difference" else np.exp
        estimate = float(turn(test.estimate))
        hidden = bool(np.isnan(known.known.beta[gradient != 0]).any())
        trust = standing(error, hidden, known.no_error) if np.isnan(error) else {}
        rows.append(
            {
                **base,
                "estimand": scale,
                "estimate": estimate,
                "std_error": test.std_error * (1.0 if scale == "risk difference" else estimate),
                "statistic": test.statistic,
                "df": df if np.isfinite(df) and np.isfinite(error) else np.nan,
                "p_value": test.p_value,
                "conf_low": float(turn(test.conf_low)),
                "conf_high": float(turn(test.conf_high)),
                **known.told,
                **trust,
            }
        )
    return rows
