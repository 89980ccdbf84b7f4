"""Working correlations as the moments that geepack solves, gaps and weights included.

The library's own autoregressive correlation takes answers on either side of a missed wave for
neighbors, and its moments take weights otherwise; its equations for the means are used as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from recoveryeval.errors import EstimationError


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of rows of one cluster: places (pairs,) of both, and what each pair informs about.

    ``about`` (pairs,) numbers the distances of ``distance`` (d,), or pairs of occasions.
    """

    first: np.ndarray
    second: np.ndarray
    about: np.ndarray
    distance: np.ndarray


def working(library: Any, structure: str) -> Any:
    """Return the working correlation of one structure, for one fit."""
    if structure == "independence":
        return library.Independence()
    if structure == "exchangeable":
        return type("Alike", (library.Exchangeable,), {"update": _solve_alike})()
    kind = _NEAR if structure == "autoregressive" else _EACH
    return type("Apart", (library.CovStruct,), kind)()


def _products(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return Pearson residuals over their root mean square, and weights, both (rows,)."""
    left = np.concatenate(
        [
            (y - mean[0]) / np.sqrt(model.family.variance(mean[0]))
            for y, mean in zip(model.endog_li, model.cached_means, strict=True)
        ]
    )
    given = model.weights is not None
    weight = np.concatenate(model.weights_li) if given else np.ones(len(left))
    return left / np.sqrt(np.average(left**2, weights=weight)), weight


def _solve_alike(structure: Any, _: Any) -> None:
    """Give all pairs within clusters the mean product of their residuals."""
    model = structure.model
    left, weight = _products(model)
    code = np.repeat(np.arange(model.num_group), [len(y) for y in model.endog_li])

    def over_pairs(values: np.ndarray) -> float:
        return float((np.bincount(code, values) ** 2).sum() - (values**2).sum())

    pairs = over_pairs(weight)
    structure.dep_params = over_pairs(weight * left) / pairs if pairs > 0 else 0.0


def _sums(structure: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the weighted sums of products and the weights, by what pairs inform about."""
    left, weight = _products(structure.model)
    pairs = structure.pairs
    both = weight[pairs.first] * weight[pairs.second]
    size = int(pairs.about.max(initial=-1)) + 1
    product = both * left[pairs.first] * left[pairs.second]
    return np.bincount(pairs.about, product, size), np.bincount(pairs.about, both, size)


def _pairs(model: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the places (pairs,) of both rows of every pair, and all times (rows,)."""
    sizes = np.array([len(y) for y in model.endog_li])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    found = {int(k): np.tril_indices(int(k), -1) for k in np.unique(sizes)}
    rows = [tuple(at + s for at in found[int(k)]) for s, k in zip(starts, sizes, strict=True)]
    first, second = (np.concatenate([pair[i] for pair in rows]).astype(int) for i in (0, 1))
    time = np.concatenate([np.asarray(t)[:, 0] for t in model.time_li]).astype(float)
    if (time[first] == time[second]).any():
        raise EstimationError(
            "Some clusters have several answers at one occasion, and this working correlation is "
            "about answers one after another",
            code="RE-E46",
            rows=int((time[first] == time[second]).sum()),
            do="Use structure='exchangeable' or 'independence'.",
        )
    return first, second, time


def _start_near(structure: Any, model: Any) -> None:
    """Give an autoregressive correlation its pairs by distance in time, the least being one."""
    first, second, time = _pairs(model)
    apart = np.abs(time[first] - time[second])
    unit = apart.min(initial=np.inf)
    distance, about = np.unique(apart / unit, return_inverse=True)
    structure.model, structure.dep_params, structure.unit = model, 0.0, unit
    structure.pairs = Pairs(first, second, about, distance)


def _solve_near(structure: Any, _: Any) -> None:
    """Solve for the correlation u of neighbors, whose power u^d others d apart have."""
    if len(structure.pairs.distance):
        structure.dep_params = _neighbors(structure.pairs.distance, *_sums(structure))


def _neighbors(d: np.ndarray, product: np.ndarray, pairs: np.ndarray) -> float:
    """Return u with sum d u^(d-1) (product - pairs u^d) = 0, where squares are least."""
    from scipy.optimize import brentq

    grid = np.concatenate([[0.0], np.exp(-np.geomspace(1e-7, 20, 200))[::-1]])
    if np.allclose(d, np.rint(d), rtol=0, atol=1e-9):
        d, grid = np.rint(d), np.concatenate([-grid[:0:-1], grid])
    power = grid[:, None] ** d
    best = int(((pairs * power - 2 * product) * power).sum(axis=1).argmin())
    ends = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]

    def slope(u: float) -> float:
        return float((d * u ** (d - 1) * (product - pairs * u**d)).sum())

    if slope(ends[0]) * slope(ends[1]) >= 0:
        return float(grid[best])
    return float(brentq(slope, *ends, xtol=1e-15, rtol=1e-14))


def _near(structure: Any, _: np.ndarray, index: int) -> tuple[np.ndarray, bool]:
    """Return the autoregressive correlation of one cluster's rows."""
    time = np.asarray(structure.model.time_li[index])[:, 0].astype(float)
    apart = np.abs(time[:, None] - time[None, :]) / structure.unit
    if structure.dep_params < 0:
        apart = np.rint(apart)
    return np.asarray(structure.dep_params**apart), True


def _start_each(structure: Any, model: Any) -> None:
    """Give an unstructured correlation its pairs by pair of occasions."""
    first, second, time = _pairs(model)
    occasion = time.astype(int)
    size = int(occasion.max()) + 1
    structure.model, structure.dep_params = model, np.eye(size)
    about = np.maximum(occasion[first], occasion[second]) * size
    about += np.minimum(occasion[first], occasion[second])
    structure.pairs = Pairs(first, second, about, np.empty(0))


def _solve_each(structure: Any, _: Any) -> None:
    """Give every pair of occasions the mean product of those who have both; none tells zero."""
    product, pairs = _sums(structure)
    size = len(structure.dep_params)
    mean = np.divide(product, pairs, out=np.zeros_like(product), where=pairs > 0)
    half = np.zeros((size, size))
    half.flat[: len(mean)] = mean
    structure.dep_params = half + half.T + np.eye(size)


def _each(structure: Any, _: np.ndarray, index: int) -> tuple[np.ndarray, bool]:
    """Return the unstructured correlation of one cluster's rows."""
    at = np.asarray(structure.model.time_li[index])[:, 0].astype(int)
    return np.asarray(structure.dep_params[np.ix_(at, at)]), True


_NEAR = {"initialize": _start_near, "update": _solve_near, "covariance_matrix": _near}
_EACH = {"initialize": _start_each, "update": _solve_each, "covariance_matrix": _each}
