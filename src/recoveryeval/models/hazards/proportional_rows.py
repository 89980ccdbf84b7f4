"""Rows of a test of proportional hazards: tests, coefficients, the smooth curve, mean residuals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.hazards.cox_input import CoxInput
from recoveryeval.models.lone_levels import ALONE, lone_terms, without_lone
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.hazards.cox_fit import CoxFit
from recoveryeval.stats.hazards.cox_residuals import schoenfeld_residuals
from recoveryeval.stats.hazards.proportional_hazards import ProportionalHazards
from recoveryeval.stats.hazards.residual_smooth import residual_means, residual_smooth
from recoveryeval.stats.survival.limits import z_value

TESTED = "change of the log hazard ratio over time"
AVERAGE = "log hazard ratio"
CURVE = "log hazard ratio over time"
MEANS = "log hazard ratio, mean of scaled residuals"
POINTS = 60  # of the curve
FEWEST, MOST_MEANS = 5, 25  # events behind a mean, and means


def score_rows(
    test: ProportionalHazards, names: list[str], transform: str, alone: Sequence[bool]
) -> pd.DataFrame:
    """Return the row of each term and of all terms; ``alone`` marks terms with a lone level."""
    from scipy.special import chdtrc

    several = len(names) > 1
    statistic = np.append(test.statistic, test.global_statistic if several else [])
    df = np.append(test.df, test.global_df if several else []).astype(float)
    lone = np.append(alone, [False] if several else []).astype(bool)
    known = np.isfinite(statistic) & ~lone
    why = (
        "an event at time zero has no logarithm"
        if not np.isfinite(test.transformed).all()
        else "the events of this term cannot be told apart in time"
    )
    return pd.DataFrame(
        {
            "term": [*names, "all terms"] if several else names,
            "estimand": TESTED,
            "statistic": statistic,
            "df": df,
            "p_value": [float(chdtrc(d, s)) for d, s in zip(df, statistic, strict=True)],
            "status": np.where(known, "ok", "not_estimable"),
            "reason": np.where(lone, ALONE, np.where(known, "", why)),
            "method": f"exact score test, {transform} transform",
        }
    )


def coefficient_part(fit: CoxFit, found: CoxInput, conf_level: float) -> pd.DataFrame:
    """Return the coefficients of the model, which average over time."""
    design = found.found
    alone = lone_terms(design, found.frame)
    known = without_lone(Coefficients(fit.coefficients, fit.covariance), alone)
    rows = coefficient_rows(
        known,
        design.terms,
        design.contrasts,
        [AVERAGE] * len(design.terms),
        conf_level=conf_level,
        method=f"{fit.data.ties.rule} ties, model variance",
    ).drop(columns=["statistic", "p_value"])
    rows.loc[alone, "reason"] = ALONE
    return rows


def smooth_rows(
    fit: CoxFit, found: CoxInput, test: ProportionalHazards, conf_level: float
) -> pd.DataFrame:
    """Return the smooth curve of each coefficient at up to sixty event times; none for few."""
    known = schoenfeld_residuals(fit)
    levels = np.unique(known.time)
    transformed = dict(zip(test.time.tolist(), test.transformed.tolist(), strict=True))
    g = np.array([transformed[t] for t in known.time.tolist()])
    if not np.isfinite(g).all():
        return pd.DataFrame()
    places = np.unique(np.linspace(0, levels.size - 1, POINTS).astype(np.int64))
    at = levels[places]
    curve = residual_smooth(
        g, known.scaled, found.cells.n[known.row], np.array([transformed[t] for t in at.tolist()])
    )
    if curve is None:
        return pd.DataFrame()
    own = np.sqrt(fit.n_event * np.diag(fit.covariance))
    parts = [
        _one_curve(at, curve.value[:, j], own[j] * np.sqrt(curve.share), conf_level, term)
        for j, term in enumerate(found.found.terms)
    ]
    return pd.concat(parts, ignore_index=True)


def _one_curve(
    at: np.ndarray, value: np.ndarray, error: np.ndarray, conf_level: float, term: str
) -> pd.DataFrame:
    """Return the rows of one coefficient's curve at times (M,)."""
    reach = z_value(conf_level) * error
    return pd.DataFrame(
        {
            "term": term,
            "time": at,
            "estimand": CURVE,
            "estimate": value,
            "std_error": error,
            "conf_low": value - reach,
            "conf_high": value + reach,
            "conf_level": conf_level,
            "status": "ok",
            "method": "natural cubic spline, 4 degrees of freedom",
        }
    )


def mean_rows(fit: CoxFit, found: CoxInput) -> pd.DataFrame:
    """Return means of scaled residuals over runs of events, each of at least five."""
    known = schoenfeld_residuals(fit)
    amount = found.cells.n[known.row]
    if amount.sum() < FEWEST:
        return pd.DataFrame()
    fewest = max(FEWEST, float(amount.sum()) / MOST_MEANS)
    time, means, events = residual_means(known.time, known.scaled, amount, fewest)
    parts = [
        pd.DataFrame(
            {
                "term": term,
                "time": time,
                "estimand": MEANS,
                "estimate": means[:, j],
                "n_event": events,
                "status": "ok",
            }
        )
        for j, term in enumerate(found.found.terms)
    ]
    return pd.concat(parts, ignore_index=True)
