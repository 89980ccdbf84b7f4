"""The input of Gaussian models from sums over people: the same as from rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import design
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.repeated.cells_design import CellDesign, cell_design
from recoveryeval.models.repeated.cells_patterns import cell_patterns
from recoveryeval.models.repeated.constrained import constrained
from recoveryeval.models.repeated.gaussian_input import (
    GaussianInput,
    left_over,
    plain_sums,
    refuse_confounded,
)
from recoveryeval.models.repeated.group_nesting import nested
from recoveryeval.outcomes.repeated_cells import RepeatedCells


def cells_random(
    cells: RepeatedCells, formula: str, *, random: str, groups: Sequence[str]
) -> GaussianInput:
    """Return the input of a model whose people differ in the random effects named."""
    cells.require(list(groups))
    found = cell_design(cells, formula)
    z, names = _random_by_wave(cells, random)
    count = np.arange(len(cells.frame))
    within = nested(cells.frame, count, groups, people=cells.people)
    nesting = None if within is None else within.nesting
    patterns = cell_patterns(cells, found, z, nesting=nesting, turn=True)
    sums = plain_sums(patterns, residual=True)
    levels = () if within is None else within.levels
    variance = left_over(patterns, sums)
    refuse_confounded(patterns, sums, levels)
    n = (found.c[:, 0, 0][:, None] * found.seen).sum(axis=0)
    return GaussianInput(
        fixed=found.fixed,
        patterns=patterns,
        names=names,
        scale=np.sqrt((n[:, None] * z**2).sum(axis=0) / n.sum()),
        levels=levels,
        variance=variance,
        grid=_grid(found),
        observed=_observed(cells, found),
    )


def cells_visits(
    cells: RepeatedCells, formula: str, *, baseline: object, constrain: str | None
) -> GaussianInput:
    """Return the input of a model at planned visits."""
    if baseline is not None:
        raise EstimationError(
            "Sums over people do not hold an earlier score as a covariate",
            code="RE-M59",
            do="Make the baseline a column before summing up and name it in numbers=, or use "
            "constrain=.",
        )
    found = cell_design(cells, formula)
    _refuse_thin(found)
    grid, observed = _grid(found), _observed(cells, found)
    if constrain is not None:
        kept = np.arange(len(found.fixed.terms), dtype=float)[None]
        fixed, grid = constrained(replace(found.fixed, matrix=kept), grid, constrain)
        columns = fixed.matrix[0].astype(int)
        fixed = replace(fixed, matrix=found.fixed.matrix[:, columns])
        found = replace(found, fixed=fixed, turn=found.turn[:, :, columns])
    patterns = cell_patterns(cells, found, np.eye(len(cells.waves)), nesting=None, turn=False)
    return GaussianInput(
        fixed=found.fixed,
        patterns=patterns,
        names=cells.waves,
        scale=np.ones(len(cells.waves)),
        levels=(),
        variance=left_over(patterns, plain_sums(patterns, residual=False)),
        grid=grid,
        observed=observed,
    )


def _refuse_thin(found: CellDesign) -> None:
    """Raise where a wave was reached by no more people than it has means."""
    n, q = found.c[:, 0, 0], found.turn.shape[2]
    for k, own in enumerate(found.seen.T):
        columns = np.moveaxis(found.turn[own, k], 2, 1).reshape(-1, q)
        rank = int(np.linalg.matrix_rank(columns)) if own.any() else 0
        if n[own].sum() <= rank:
            raise EstimationError(
                "A wave was reached by no more people than the formula has means there",
                code="RE-M53",
                column="wave",
                rows=int(n[own].sum()),
                do="Leave it out by waves= when summing up.",
            )


def _random_by_wave(cells: RepeatedCells, random: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the random-effects columns (K, r) by wave, ones first, and their names."""
    if random.replace(" ", "") == "1":
        return np.ones((len(cells.waves), 1)), ("intercept",)
    if not cells.days:
        raise EstimationError(
            "Sums over people hold no days, so people cannot differ in slope",
            code="RE-M59",
            do="Name days= (the planned day of each wave) when summing up.",
        )
    frame = pd.DataFrame({"day": cells.days})
    terms = random.replace(" ", "").removeprefix("1+")
    found = design(frame, terms, covariates=("day",), intercept=True)
    return found.matrix, found.terms


def _grid(found: CellDesign) -> dict[str, Any]:
    """Return the reference grid, numbers at their mean over scores."""
    return reference_grid(found.fixed, found.places, found.places["n"].to_numpy())


def _observed(cells: RepeatedCells, found: CellDesign) -> Mapping[str, Any]:
    """Return numbers, means and squares of the scores seen at each combination of levels."""
    factors = list(found.fixed.levels)
    if not factors:
        return {}
    cell, visit = found.places["cell"].to_numpy(), found.places["visit"].to_numpy()
    y = 1 + len(cells.numbers) + visit
    centers = np.array(cells.centers[len(cells.numbers) :])[visit]
    shift = centers - centers.mean()
    n, first, second = found.c[cell, 0, 0], found.c[cell, 0, y], found.c[cell, y, y]
    table = (
        found.places[factors]
        .astype(str)
        .assign(n=n, first=first + n * shift, second=second + 2 * shift * first + n * shift**2)
    )
    sums = table.groupby(factors, sort=False)[["n", "first", "second"]].sum().reset_index()
    return {
        "levels": {name: sums[name].tolist() for name in factors},
        "n": sums["n"].to_numpy(dtype=float),
        "mean": (centers.mean() + sums["first"] / sums["n"]).to_numpy(dtype=float),
        "squares": (sums["second"] - sums["first"] ** 2 / sums["n"]).to_numpy(dtype=float),
    }
