"""What reliability is told from: complete rows of numbers, or two raters' categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError, SchemaError, nearest
from recoveryeval.instruments.answer_numbers import answers_in, column_names, column_of
from recoveryeval.instruments.answer_words import Words, words_told
from recoveryeval.instruments.instrument_file import load_instrument
from recoveryeval.instruments.item_columns import item_numbers
from recoveryeval.instruments.response_formats import chosen_format, refuse_other_format
from recoveryeval.instruments.scoring import counted, possible

FEWEST = 3
LARGEST = 1e50


def numbers_of(data: pd.DataFrame, columns: Sequence[str] | None) -> tuple[np.ndarray, list[str]]:
    """Return complete rows as numbers (n, k) and the names of the columns."""
    names = _columns(data, columns)
    values = _answers(data, names)
    seen = np.abs(values[np.isfinite(values)])
    if seen.size and not seen.max() < LARGEST:
        raise EstimationError(
            "Scores are too large for their variance to be computed",
            code="RE-MR31",
            do="Give them in a larger unit.",
        )
    return _complete(values), names


def _answers(data: pd.DataFrame, names: list[str], words: Words | None = None) -> np.ndarray:
    """Return columns as numbers (rows, columns); other words are refused as in other estimates."""
    try:
        return answers_in(data, names, words=words)
    except SchemaError as told:
        raise EstimationError(
            told.what, code="RE-MR31", column=told.column, rows=told.rows, do=told.do
        ) from None


@dataclass(frozen=True, slots=True)
class Tool:
    """The instrument that the caller names, and what is said about it."""

    instrument: str | Path | None
    scale: str | None
    response_format: str | None
    items: Mapping[str, int] | None


def turned_items(
    data: pd.DataFrame, columns: Sequence[str] | None, asked: Tool
) -> tuple[np.ndarray, list[str]]:
    """Return complete forms (n, k), items turned as the instrument says."""
    if asked.instrument is None:
        return numbers_of(data, columns)
    tool = load_instrument(asked.instrument)
    form = chosen_format(tool, asked.response_format)
    which = tool.main_scale if asked.scale is None else asked.scale
    if which not in tool.scales:
        raise EstimationError(
            f"{tool.name} has no scale of that name",
            code="RE-MR30",
            do=f"Use one of {', '.join(tool.scales)}." + nearest(which, tool.scales),
        )
    place = item_numbers(_columns(data, columns), tool, asked.items)
    named = sorted(place, key=lambda name: place[name])
    raw = _answers(data, named, words_told(None, form, named))
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
    first, second = (column_of(data, name) for name in names)
    both = first.notna().to_numpy(dtype=bool) & second.notna().to_numpy(dtype=bool)
    if both.sum() < FEWEST:
        raise _few(int(both.sum()))
    return first[both], second[both]


def columns_asked(data: pd.DataFrame, columns: Sequence[str] | None) -> pd.DataFrame:
    """Return the table with the columns asked for alone."""
    names = set(_columns(data, columns))
    return data.loc[:, [str(name) in names for name in data.columns]]


def _columns(data: pd.DataFrame, columns: Sequence[str] | None) -> list[str]:
    """Return the columns asked for, all without a choice."""
    held = column_names(data)
    if isinstance(columns, str):
        raise EstimationError(
            "columns= is one name", code="RE-MR31", do="Give a list: ['first', 'second', ...]."
        )
    names = [str(name) for name in (held if columns is None else columns)]
    for name in names:
        if name not in held:
            raise EstimationError(
                "There is no column of that name",
                code="RE-MR31",
                column=name,
                do="Use the names in the table." + nearest(name, held),
            )
    if len(set(names)) < len(names):
        raise EstimationError(
            "A column is named twice, or two columns have one name",
            code="RE-MR31",
            do="Name every column once.",
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
