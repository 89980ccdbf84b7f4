"""What leaves a model of answers, counts or scores nothing to estimate."""

from __future__ import annotations

import numpy as np

from recoveryeval.engines.glm import fit_binomial
from recoveryeval.errors import EstimationError

TINY = 1e-20
SEPARATED = "RE-E08"


def refuse_alike(y: np.ndarray, x: np.ndarray, family: str) -> None:
    """Raise where everyone gave one answer, nobody had an event, or scores do not vary."""
    if family == "gaussian":
        refuse_no_variance(y, x)
    elif family == "binomial" and np.ptp(y) == 0:
        raise EstimationError(
            "Everyone gave the same answer, so there is nothing to compare",
            code="RE-E03",
            column="value",
            rows=len(y),
            do="Report the share by risk(), which gives its limits.",
        )
    elif family != "binomial" and not y.any():
        raise EstimationError(
            "Nobody had an event, so there is nothing to compare",
            code="RE-E35",
            column="count",
            rows=len(y),
            do="Use rates(), which says how high the rate may be.",
        )


def refuse_separated(y: np.ndarray, x: np.ndarray) -> None:
    """Raise where columns of x (rows, q) tell every answer y (rows,), as plain regression finds."""
    try:
        fit_binomial(y, np.ones(len(y)), x)
    except EstimationError as told:
        if told.code == SEPARATED:
            raise separated(len(y)) from None


def separated(rows: int) -> EstimationError:
    """Return the error for answers that a combination of covariates tells for certain."""
    return EstimationError(
        "Some combination of covariates had no event, or had nothing but events",
        code=SEPARATED,
        rows=rows,
        do="Merge levels or leave the covariate out; risk() keeps to finite numbers by a penalty.",
    )


def refuse_no_variance(y: np.ndarray, x: np.ndarray) -> None:
    """Raise where scores y (rows,) do not vary around least squares on x (rows, q)."""
    left = float(np.var(y - x @ np.linalg.lstsq(x, y, rcond=None)[0]))
    if left <= TINY * float(np.mean(y**2)):
        raise EstimationError(
            "The scores do not vary around their means",
            code="RE-E38",
            column="value",
            rows=len(y),
            do="Report the means; there is nothing to test.",
        )
