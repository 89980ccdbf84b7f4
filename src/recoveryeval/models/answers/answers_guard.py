"""What leaves a model of answers, counts or scores nothing to estimate."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.engines.glm import fit_binomial
from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design
from recoveryeval.models.factor_text import factor_text

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


def refuse_silent_level(y: np.ndarray, found: Design, frame: pd.DataFrame, family: str) -> None:
    """Raise where everyone at one level of a factor gave one answer, or had no event."""
    if family == "gaussian":
        return
    for name, levels in found.levels.items():
        level = np.array(factor_text(frame[name], levels), dtype=object)
        for one in levels:
            own = y[level == one]
            if own.size and (not own.any() or (family == "binomial" and own.all())):
                raise separated(len(y), name)


def refuse_separated(y: np.ndarray, x: np.ndarray) -> None:
    """Raise where columns of x (rows, q) tell every answer y (rows,), as plain regression finds."""
    try:
        fit_binomial(y, np.ones(len(y)), x)
    except EstimationError as told:
        if told.code == SEPARATED:
            raise separated(len(y)) from None


def separated(rows: int, column: str | None = None) -> EstimationError:
    """Return the error for answers that covariates tell for certain."""
    where = "Some combination of covariates" if column is None else "A level of the factor"
    return EstimationError(
        f"{where} had no event, or had nothing but events",
        code=SEPARATED,
        column=column,
        rows=rows,
        do="Merge levels or leave the covariate out; risk() and rates(by=) keep to finite numbers.",
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
