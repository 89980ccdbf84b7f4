"""Rows of a description of people: quantiles of numbers, shares of answers, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from recoveryeval.errors import CohortError
from recoveryeval.schema.table_schema import load_table
from recoveryeval.schema.vocabulary import load_vocabulary

MISSING = "Not recorded"
OTHER = "Another answer"
MOST_LEVELS = 12
QUARTILES = {"median": 0.5, "lower quartile": 0.25, "upper quartile": 0.75}

Row = dict[str, Any]


def is_measured(values: pd.Series) -> bool:
    """Whether a column holds numbers that quantiles describe, rather than codes of answers."""
    number = pd.api.types.is_numeric_dtype(values.dtype)
    return number and not pd.api.types.is_bool_dtype(values.dtype) and values.nunique() > 2


def quantile_rows(values: pd.Series, term: str, group: str) -> list[Row]:
    """Return the quartiles of a number in one group, and how many lack it."""
    known = values.dropna().astype("float64")
    base = {"term": term, "group": group, "n": len(known), "denominator": len(known)}
    state = _state(len(known))
    rows: list[Row] = [
        {**base, **state, "level": name, "estimand": "quantile", "estimate": known.quantile(share)}
        for name, share in QUARTILES.items()
    ]
    return [*rows, _missing(base, len(values))]


def share_rows(answers: pd.Series, term: str, group: str, levels: Sequence[str]) -> list[Row]:
    """Return count and share of each answer in one group, and how many gave none."""
    known = int(answers.notna().sum())
    base = {"term": term, "group": group, "denominator": known}
    state = _state(known)
    rows: list[Row] = []
    for level in levels:
        count = int((answers == level).sum())
        share = count / known if known else float("nan")
        row = {"level": level, "estimand": "share", "estimate": share, "n": count}
        rows.append({**base, **state, **row})
    return [*rows, _missing(base, len(answers))]


def answers_of(values: pd.Series, column: str) -> pd.Series:
    """Return answers in words; words outside a vocabulary become one answer, 'unknown' none."""
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.astype("boolean").map({True: "Yes", False: "No"}, na_action="ignore")
    texts = values.astype("string")
    name = _vocabulary(column)
    if name is None:
        return _few(texts, column)
    terms = load_vocabulary(name)
    texts = texts.mask((texts == "unknown").fillna(value=False))
    known = texts.isin(list(terms.terms)) | texts.isna()
    return texts.map(terms.label, na_action="ignore").where(known, OTHER)


def levels_of(answers: pd.Series) -> list[str]:
    """Return the answers, most frequent first, ties by name, 'another answer' last."""
    counts = answers.value_counts()
    return sorted((str(a) for a in counts.index), key=lambda a: (a == OTHER, -counts[a], a))


def _state(known: int) -> Row:
    """Return status and reason of rows that rest on so many answers."""
    if known:
        return {"status": "ok", "reason": ""}
    return {"status": "not_estimable", "reason": "nobody in the group gave an answer"}


def _missing(base: Row, people: int) -> Row:
    """Return the row that counts people without an answer."""
    lacking = people - int(base["denominator"])
    row = {"level": MISSING, "estimand": "count", "n": lacking, "estimate": float("nan")}
    return {**base, **row, "status": "ok", "reason": ""}


def _vocabulary(column: str) -> str | None:
    """Return the vocabulary that a column of person or episode is held to."""
    for table in ("person", "episode"):
        for field in load_table(table).fields:
            if field.name == column and field.vocabulary:
                return field.vocabulary
    return None


def _few(values: pd.Series, column: str) -> pd.Series:
    """Return the values, refusing a column whose answers differ too much to be categories."""
    different, known = values.nunique(), int(values.notna().sum())
    if different > MOST_LEVELS or (different > 3 and 2 * different > known):
        raise CohortError(
            f"A column to describe has {different} different answers among {known} people, so "
            "that it looks like free text",
            code="RE-K41",
            column=column,
            do="Group the answers in the mapping first; free text never goes into a report.",
        )
    return values
