"""Which covariance a marginal model reports, and why its estimates may have none."""

from __future__ import annotations

import pandas as pd

from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.models.lone_levels import lone_terms
from recoveryeval.models.too_few_clusters import (
    LEAST,
    LONE,
    lone_silenced,
    no_error,
    without_error,
)
from recoveryeval.stats.answers.gee_fit import GeeFit
from recoveryeval.stats.coefficients import Coefficients


def why_no_error(rows: GeeRows, cluster: str, variance: str) -> str:
    """Return why estimates may stand without an error; empty where people are the clusters."""
    if cluster == "person" or variance == "model":
        return ""
    n = rows.clusters
    return no_error(n) if n < LEAST or n <= rows.found.matrix.shape[1] else LONE


def is_lone(rows: GeeRows) -> bool:
    """Return whether a level rests on one cluster, for which no residual is left to correct."""
    frame = rows.frame.assign(person=rows.cluster)
    return bool(lone_terms(rows.found, frame).any())


def gee_coefficients(rows: GeeRows, fit: GeeFit, variance: str, why: str) -> Coefficients:
    """Return the estimates with the covariance asked for, tested by t; none if clusters forbid."""
    covariance = {"corrected": fit.corrected, "robust": fit.robust, "model": fit.naive}[variance]
    known = why in ("", LONE)
    df = float(rows.clusters - len(fit.beta)) if known else float("nan")
    own = Coefficients(fit.beta, covariance, "residual", df)
    if variance == "model":
        return own
    own = own if known else without_error(own)
    # Where one cluster alone has a level, the sandwich takes what it says for certain.
    frame = rows.frame if "person" in rows.frame else rows.frame.assign(person=rows.cluster)
    return lone_silenced(own, rows.found, frame, pd.Series(rows.cluster))
