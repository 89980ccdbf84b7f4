"""From sums over people and a formula to a design: what each column is, per unit of each number.

At one wave and combination of factors every column of the design is linear in
the numbers, so that it is known from its value at their centers and one step
beside each; products of two numbers are not linear, and refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import Design, design
from recoveryeval.models.repeated.gaussian_input import refuse_few
from recoveryeval.outcomes.repeated_cells import RepeatedCells, product_name

_CALL = re.compile(r"\b(?!C\b)([a-zA-Z_]\w*)\s*\(")


@dataclass(frozen=True, slots=True, eq=False)
class CellDesign:
    """Sums of products ``c`` (cells, d, d) of a one, numbers and scores, and what they make.

    ``fixed`` holds probes of the design, not people; ``seen`` (cells, K) says
    which waves, ``turn`` (cells, K, q, 1 + numbers) turns a one and the centered
    numbers into the design's columns; ``places`` has a row per cell and wave
    seen, with its number of people ``n``.
    """

    fixed: Design
    c: np.ndarray
    seen: np.ndarray
    turn: np.ndarray
    places: pd.DataFrame


def cell_design(cells: RepeatedCells, formula: str) -> CellDesign:
    """Return the design of a formula on sums over people."""
    _refuse_calls(formula)
    c, seen = _products(cells), _seen(cells)
    spread = _spread(cells, c)
    place = np.argwhere(seen)
    rows = [_rows(cells, place, np.zeros(len(cells.numbers)))]
    rows += [_rows(cells, place, step) for step in np.diag(spread)]
    rows.append(_rows(cells, place, spread * (1.0 + np.arange(len(spread)))))
    names = ("wave", *(("day",) if cells.days else ()), *cells.covariates)
    found = design(pd.concat(rows, ignore_index=True), formula, covariates=names, intercept=True)
    parts = found.matrix.reshape(len(rows), len(place), -1)
    slopes = [(part - parts[0]) / s for part, s in zip(parts[1:-1], spread, strict=True)]
    _refuse_curved(parts, slopes, spread)
    q = found.matrix.shape[1]
    turn = np.zeros((*seen.shape, q, 1 + len(spread)))
    turn[seen] = np.stack([parts[0], *slopes], axis=-1)
    scores = float((cells.frame["n"].to_numpy()[:, None] * seen).sum())
    refuse_few(cells.people, scores, q)
    return CellDesign(found, c, seen, turn, _places(cells, c, place))


def _products(cells: RepeatedCells) -> np.ndarray:
    """Return sums of products (cells, d, d) of a one, numbers and scores."""
    width = 1 + len(cells.numbers) + len(cells.waves)
    c = np.zeros((len(cells.frame), width, width))
    c[:, 0, 0] = cells.frame["n"]
    for i in range(width):
        for j in range(max(i, 1), width):
            c[:, i, j] = c[:, j, i] = cells.frame[product_name(i, j)]
    return c


def _seen(cells: RepeatedCells) -> np.ndarray:
    """Return which waves (cells, K) each cell's people were seen at."""
    return np.array([[mark == "1" for mark in text] for text in cells.frame["pattern"]])


def _spread(cells: RepeatedCells, c: np.ndarray) -> np.ndarray:
    """Return the standard deviation of each number; one that does not vary is refused."""
    total = c.sum(axis=0)
    k, n = len(cells.numbers), float(total[0, 0])
    variance = np.diag(total)[1 : k + 1] / n - (total[0, 1 : k + 1] / n) ** 2
    centers = np.array(cells.centers[:k])
    for name, v, center in zip(cells.numbers, variance, centers, strict=True):
        if v <= 1e-18 * center**2 or v <= 0:
            raise EstimationError(
                "The covariate is the same for everyone used",
                code="RE-E19",
                column=name,
                rows=int(n),
                do="Leave it out of numbers=.",
            )
    return np.asarray(np.sqrt(variance))


def _rows(cells: RepeatedCells, place: np.ndarray, step: np.ndarray) -> pd.DataFrame:
    """Return one row per cell and wave seen, with numbers a step (numbers,) off their centers."""
    own = cells.frame.iloc[place[:, 0]]
    made: dict[str, Any] = {
        "wave": pd.Categorical.from_codes(place[:, 1], categories=list(cells.waves), ordered=True)
    }
    if cells.days:
        made["day"] = np.array(cells.days)[place[:, 1]]
    made |= {name: own[name].to_numpy() for name in cells.factors}
    moved = np.array(cells.centers[: len(step)]) + step
    made |= {name: np.full(len(place), v) for name, v in zip(cells.numbers, moved, strict=True)}
    return pd.DataFrame(made)


def _places(cells: RepeatedCells, c: np.ndarray, place: np.ndarray) -> pd.DataFrame:
    """Return rows per cell and wave with numbers at the cell's own mean."""
    own, k = place[:, 0], len(cells.numbers)
    made = _rows(cells, place, np.zeros(k)).assign(n=c[own, 0, 0])
    for j, name in enumerate(cells.numbers):
        made[name] = cells.centers[j] + c[own, 0, 1 + j] / c[own, 0, 0]
    return made.assign(cell=own, visit=place[:, 1])


def _refuse_calls(formula: str) -> None:
    """Raise on a function of a number, which sums over people cannot give."""
    found = _CALL.findall(formula)
    if found:
        raise EstimationError(
            "Sums over people cannot be turned into a function of a number",
            code="RE-M59",
            do=f"Make the column before summing up, in place of {found[0]}().",
        )


def _refuse_curved(parts: np.ndarray, slopes: list[np.ndarray], spread: np.ndarray) -> None:
    """Raise where a column is not linear in the numbers."""
    steps = spread * (1.0 + np.arange(len(spread)))
    expected = parts[0] + sum(
        (slope * step for slope, step in zip(slopes, steps, strict=True)), np.zeros_like(parts[0])
    )
    if not np.allclose(parts[-1], expected, rtol=1e-9, atol=1e-9 * np.abs(parts).max()):
        raise EstimationError(
            "The formula multiplies two numbers, which sums over people do not hold",
            code="RE-M59",
            do="Make the product as a column before summing up, and name it in numbers=.",
        )
