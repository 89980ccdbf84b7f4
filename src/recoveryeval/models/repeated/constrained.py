"""Constrained longitudinal analysis: groups made by lot have one mean at the first wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.design import Design

_NOTHING = 1e-9


def constrained(
    found: Design, grid: Mapping[str, Any], factor: str
) -> tuple[Design, dict[str, Any]]:
    """Return design and grid without the columns by which a factor differs at the first wave."""
    _refuse_absent(grid["levels"], factor)
    kept = ~_apart_at_first(grid, factor)
    fixed = replace(
        found,
        matrix=found.matrix[:, kept],
        terms=tuple(np.array(found.terms, dtype=object)[kept]),
        contrasts=tuple(np.array(found.contrasts, dtype=object)[kept]),
    )
    slopes = {name: np.asarray(rows)[:, kept] for name, rows in grid["slopes"].items()}
    return fixed, {**grid, "rows": np.asarray(grid["rows"])[:, kept], "slopes": slopes}


def _refuse_absent(levels: Mapping[str, Any], factor: str) -> None:
    """Raise where wave or factor are not in the formula."""
    for name in ("wave", factor):
        if name not in levels:
            raise EstimationError(
                "A constrained baseline needs both the wave and that factor in the formula",
                code="RE-M54",
                column=name,
                do="Write a formula such as 'arm * wave' with constrain='arm'."
                + nearest(name, [n for n in levels if n != "wave"]),
            )


def _apart_at_first(grid: Mapping[str, Any], factor: str) -> np.ndarray:
    """Return which columns (q,) make the factor's levels differ at the first wave.

    Leaving them out must leave levels equal then, and apart at a later wave.
    """
    levels = grid["levels"]
    rows, *later = (
        np.vstack([_differences(np.asarray(s), levels, factor, wave) for s in _each(grid)])
        for wave in dict.fromkeys(levels["wave"])
    )
    used = np.abs(rows).max(axis=0) > _NOTHING
    apart = any(np.abs(each[:, ~used]).max(initial=0.0) > _NOTHING for each in later)
    if not used.any() or not apart or np.linalg.matrix_rank(rows) != used.sum():
        raise EstimationError(
            "The formula cannot hold groups equal at the first wave and apart later",
            code="RE-M54",
            column=factor,
            do=f"Cross the two: '{factor} * wave', the first wave being the reference.",
        )
    return np.asarray(used)


def _each(grid: Mapping[str, Any]) -> list[Any]:
    """Return the grid's rows of means and of every slope."""
    return [grid["rows"], *grid["slopes"].values()]


def _differences(
    source: np.ndarray, levels: Mapping[str, Any], factor: str, wave: str
) -> np.ndarray:
    """Return differences (l, q) between a factor's levels at a wave, others equal."""
    here = np.array(levels["wave"]) == wave
    others = [tuple(str(levels[n][k]) for n in levels if n != factor) for k in range(len(source))]
    out: list[np.ndarray] = []
    seen: dict[tuple[str, ...], int] = {}
    for k in np.flatnonzero(here):
        start = seen.setdefault(others[k], int(k))
        if start != k:
            out.append(source[k] - source[start])
    return np.array(out)
