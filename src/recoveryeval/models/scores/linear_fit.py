"""Least squares of one score per person: plain, by clusters, or with probability weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.answers.answers_guard import refuse_no_variance
from recoveryeval.models.design import Design
from recoveryeval.models.probability_weights import known_weights
from recoveryeval.models.too_few_clusters import (
    LEAST,
    LONE,
    no_error,
    refuse_clusters,
    too_few_check,
    without_error,
)
from recoveryeval.results.check import Check
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.least_squares import clustered_least_squares, least_squares

FEW_CLUSTERS = 10


def refuse_together(weights: str | None, cluster: str | None, variance: str) -> None:
    """Raise where weights meet what they cannot be combined with."""
    if weights is not None and (cluster is not None or variance == "model"):
        raise EstimationError(
            "Probability weights go with a robust variance, and not with clusters",
            code="RE-E33",
            column=weights,
            do="Leave cluster= out and use variance='HC3'.",
        )


def refuse_few(found: Design) -> None:
    """Raise where there are not more people than coefficients."""
    rows, q = found.matrix.shape
    if rows <= q:
        raise EstimationError(
            "There are no more people than coefficients, so nothing can be estimated",
            code="RE-E32",
            rows=rows,
            do="Use a simpler formula or more people.",
        )


def linear_fit(
    found: Design,
    used: pd.DataFrame,
    *,
    cluster: str | None,
    weights: str | None,
    variance: str,
) -> tuple[Coefficients, tuple[Check, ...], str]:
    """Return the fit, by clusters or weights where asked, and why errors may be missing."""
    y = used["value"].to_numpy(dtype="float64")
    refuse_no_variance(y, found.matrix)
    if weights is not None:
        root = np.sqrt(known_weights(used[weights], weights))
        x = found.matrix * root[:, None]
        return least_squares(x, y * root, variance=variance), (), ""  # type: ignore[arg-type]
    if cluster is None:
        return least_squares(found.matrix, y, variance=variance), (), ""  # type: ignore[arg-type]
    codes, levels = pd.factorize(used[cluster])
    refuse_clusters(codes, cluster)
    fit = clustered_least_squares(found.matrix, y, np.asarray(codes))
    count = len(levels)
    if count < LEAST:
        return without_error(fit), (too_few_check(count, cluster),), no_error(count)
    return fit, (clusters_check(count),), LONE


def clusters_check(count: int) -> Check:
    """Say how many clusters there are, and what is done about few."""
    few = count < FEW_CLUSTERS
    told = (
        f"There are {count} clusters; the variance is corrected for their number and the degrees "
        "of freedom are those of each comparison."
    )
    return Check(
        "few_clusters" if few else "clusters",
        told,
        "concern" if few else "note",
        statistic=float(count),
    )
