"""What a design may not be: constant, collinear, or bought with half of the people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.missing_share import refuse_share, share_verdict
from recoveryeval.results.check import Check

_MOST_LEVELS = 20
KINDS = {
    "datetime64": "dates",
    "datetime": "dates",
    "date": "dates",
    "timedelta64": "lengths of time",
    "timedelta": "lengths of time",
    "complex": "complex numbers",
}


def refuse_unusable(frame: pd.DataFrame) -> None:
    """Raise on columns that are neither numbers nor groups; a date is each person's own group."""
    if "Intercept" in frame:
        raise EstimationError(
            "The covariate has the name that formulas use for the intercept",
            code="RE-E43F",
            column="Intercept",
            do="Rename the column.",
        )
    for name in frame.columns:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            continue
        kind = KINDS.get(pd.api.types.infer_dtype(column, skipna=True))
        if kind is not None:
            raise EstimationError(
                f"The covariate holds {kind}, which a formula can only take as numbers or groups",
                code="RE-E43F",
                column=str(name),
                rows=len(frame),
                do="Turn it into a number, such as days since a first day, or into text for groups "
                "such as years.",
            )


def refuse_ids(levels: Mapping[str, tuple[str, ...]], rows: int) -> None:
    """Raise where a factor names people rather than groups of them: no model could tell them."""
    for name, own in levels.items():
        if len(own) > _MOST_LEVELS and len(own) > rows / 2:
            raise EstimationError(
                f"The factor has {len(own)} levels, as many as a column of ids would have",
                code="RE-E43F",
                column=name,
                rows=rows,
                do="Name groups of people in the formula; people or coaches go into cluster=, "
                "frailty= or a random effect.",
            )


def refuse_infinite(frame: pd.DataFrame) -> None:
    """Raise on numbers without an end, which no model can use."""
    for name in frame.select_dtypes("number").columns:
        count = int(np.isinf(frame[name].to_numpy(dtype="float64")).sum())
        if count:
            raise EstimationError(
                "The covariate holds infinite numbers",
                code="RE-V21",
                column=str(name),
                rows=count,
                do="Correct them, or make them missing, so that they are left out and counted.",
            )


def refuse_no_number(matrix: np.ndarray, columns: list[str]) -> None:
    """Raise where a function of the formula gives no number, such as the logarithm of zero."""
    bad = ~np.isfinite(matrix)
    if bad.any():
        worst = int(bad.sum(axis=0).argmax())
        raise EstimationError(
            "A function in the formula gives no number for some rows, such as the logarithm of "
            "zero or less",
            code="RE-E44F",
            column=columns[worst],
            rows=int(bad.any(axis=1).sum()),
            do="Use the covariate as it is, or make a column of your own that has a number "
            "everywhere.",
        )


def refuse_degenerate(matrix: np.ndarray, terms: list[str], *, intercept: bool) -> None:
    """Raise on constant and on collinear columns, naming them."""
    rows = len(matrix)
    constant = [t for t, c in zip(terms, matrix.T, strict=True) if np.ptp(c) == 0]
    constant = [t for t in constant if not (intercept and t == "intercept")]
    if constant:
        raise _constant(constant[0], rows)
    full = matrix if intercept else np.column_stack([np.ones(rows), matrix])
    names = terms if intercept else ["intercept", *terms]
    dependent = _dependent(full) if full.shape[1] <= rows else None
    if dependent is not None:
        raise EstimationError(
            "The covariate is an exact combination of others in the formula",
            code="RE-E18",
            column=names[dependent],
            rows=rows,
            do="Leave one of them out."
            if " x " not in names[dependent]
            else "Nobody may be in some combination of the factors: join them by + instead of *, "
            "or merge levels that hold few people.",
        )


def _constant(term: str, rows: int) -> EstimationError:
    """Return the error for a column without variation; a product of factors is told apart."""
    if " x " in term:
        return EstimationError(
            "Nobody, or everybody, is in this combination of factors, so it cannot be compared",
            code="RE-E19",
            column=term,
            rows=rows,
            do="Join the factors by + instead of *, or merge levels that hold few people.",
        )
    return EstimationError(
        "The covariate is the same for everyone used",
        code="RE-E19",
        column=term,
        rows=rows,
        do="Leave it out of the formula.",
    )


def _dependent(full: np.ndarray) -> int | None:
    """Return the first column that the ones before it already hold, or None."""
    scaled = full / np.linalg.norm(full, axis=0)
    tolerance = 1e-9 * np.sqrt(len(full))
    root: np.ndarray = np.asarray(
        np.linalg.qr(scaled, mode="r")
    )  # has the singular values of all its first columns
    if np.linalg.matrix_rank(root, tol=tolerance) == full.shape[1]:
        return None
    for j in range(1, full.shape[1]):
        if np.linalg.matrix_rank(root[:, : j + 1], tol=tolerance) <= j:
            return j
    return None


def missing_checks(rows: int, dropped: Mapping[str, int], lost: int) -> tuple[Check, ...]:
    """Return a check for rows lost to missing covariates; too large a share is refused.

    ``dropped`` counts rows by reason, "age missing"; ``lost`` counts each row once.
    """
    if not lost:
        return ()
    worst = max(dropped, key=lambda reason: dropped[reason])
    refuse_share(
        rows,
        lost,
        what="a covariate of the formula",
        column=worst.removesuffix(" missing"),
        do="Leave the covariate out, or impute it first and state how.",
    )
    return (
        Check(
            id="missing_covariates",
            meaning=f"{lost} of {rows} rows lack a covariate and were not used.",
            verdict=share_verdict(rows, lost),
            statistic=lost / rows,
        ),
    )
