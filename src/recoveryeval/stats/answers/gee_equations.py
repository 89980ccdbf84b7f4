"""The equations of correlated answers at one point: means, what remains, and their slopes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.stats.answers.gee_family import Family, first_guess, mean_of, variance_of
from recoveryeval.stats.answers.gee_working import Working
from recoveryeval.stats.clusters import Clusters
from recoveryeval.stats.survival.cells import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers, covariates (N, q), weights and log exposures in the order of the clusters."""

    y: Floats
    x: NDArray[np.float64]
    weight: Floats
    exposure: Floats
    family: Family
    of: Clusters


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One point of the search: means, residuals over spread (N,), Z and R^-1 W Z (N, q).

    ``pull`` (N,) is R^-1 W times the residuals, ``bread`` (q, q) the slope of the equations.
    """

    beta: Floats
    mean: Floats
    left: Floats
    z: NDArray[np.float64]
    turned: NDArray[np.float64]
    pull: Floats
    bread: NDArray[np.float64]
    working: Working


def independent(rows: Answers) -> Floats:
    """Return a start: two steps of a regression that takes answers for independent."""
    predictor, beta = first_guess(rows.family, rows.y, rows.exposure), np.zeros(rows.x.shape[1])
    for _ in range(3):
        mean = mean_of(rows.family, predictor + rows.exposure)
        slope = variance_of(rows.family, mean)
        aim = predictor + (rows.y - mean) / slope
        root = np.sqrt(slope * rows.weight)
        beta = np.linalg.lstsq(rows.x * root[:, None], aim * root, rcond=None)[0]
        predictor = rows.x @ beta
    return beta


def place_at(rows: Answers, beta: Floats, correlation: Working) -> Place:
    """Return what the equations need at coefficients (q,)."""
    mean = mean_of(rows.family, rows.x @ beta + rows.exposure)
    spread = np.sqrt(variance_of(rows.family, mean))
    z = rows.x * spread[:, None]
    left = (rows.y - mean) / spread
    both = np.column_stack([z, left]) * rows.weight[:, None]
    turned = correlation.turned(both)
    return Place(
        beta, mean, left, z, turned[:, :-1], turned[:, -1], z.T @ turned[:, :-1], correlation
    )
