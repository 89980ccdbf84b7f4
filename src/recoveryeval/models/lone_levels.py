"""Levels of a factor that hold one person: nothing is estimated about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.models.design import Design
from recoveryeval.models.factor_text import factor_text
from recoveryeval.stats.coefficients import Coefficients

ALONE = "one person only in this group, or in the one it is compared with"


def lone_terms(found: Design, frame: pd.DataFrame) -> np.ndarray:
    """Return which terms (q,) rest on a factor level of one person; ``frame`` holds rows used."""
    few = {}
    for name, levels in found.levels.items():
        people = _people(frame, pd.Series(factor_text(frame[name], levels), dtype=object))
        few[name] = {level for level in levels if people.get(level, 0) <= 1}
    return terms_about(found, few)


def terms_about(found: Design, named: Mapping[str, set[str]]) -> np.ndarray:
    """Return which terms (q,) are about the levels of factors that are named.

    Where a factor's first level is, so are the intercept and what the factor is crossed with.
    """
    alone = np.zeros(len(found.terms), dtype=bool)
    for name, levels in found.levels.items():
        few = named.get(name, set())
        if not few:
            continue
        reference = levels[0] in few
        if reference:
            alone |= np.isin(found.terms, ["intercept", *_crossed(found.terms, name)])
        for j, term in enumerate(found.terms):
            own = {part.partition(": ")[2] for part in term.split(" x ") if _of(part, name)}
            alone[j] |= bool(own) and (reference or bool(own & few))
    return alone


def _crossed(terms: tuple[str, ...], name: str) -> set[str]:
    """Return the terms that a factor is crossed with."""
    parts = [term.split(" x ") for term in terms]
    return {
        " x ".join(part for part in own if not _of(part, name))
        for own in parts
        if any(_of(part, name) for part in own)
    }


def without_lone(known: Coefficients, alone: np.ndarray) -> Coefficients:
    """Return coefficients without a variance where a term stands alone, so that none is shown."""
    if not alone.any():
        return known
    hidden = np.where(alone, np.nan, 1.0)
    return replace(known, covariance=known.covariance * np.outer(hidden, hidden))


def without_values(known: Coefficients, alone: np.ndarray) -> Coefficients:
    """Return coefficients of which those that stand alone have no value, nor a variance."""
    known = without_lone(known, alone)
    return replace(known, beta=np.where(alone, np.nan, known.beta)) if alone.any() else known


def hide_lone(
    known: Coefficients, found: Design | None, frame: pd.DataFrame, *, before: int = 0
) -> Coefficients:
    """Return coefficients of a model without a variance where a term stands alone.

    The design's terms come after ``before`` other coefficients; what comes after them is kept.
    """
    if found is None:
        return known
    alone = np.zeros(known.beta.size, dtype=bool)
    alone[before : before + len(found.terms)] = lone_terms(found, frame)
    return without_lone(known, alone)


def _of(part: str, name: str) -> bool:
    """Return whether a part of a term is a level of the factor."""
    return part.startswith(f"{name}: ")


def _people(frame: pd.DataFrame, level: pd.Series) -> dict[str, float]:
    """Return how many people have each level (rows,)."""
    if "person" in frame:
        pairs = pd.DataFrame({"level": level, "person": frame["person"].to_numpy()})
        counts = pairs.drop_duplicates()["level"].value_counts()
    else:
        counts = pd.Series(frame["n"].to_numpy(dtype=float)).groupby(level.to_numpy()).sum()
    return {str(k): float(v) for k, v in counts.items()}
