"""The terms of a formula as hypotheses: which contrasts are all zero when a term does nothing.

A factor is tested by its means, averaged equally over the other factors (type
III); a covariate by its slope, averaged the same way, at the others' means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from recoveryeval.models.design import Design

_RANK = 1e-9


def formula_terms(found: Design, grid: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Return the contrast rows (l, q) of each term of a formula; none where no single test fits."""
    made = {}
    for term in found.model_spec.terms:
        factors = [str(f) for f in term.factors]
        if factors in ([], ["1"]):
            continue
        names = [_bare(f) for f in factors]
        rows = _rows(found, grid, names) if _plain(found, factors) else np.empty((0, 0))
        q = len(found.terms)
        unknown = rows.size and np.abs(rows[:, q:]).max(initial=0.0) > _RANK
        rows = np.empty((0, 0)) if unknown else rows[:, :q]
        made[" x ".join(names)] = independent(rows)
    return made


def _bare(factor: str) -> str:
    """Return a factor without its C()."""
    return factor.removeprefix("C(").removesuffix(")") if factor.startswith("C(") else factor


def _plain(found: Design, factors: Sequence[str]) -> bool:
    """Return whether a term holds factors and at most one covariate as it stands."""
    numbers = [f for f in map(_bare, factors) if f not in found.levels]
    return len(numbers) <= 1 and all(n in found.covariates for n in numbers)


def _rows(found: Design, grid: Mapping[str, Any], names: Sequence[str]) -> np.ndarray:
    """Return differences of cell means, or of cell slopes, along every factor of a term."""
    factors = [n for n in names if n in found.levels]
    number = [n for n in names if n not in found.levels]
    source = np.asarray(grid["slopes"][number[0]] if number else grid["rows"])
    cells = list(product(*(found.levels[f] for f in factors)))
    masks = [
        np.logical_and.reduce(
            [np.array(grid["levels"][f]) == v for f, v in zip(factors, cell, strict=True)],
            initial=True,
        )
        for cell in cells
    ]
    means = np.array([source[np.broadcast_to(m, len(source))].mean(axis=0) for m in masks])
    turn: np.ndarray = np.ones((1, 1))
    for f in factors:
        size = len(found.levels[f])
        turn = np.kron(turn, np.hstack([-np.ones((size - 1, 1)), np.eye(size - 1)]))
    return np.asarray(turn @ means)


def independent(rows: np.ndarray) -> np.ndarray:
    """Return rows that say the same without repeating themselves."""
    if not rows.size:
        return rows
    _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
    kept = sizes > _RANK * max(float(sizes[0]), 1e-300)
    return rows if kept.all() else np.asarray(basis[kept])
