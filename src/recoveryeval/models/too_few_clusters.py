"""Fewer than three clusters: estimates stand, and have no error, limits or p value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design
from recoveryeval.models.lone_levels import ALONE, hide_lone, lone_terms, without_values
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients

LEAST = 3
LONE = "it rests on one cluster alone, so that no error can be estimated"


def refuse_clusters(codes: np.ndarray, cluster: str) -> None:
    """Refuse one cluster, and people in none; ``codes`` (n,) are below zero for those."""
    if np.unique(codes[codes >= 0]).size < 2 or (codes < 0).any():
        raise EstimationError(
            "A cluster variance needs several clusters, and a cluster for everyone",
            code="RE-E15",
            column=cluster,
            rows=int((codes < 0).sum()) or len(codes),
            do="Complete the column, or leave cluster= out; at least three clusters are needed, "
            "ten are advised.",
        )


def no_error(count: int) -> str:
    """Return why an estimate has no error."""
    return f"no error can be estimated from {_counted(count)}"


def too_few_check(count: int, cluster_by: str, where: str = "") -> Check:
    """Return what to say about clusters too few for any error; ``where`` names a group."""
    told = (
        f"{where}{'from' if where else 'From'} {_counted(count)} ({cluster_by}) nothing can be "
        "learned about how clusters differ, so estimates stand without errors, limits or p values. "
        "At least three are needed, ten are advised."
    )
    return Check("few_clusters", told, "concern", statistic=float(count))


def unknown_error(table: pd.DataFrame) -> str:
    """Return why coefficient rows stand without an error, for questions asked of them later."""
    stand = (table["status"] == "flagged") & table["std_error"].isna()
    return str(table.loc[stand, "reason"].iloc[0]) if stand.any() else ""


def without_error(known: Coefficients) -> Coefficients:
    """Return coefficients without a covariance."""
    return replace(known, covariance=np.full_like(known.covariance, np.nan))


def lone_silenced(
    known: Coefficients, found: Design, frame: pd.DataFrame, unit: pd.Series | None
) -> Coefficients:
    """Return coefficients without value for levels of one person, without error for one cluster.

    ``unit`` (rows,) are the clusters, if any.
    """
    if unit is not None:
        known = hide_lone(known, found, frame.assign(person=unit.to_numpy()))
    return without_values(known, lone_terms(found, frame))


def standing(error: float, hidden: bool, why: str) -> dict[str, str]:
    """Return status and reason of an estimate: it stands without an error, if clusters are why.

    ``hidden`` says that it is about one person; ``why`` is empty where there are no clusters.
    """
    if not np.isnan(error):
        return {"status": "ok", "reason": ""}
    if hidden or not why:
        return {"status": "not_estimable", "reason": ALONE}
    return {"status": "flagged", "reason": why}


def _counted(count: int) -> str:
    """Return the number of clusters in words."""
    return "one cluster" if count == 1 else f"{count} clusters"
