"""From a formula to numbers: the design matrix, its terms in words, and the rows it can use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design_guard import (
    missing_checks,
    refuse_degenerate,
    refuse_ids,
    refuse_infinite,
    refuse_no_number,
    refuse_unusable,
)
from recoveryeval.models.empty_cells import Independent, empty_checks, independent_columns
from recoveryeval.models.empty_levels import empty_level_checks
from recoveryeval.models.factor_text import factor_text, wrapped
from recoveryeval.models.formula_text import check_formula
from recoveryeval.models.groups import label
from recoveryeval.models.term_words import in_words
from recoveryeval.results.check import Check

_CONTEXT = {"sqrt": np.sqrt}


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """Design matrix (rows x terms) of the usable rows.

    ``terms`` names the columns in words, ``contrasts`` says what a factor's
    column compares, ``model_spec`` rebuilds the same columns on new rows, of which
    ``columns`` were kept. ``empty`` are terms of combinations that nobody is in.
    """

    matrix: np.ndarray
    terms: tuple[str, ...]
    contrasts: tuple[str, ...]
    kept: np.ndarray
    covariates: tuple[str, ...]
    levels: dict[str, tuple[str, ...]]
    dropped: dict[str, int]
    check_rows: tuple[Check, ...] = ()
    model_spec: Any = field(default=None, repr=False)
    columns: Independent | None = None
    empty: tuple[str, ...] = ()


def design(
    frame: pd.DataFrame,
    formula: str,
    *,
    covariates: tuple[str, ...],
    intercept: bool,
    empty_cells: bool = False,
) -> Design:
    """Return the design of a right-hand side on the rows without a missing covariate.

    With ``empty_cells`` terms of combinations that nobody is in are left out, not refused.
    """
    used = check_formula(formula, covariates)
    gaps = frame[list(used)].isna()
    kept = ~gaps.any(axis=1).to_numpy(dtype=bool)
    dropped = {f"{name} missing": int(gaps[name].sum()) for name in used if gaps[name].any()}
    checks = missing_checks(len(frame), dropped, int((~kept).sum()))
    refuse_unusable(frame.loc[kept, list(used)])
    usable = _prepared(frame.loc[kept, list(used)], wrapped(formula))
    levels = _levels(usable)
    matrix = _matrix(formula, _with_rows(usable))
    values, named = _named(matrix, levels, intercept=intercept)
    own: Independent | None = None
    empty: tuple[str, ...] = ()
    if empty_cells:
        own, empty = independent_columns(values, [term for term, _ in named])
        values, named = values[:, own.kept], [named[j] for j in own.kept]
    refuse_degenerate(values, [term for term, _ in named], intercept=intercept)
    return Design(
        matrix=values,
        terms=tuple(term for term, _ in named),
        contrasts=tuple(contrast for _, contrast in named),
        kept=kept,
        covariates=used,
        levels=levels,
        dropped=dropped,
        check_rows=(*checks, *empty_level_checks(frame, levels), *empty_checks(empty)),
        model_spec=matrix.model_spec,
        columns=own,
        empty=empty,
    )


def _named(
    matrix: Any, levels: dict[str, tuple[str, ...]], *, intercept: bool
) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Return a formula's columns as numbers (rows, p), and each one's term and comparison."""
    columns = [c for c in matrix.columns if intercept or c != "Intercept"]
    values = matrix[columns].to_numpy(dtype="float64")
    refuse_no_number(values, [str(c) for c in columns])
    return values, [in_words(str(c), levels) for c in columns]


def _with_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that keeps its number of rows also where a formula needs no column."""
    return frame if len(frame.columns) else frame.assign(row=0.0)


def rebuild(found: Design, frame: pd.DataFrame, *, unknown: bool = False) -> np.ndarray:
    """Return the design's columns for new rows of the same covariates.

    With ``unknown`` what a row needs of terms left out stands behind them, zero where nothing.
    """
    fresh = frame[list(found.covariates)].copy()
    for name, known in found.levels.items():
        fresh[name] = pd.Categorical(factor_text(fresh[name], known), categories=list(known))
    matrix = found.model_spec.get_model_matrix(_with_rows(fresh), context=_CONTEXT)
    if matrix.shape[1] != found.matrix.shape[1] + len(found.empty):
        matrix = matrix[[c for c in matrix.columns if c != "Intercept"]]
    rows = np.asarray(matrix, dtype="float64")
    if not found.empty or found.columns is None:
        return rows
    more = [rows @ found.columns.unknown] if unknown else []
    return np.hstack([rows[:, found.columns.kept], *more])


def _prepared(frame: pd.DataFrame, factors: frozenset[str]) -> pd.DataFrame:
    """Return covariates as floats or as factors whose levels are text in their order.

    Numbers are factors where the formula says so by C().
    """
    made: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name]
        number = pd.api.types.is_numeric_dtype(column.dtype)
        if number and not pd.api.types.is_bool_dtype(column.dtype):
            made[str(name)] = column.to_numpy(dtype="float64")
            if name in factors:
                order = [label(v) for v in np.unique(made[str(name)])]
                made[str(name)] = pd.Categorical(factor_text(column, order), categories=order)
        elif isinstance(column.dtype, pd.CategoricalDtype):
            order = [str(v) for v in column.cat.categories if (column == v).any()]
            made[str(name)] = pd.Categorical(column.astype(str), categories=order)
        else:
            text = column.astype(str)
            made[str(name)] = pd.Categorical(text, categories=sorted(text.unique()))
    usable = pd.DataFrame(made, index=range(len(frame)))
    refuse_infinite(usable)
    return usable


def _levels(frame: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the levels of each factor; one level, or one per person, is refused."""
    found = {
        str(c): tuple(map(str, frame[c].cat.categories))
        for c in frame.columns
        if isinstance(frame[c].dtype, pd.CategoricalDtype)
    }
    refuse_ids(found, len(frame))
    for name, levels in found.items():
        if len(levels) < 2:
            raise EstimationError(
                "The factor has only one level among the people used, so nothing can be compared",
                code="RE-E20",
                column=name,
                rows=len(frame),
                do="Leave it out of the formula, or check why only one level is left.",
            )
    return found


def _matrix(formula: str, frame: pd.DataFrame) -> Any:
    """Return formulaic's matrix; its own messages may hold values and stay inside."""
    from formulaic import Formula

    try:
        with np.errstate(all="ignore"):  # what gives no number is told by design()
            return Formula(f"1 + {_powers(formula)}").get_model_matrix(
                frame, context=_CONTEXT, na_action="ignore"
            )
    except Exception:  # noqa: BLE001  any failure of the parser becomes one message of ours
        raise EstimationError(
            "The formula could not be turned into columns",
            code="RE-E42F",
            do="Write terms joined by +, * or :, for example 'arm * wave + age'.",
        ) from None


def _powers(formula: str) -> str:
    """Return a formula whose powers are written as Python writes them, outside quoted names."""
    parts = formula.split("`")
    return "`".join(p if k % 2 else p.replace("^", "**") for k, p in enumerate(parts))
