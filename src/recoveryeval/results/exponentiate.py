"""Logarithms of a tidy table as ratios."""

from __future__ import annotations

import numpy as np
import pandas as pd


def exponentiated(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with logarithms as ratios; standard errors by the delta method.

    Where rows say which of them are logarithms (``log hazard ratio``), the
    others, such as shares beside them, stay as they are.
    """
    logs = _logarithms(table)
    ratio = np.exp(table["estimate"].where(logs))
    if "std_error" in table:
        table["std_error"] = (table["std_error"] * ratio).where(logs, table["std_error"])
    table["estimate"] = ratio.where(logs, table["estimate"])
    for name in ("conf_low", "conf_high"):
        if name in table:
            table[name] = np.exp(table[name].where(logs)).where(logs, table[name])
    return table


def named_as_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its ratios named as ratios, no longer as their logarithms."""
    if "estimand" in table:
        table["estimand"] = [str(e).removeprefix("log ") for e in table["estimand"]]
    return table


def _logarithms(table: pd.DataFrame) -> pd.Series:
    """Return which rows are logarithms: those that say so, all where none does."""
    every = pd.Series(True, index=table.index)
    if "estimand" not in table:
        return every
    said = table["estimand"].astype("string").str.startswith("log ").fillna(False).astype(bool)
    if "term" in table:  # such as log(scale), the logarithm of a distribution's parameter
        named = table["term"].astype("string").str.startswith("log(").fillna(False).astype(bool)
        said = said | (named if said.any() else said)
    return said if said.any() else every
