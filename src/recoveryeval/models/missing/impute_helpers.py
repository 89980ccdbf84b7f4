"""What helps to impute: columns of people as numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError


def refuse_varying(frame: pd.DataFrame, names: list[str]) -> None:
    """Refuse auxiliaries that are not constant within a person."""
    if not names:
        return
    most = frame.groupby("person", observed=True)[names].nunique().max()
    for name in names:
        if most[name] > 1:
            raise EstimationError(
                "A column of people changes within them",
                code="RE-MI42",
                column=name,
                do="Use what was known at the first wave, one value per person.",
            )


def helpers_of(
    people: pd.DataFrame, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return numeric auxiliaries (n, q), which are binary (q,), and complete ones (n, p)."""
    helpers, binary, fixed = [], [], []
    for name in names:
        column = people[name]
        _refuse_day(name, column)
        numeric = pd.api.types.is_numeric_dtype(column.dtype)
        if not numeric:
            fixed += _indicators(name, column)
            continue
        values = column.to_numpy(dtype="float64", na_value=np.nan)
        if np.isnan(values).any():
            helpers.append(values)
            binary.append(bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all()))
        else:
            fixed.append(values)
    n = len(people)
    kept = [_standard(v) for v in fixed if np.ptp(v) > 0]
    return (
        np.column_stack(helpers) if helpers else np.empty((n, 0)),
        np.array(binary, dtype=bool),
        np.column_stack(kept) if kept else np.empty((n, 0)),
    )


def _refuse_day(name: str, column: pd.Series) -> None:
    """Refuse dates, which are neither amounts nor kinds."""
    if column.dtype.kind in "mM":
        raise EstimationError(
            "An auxiliary is a date",
            code="RE-MI42",
            column=name,
            do="Give a number, such as age in years or days since the program began.",
        )


def _indicators(name: str, column: pd.Series) -> list[np.ndarray]:
    """Return one 0/1 column per level but the first; absent levels have to be named first."""
    if column.isna().any():
        raise EstimationError(
            "An auxiliary in words has blanks",
            code="RE-MI42",
            column=name,
            rows=int(column.isna().sum()),
            do="Give the blanks a level of their own, such as 'unknown', or leave it out.",
        )
    text = column.astype("string")
    return [(text == level).to_numpy(dtype=float) for level in sorted(text.unique())[1:]]


def _standard(values: np.ndarray) -> np.ndarray:
    """Return values (n,) around 0 with spread 1."""
    return np.asarray((values - values.mean()) / values.std())
