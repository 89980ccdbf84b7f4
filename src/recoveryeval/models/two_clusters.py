"""Two clusters: nothing can be learned about how clusters differ, so no error is given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients

LEAST = 3


def reason_of(clusters: int) -> str:
    """Return why rows have no error."""
    return f"a robust variance cannot be estimated from {clusters} clusters"


def without_error(known: Coefficients) -> Coefficients:
    """Return coefficients without a covariance."""
    return replace(known, covariance=np.full_like(known.covariance, np.nan))


def two_check(clusters: int, name: str) -> Check:
    """Say why no error is given."""
    told = (
        f"There are {clusters} clusters ({name}): nothing can be learned from them about how "
        "clusters differ, so no errors are given. At least three are needed, ten are advised."
    )
    return Check("few_clusters", told, "fail", statistic=float(clusters))
