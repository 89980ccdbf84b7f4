"""Definitions compared, in words: what tells rows apart, what the axis shows, the picture told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

SHARES = {"risk": "Share of people"}  # estimands whose own words are those of their comparison
NAMING = ("term", "cause", "contrast", "group", "level", "estimand")


def one_estimand(
    tidy: pd.DataFrame, words: Mapping[str, str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the rows of the first estimand, and words with a note that names the others.

    Shares, differences and ratios have no axis in common.
    """
    found = tidy["estimand"].dropna().unique() if "estimand" in tidy else []
    if len(found) < 2:
        return tidy, dict(words)
    kept = tidy[tidy["estimand"].isna() | (tidy["estimand"] == found[0])].reset_index(drop=True)
    told = f"Drawn: {found[0]}. In the table too: {', '.join(map(str, found[1:]))}."
    x = SHARES.get(found[0], words["x"])
    return kept, {**words, "x": x, "note": f"{told} {words.get('note', '')}".strip()}


def series_of(tidy: pd.DataFrame, words: Mapping[str, str]) -> pd.Series:
    """Return what tells rows of one definition apart: group, contrast, time."""
    parts = []
    for name in (*NAMING, "time"):
        if name in tidy and len(tidy[name].dropna().unique()) > 1:
            told = tidy[name].map(lambda v, n=name: word_of(v, n, words), na_action="ignore")
            parts.append(told.astype("string").fillna(""))
    if not parts:
        return pd.Series("", index=tidy.index)
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + np.where((joined != "") & (part != ""), ", ", "") + part
    return joined.astype(object)


def word_of(value: Any, name: str, words: Mapping[str, str]) -> str:
    """Return a group's part in words."""
    return f"{value:g} {words['unit']}".strip() if name == "time" else str(value)


def axis_words(rows: pd.DataFrame, words: Mapping[str, str]) -> str:
    """Return what the axis shows, with the one time or comparison that all rows share."""
    told = words["x"]
    for name, joint in (("contrast", ": {}"), ("time", " at {}")):
        held = rows[name].dropna().unique() if name in rows else []
        held = [v for v in held if str(v)]
        word = word_of(held[0], name, words) if len(held) == 1 else ""
        if word and word not in told:
            ratio = name == "contrast" and words.get("scale") == "ratio"
            told += joint.format(word.replace(" - ", " / ") if ratio else word)
    return told


def alt_words(
    rows: pd.DataFrame, known: pd.Series, words: Mapping[str, str], *, share: bool
) -> str:
    """Return the picture in words: every definition with its numbers."""
    told = []
    for row, there in zip(rows.to_dict("records"), known, strict=True):
        series = f" ({row['series']})" if row["series"] else ""
        number = row["estimate"] * (100 if share else 1)
        text = f"{number:.3g}{'%' if share else ''}" if there else "not estimable"
        told.append(f"{row['name']}{series}: {text}")
    return f"Definitions compared. {words['title']}. {axis_words(rows, words)}: {'; '.join(told)}."
