"""What reliability is told from: complete rows of numbers, or two raters' categories."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.instruments.item_columns import item_numbers
from recoveryeval.instruments.response_formats import chosen_format, refuse_other_format
from recoveryeval.instruments.scoring import counted, possible

FEWEST = 3


def numbers_of(data: pd.DataFrame, columns: Sequence[str] | None) -> tuple[np.ndarray, list[str]]:
    """Return complete rows as numbers (n, k) and the names of the columns."""
    names = _columns(data, columns)
    parts = []
    for name in names:
        values = pd.to_numeric(data[name], errors="coerce")
        lost = int((values.isna() & data[name].notna()).sum())
        if lost:
            raise EstimationError(
                "Answers have to be numbers",
                code="RE-MR31",
                column=name,
                rows=lost,
                do="Code the words of the answers as numbers first.",
            )
        parts.append(values.to_numpy(dtype="float64", na_value=np.nan))
    return _complete(np.column_stack(parts)), names


def turned_items(
    data: pd.DataFrame,
    columns: Sequence[str] | None,
    instrument: str | Path | None,
    scale: str | None,
    response_format: str | None,
) -> tuple[np.ndarray, list[str]]:
    """Return complete forms (n, k), items turned as the instrument says."""
    if instrument is None:
        return numbers_of(data, columns)
    tool = load_instrument(instrument)
    form = chosen_format(tool, response_format)
    which = tool.main_scale if scale is None else scale
    if which not in tool.scales:
        raise EstimationError(
            f"{tool.name} has no scale of that name",
            code="RE-MR30",
            do=f"Use one of {', '.join(tool.scales)}." + nearest(which, tool.scales),
        )
    place = item_numbers(_columns(data, columns), tool, None)
    named = sorted(place, key=lambda name: place[name])
    raw = data[named].apply(pd.to_numeric, errors="coerce").to_numpy(dtype="float64")
    refuse_other_format(raw, tool, form)
    rule = tool.scales[which]
    values = counted(possible(raw, form).values, rule, form)
    chosen = [item - 1 for item in rule.items]
    return _complete(values[:, chosen]), [named[item] for item in chosen]


def two_columns(data: pd.DataFrame, columns: Sequence[str] | None) -> tuple[pd.Series, pd.Series]:
    """Return the categories of two raters where both gave one."""
    names = _columns(data, columns)
    if len(names) != 2:
        raise EstimationError(
            "Kappa compares two raters",
            code="RE-MR31",
            do="Name their two columns, for example reliability(data, ['first', 'second'], "
            "of='categories').",
        )
    both = data[names].dropna()
    if len(both) < FEWEST:
        raise _few(len(both))
    return both[names[0]], both[names[1]]


def _columns(data: pd.DataFrame, columns: Sequence[str] | None) -> list[str]:
    """Return the columns asked for, all without a choice."""
    names = [str(name) for name in (data.columns if columns is None else columns)]
    for name in names:
        if name not in data.columns:
            raise EstimationError(
                "There is no column of that name",
                code="RE-MR31",
                column=name,
                do="Use the names in the table." + nearest(name, map(str, data.columns)),
            )
    if len(names) < 2:
        raise EstimationError(
            "Reliability needs at least two columns",
            code="RE-MR31",
            do="Name the items, the repeated scores, or the two raters.",
        )
    return names


def _complete(values: np.ndarray) -> np.ndarray:
    """Return the rows (n, k) without a blank; too few are refused."""
    whole = values[np.isfinite(values).all(axis=1)]
    if len(whole) < FEWEST:
        raise _few(len(whole))
    return np.asarray(whole)


def _few(rows: int) -> EstimationError:
    """Return the error for too few complete rows."""
    return EstimationError(
        "Too few rows are complete",
        code="RE-MR31",
        rows=rows,
        do=f"Reliability needs at least {FEWEST}; some hundred make it precise.",
    )
