"""Contrast rows of a model: averages over its reference grid, their differences, and slopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
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
    same = [name for name in known if _number(name) == _number(level)]
    if str(level) not in known and len(same) == 1:
        return same[0]
    if str(level) not in known:
        raise EstimationError(
            "The factor has no level of that name",
            code="RE-M02",
            column=factor,
            do="Name one of its levels." + nearest(str(level), known),
        )
    return str(level)


def _number(level: object) -> float | str:
    """Return a level as the number it stands for, so that 6, 6.0 and '6' are one."""
    try:
        return float(str(level))
    except ValueError:
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


def changes(
    grid: Mapping[str, Any],
    of: str,
    wheres: Sequence[Mapping[str, str]],
    *,
    method: str,
    reference: str | None,
) -> Named:
    """Return named contrast rows at a place, less those at a second one if there is one."""
    first, *rest = (
        differences(grid, of, where, method=method, reference=reference) for where in wheres
    )
    return [(name, row - rest[0][k][1] if rest else row) for k, (name, row) in enumerate(first)]


def _pairs(levels: list[str], method: str, reference: str | None) -> list[tuple[str, str]]:
    """Return which level is compared with which, the reference first."""
    if method == "pairwise":
        return list(combinations(levels, 2))
    first = levels[0] if reference is None else reference
    return [(first, other) for other in levels if other != first]


def named_factors(by: object) -> list[str]:
    """Return the factors that a question names: one, several or none."""
    named = [] if by is None else [by] if isinstance(by, str) else by
    if not isinstance(named, (list, tuple)) or not all(isinstance(n, str) for n in named):
        raise EstimationError(
            "Factors are asked for by name",
            code="RE-M02",
            do="Name one as text, or several as a list, such as ['arm', 'wave'].",
        )
    return list(dict.fromkeys(named))


def some_factors(by: object) -> list[str]:
    """Return the factors that a question names, of which there must be one."""
    found = named_factors(by)
    if not found:
        raise EstimationError(
            "Means are asked for by the levels of a factor",
            code="RE-M02",
            do="Name a factor of the formula as by=, such as 'arm', or several as a list.",
        )
    return found


def within(
    grid: Mapping[str, Any], factors: Sequence[str], since: object
) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the combinations of levels within which to compare: a name, and where that is.

    With ``since`` a comparison is the one at a level of the last factor minus
    the one there, so that there are two places.
    """
    first = None if since is None else one_level(grid, factors[-1], since)
    found: list[tuple[str, list[dict[str, str]]]] = []
    for levels in product(*(levels_of(grid, factor) for factor in factors)):
        here = dict(zip(factors, levels, strict=True))
        name = ", ".join(f"{factor}: {level}" for factor, level in here.items())
        if first is None:
            found.append((name, [here]))
        elif levels[-1] != first:
            found.append((f"{name} since {first}", [here, {**here, factors[-1]: first}]))
    return found
