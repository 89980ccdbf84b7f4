"""Contrast rows of a model: averages over its reference grid, their differences, and slopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError, nearest

Named = list[tuple[str, np.ndarray]]


def grid_of(extras: Mapping[str, Any]) -> dict[str, Any]:
    """Return the reference grid that a model carries."""
    if "grid" not in extras:
        raise EstimationError(
            "This model carries no coefficients that levels could be compared by",
            code="RE-M01",
            do="Read the comparisons in tidy().",
        )
    return dict(extras["grid"])


def levels_of(grid: Mapping[str, Any], factor: str) -> list[str]:
    """Return the levels of a factor in their order."""
    known = grid["levels"]
    if factor in grid["slopes"]:
        raise EstimationError(
            "The covariate is a number, so it has no levels",
            code="RE-M02",
            column=factor,
            do=f"Ask contrasts({factor!r}) for its slope, or write C({factor}) in the formula.",
        )
    if factor not in known:
        raise EstimationError(
            "The model has no factor of that name",
            code="RE-M02",
            column=factor,
            do="Name a factor of the formula." + nearest(factor, known),
        )
    return list(dict.fromkeys(known[factor]))


def one_level(grid: Mapping[str, Any], factor: str, level: object) -> str:
    """Return a level that a factor has."""
    known = levels_of(grid, factor)
    if str(level) not in known:
        raise EstimationError(
            "The factor has no level of that name",
            code="RE-M02",
            column=factor,
            do="Name one of its levels." + nearest(str(level), known),
        )
    return str(level)


def averaged(
    grid: Mapping[str, Any], factors: Sequence[str]
) -> list[tuple[dict[str, str], np.ndarray]]:
    """Return, for each combination of levels, the average of the grid rows that have it."""
    for factor in factors:
        levels_of(grid, factor)
    keys = list(zip(*(grid["levels"][f] for f in factors), strict=True))
    rows = np.asarray(grid["rows"])
    out = []
    for key in dict.fromkeys(keys):
        mask = np.array([k == key for k in keys])
        out.append((dict(zip(factors, key, strict=True)), rows[mask].mean(axis=0)))
    return out


def differences(
    grid: Mapping[str, Any],
    of: str,
    where: Mapping[str, str],
    *,
    method: str,
    reference: str | None,
) -> Named:
    """Return named contrast rows of a factor's levels, or the slope of a covariate."""
    mask = np.ones(len(np.asarray(grid["rows"])), dtype=bool)
    for factor, level in where.items():
        mask &= np.array(grid["levels"][factor]) == level
    if of in grid["slopes"]:
        return [("slope per unit", np.asarray(grid["slopes"][of])[mask].mean(axis=0))]
    levels, labels = levels_of(grid, of), np.array(grid["levels"][of])
    at = {lv: np.asarray(grid["rows"])[mask & (labels == lv)].mean(axis=0) for lv in levels}
    return [
        (f"{second} - {first}", at[second] - at[first])
        for first, second in _pairs(levels, method, reference)
    ]


def _pairs(levels: list[str], method: str, reference: str | None) -> list[tuple[str, str]]:
    """Return which level is compared with which, the reference first."""
    if method == "pairwise":
        return list(combinations(levels, 2))
    first = levels[0] if reference is None else reference
    return [(first, other) for other in levels if other != first]


def within(grid: Mapping[str, Any], by: str, since: object) -> list[tuple[str, list[str]]]:
    """Return the levels within which to compare: each name, and the levels it is made of.

    With ``since`` a comparison is the one at a level minus the one there.
    """
    levels = levels_of(grid, by)
    if since is None:
        return [(f"{by}: {level}", [level]) for level in levels]
    first = one_level(grid, by, since)
    return [(f"{by}: {level} since {first}", [level, first]) for level in levels if level != first]
