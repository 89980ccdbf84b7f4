"""Fewer than three clusters: estimates stand, and have no error, limits or p value."""

from __future__ import annotations

import pandas as pd

from recoveryeval.results.check import Check

LEAST = 3
LONE = "it rests on one cluster alone, so that no error can be estimated"


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


def _counted(count: int) -> str:
    """Return the number of clusters in words."""
    return "one cluster" if count == 1 else f"{count} clusters"
