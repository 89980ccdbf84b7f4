"""Combinations of factors that nobody is in: their terms are left out, and their means unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.results.check import Check
from recoveryeval.results.status import NUMBERS

EMPTY = "nobody is in this combination of factors"
NEEDED = "compares with a combination of factors that nobody is in; ask means() and contrasts()"
_DEPENDENT = 1e-9
_NAMED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Independent:
    """Columns of a design that say something of their own, ``kept`` (q,).

    ``unknown`` (p, k) turns a row of all p columns into k numbers, which are all zero where
    the row's answer follows from the columns kept.
    """

    kept: np.ndarray
    unknown: np.ndarray


def independent_columns(
    matrix: np.ndarray, terms: Sequence[str]
) -> tuple[Independent, tuple[str, ...]]:
    """Return which columns (rows, p) to keep, and terms left out: products of levels only.

    Whatever else depends on others is kept, for the design's own refusals to name.
    """
    everything = Independent(np.arange(matrix.shape[1]), np.zeros((matrix.shape[1], 0)))
    kept: list[int] = []
    lost: list[int] = []
    basis = np.zeros((len(matrix), 0))
    for j, column in enumerate(matrix.T):
        size = float(np.linalg.norm(column))
        left = column - basis @ (basis.T @ column)
        left = left - basis @ (basis.T @ left)  # twice is enough
        own = float(np.linalg.norm(left))
        if size > 0 and own > _DEPENDENT * np.sqrt(len(matrix)) * size:
            kept.append(j)
            basis = np.column_stack([basis, left / own])
        else:
            lost.append(j)
    if not lost or not all(_of_levels(terms[j]) for j in lost):
        return everything, ()
    unknown = np.zeros((matrix.shape[1], len(lost)))
    unknown[lost, range(len(lost))] = -1.0
    unknown[kept] = np.linalg.lstsq(matrix[:, kept], matrix[:, lost], rcond=None)[0]
    return Independent(np.array(kept), unknown), tuple(terms[j] for j in lost)


def _of_levels(term: str) -> bool:
    """Return whether a term is a combination of levels of factors."""
    parts = term.split(" x ")
    return len(parts) > 1 and all(": " in part for part in parts)


def with_empty(
    table: pd.DataFrame, own: Independent | None, empty: Sequence[str], *, conf_level: float
) -> pd.DataFrame:
    """Return coefficient rows, without numbers where a term needs one that was left out.

    Such a coefficient has a value only by what the terms left out are taken for.
    """
    if not empty or own is None:
        return table
    unclear = np.abs(own.unknown[own.kept]).max(axis=1) > _DEPENDENT
    told = table.copy()
    told.loc[unclear, [c for c in ("df", *NUMBERS) if c in told]] = np.nan
    told.loc[unclear, ["status", "reason"]] = ["not_estimable", NEEDED]
    rows = [
        {"term": term, "contrast": "", "estimand": "mean difference", "conf_level": conf_level,
         "status": "not_estimable", "method": "", "reason": EMPTY}
        for term in empty
    ]  # fmt: skip
    more = pd.DataFrame(rows).reindex(columns=table.columns)
    return pd.concat([told, more.astype(table.dtypes.to_dict())], ignore_index=True)


def empty_checks(terms: Sequence[str]) -> tuple[Check, ...]:
    """Say which combinations nobody is in, and what that leaves unknown."""
    if not terms:
        return ()
    shown = "; ".join(terms[:_NAMED]) + ("; and others" if len(terms) > _NAMED else "")
    told = (
        f"Terms that nobody tells of: {len(terms)} ({shown}). Means that need them have no value, "
        "other estimates do not change. Factors joined by + in place of * need no such term."
    )
    return (Check("empty_cells", told, "concern", statistic=float(len(terms))),)
