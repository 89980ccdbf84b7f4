"""Generalized estimating equations, all clusters of a size at once.

With Z the slopes D over the spread S of answers, R the working correlation and W weights, the
equations are Z'R^-1 W S^-1 (y - mean) = 0 (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recoveryeval.errors import EstimationError
from recoveryeval.stats.answers.gee_equations import Answers, Place, independent, place_at
from recoveryeval.stats.answers.gee_family import Family, at_an_edge
from recoveryeval.stats.answers.gee_working import Structure, Working, working
from recoveryeval.stats.clusters import Clusters, clusters_of
from recoveryeval.stats.survival.cells import Floats, Ints

UNSOLVED = "RE-E11"
ROUNDS, CLOSE, CLOSEST = 200, 1e-6, 1e-12
ALONE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class GeeFit:
    """Estimates ``beta`` (q,), three covariances (q, q) and the working correlation's figures.

    ``corrected`` is Mancl and DeRouen's covariance, which takes residuals for
    smaller than errors are.
    """

    beta: Floats
    robust: NDArray[np.float64]
    corrected: NDArray[np.float64]
    naive: NDArray[np.float64]
    correlation: NDArray[np.float64]


def fit_gee(
    y: Floats,
    x: NDArray[np.float64],
    cluster: Ints,
    occasion: Floats,
    *,
    family: Family,
    structure: Structure,
    offset: Floats | None = None,
    weights: Floats | None = None,
    reduced: bool = True,
) -> GeeFit:
    """Return the fit of y (N,) on x (N, q); cluster and occasion (N,) are codes.

    ``reduced`` asks for the corrected covariance, which fewer clusters than coefficients rule out.
    """
    order, of = clusters_of(cluster, occasion)
    weight = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    exposure = np.zeros(len(y)) if offset is None else np.asarray(offset, dtype=float)
    rows = Answers(y[order], x[order], weight[order], exposure[order], family, of)
    with np.errstate(all="ignore"):  # what overflows is refused
        found = _solved(rows, working(of, structure))
        inverse: NDArray[np.float64] = np.asarray(np.linalg.inv(found.bread), dtype=np.float64)
        pull = of.sums(found.z * found.pull[:, None])
        robust = _sandwich(inverse, pull)
        corrected = _sandwich(inverse, _corrected(found, of, inverse, pull)) if reduced else robust
    scale = 1.0
    if family == "gaussian":
        free = (len(y) - len(found.beta)) / len(y)
        scale = float((rows.weight * found.left**2).sum() / (rows.weight.sum() * free))
    return GeeFit(found.beta, robust, corrected, inverse * scale, found.working.figures)


def _solved(rows: Answers, start: Working) -> Place:
    """Return where the equations are solved, or raise."""
    here, last = None, np.inf
    try:
        for here, step in _walk(rows, start):
            error = np.sqrt(np.diag(np.linalg.inv(here.bread)))
            far = float(np.max(np.abs(step) / error))
            # Rounding ends the way, too: steps that are small and shrink no more.
            if far < CLOSEST or (far < 1e-9 and far > last / 2) or np.isnan(far):
                break
            last = far
    except np.linalg.LinAlgError:
        last = far = np.nan
    if here is None or not np.isfinite(here.beta).all():
        raise _not_converged(rows)
    if at_an_edge(rows.family, here.mean):
        raise EstimationError(
            "Some combination of covariates had no event, or had nothing but events",
            code="RE-E08",
            rows=len(rows.y),
            do="Merge levels or leave the covariate out; risk() and rates(by=) keep to finite "
            "numbers.",
        )
    figures = here.working.figures
    if figures.ndim == 2 and np.linalg.eigvalsh(figures)[0] <= 0:  # no correlations of anybody
        raise _not_converged(rows)
    if not far < CLOSE:
        raise _not_converged(rows)
    return here


def _walk(rows: Answers, start: Working) -> Iterator[tuple[Place, Floats]]:
    """Yield the points after each step, and the step that would follow."""
    beta = independent(rows)
    here = place_at(rows, beta, start)
    for _ in range(ROUNDS):
        left = here.left / np.sqrt(np.average(here.left**2, weights=rows.weight))
        here = place_at(rows, here.beta, here.working.learned(left, rows.weight))
        step = np.linalg.solve(here.bread, here.z.T @ here.pull)
        yield here, step
        here = place_at(rows, here.beta + step, here.working)


def _sandwich(inverse: NDArray[np.float64], pull: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the covariance (q, q) from what each cluster does to the equations (C, q)."""
    return np.asarray(inverse @ (pull.T @ pull) @ inverse.T)


def _corrected(
    found: Place, of: Clusters, inverse: NDArray[np.float64], pull: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return pulls (C, q) of residuals divided by what a cluster's own fit leaves of them.

    With T = D'V^-1 W, T (I - D B^-1 T)^-1 = (I - T D B^-1)^-1 T, so that the matrix to solve has a
    row per coefficient, however many rows a cluster has.
    """
    out, q = np.empty_like(pull), pull.shape[1]
    for some, at in of.alike(q):
        own = found.z[at].swapaxes(1, 2) @ found.turned[at]
        kept = np.eye(q) - own @ inverse
        _refuse_alone(kept, len(found.left))
        out[some] = np.linalg.solve(kept, pull[some][:, :, None])[:, :, 0]
    return out


def _refuse_alone(kept: NDArray[np.float64], rows: int) -> None:
    """Raise where a cluster's own fit leaves nothing of its residuals; ``kept`` is (g, q, q)."""
    doubtful = kept[~(np.abs(np.linalg.det(kept)) > ALONE)]
    if not np.isfinite(doubtful).all() or (np.abs(np.linalg.eigvals(doubtful)) < ALONE).any():
        raise EstimationError(
            "One person or cluster alone determines a coefficient, so its error cannot be known",
            code="RE-E01",
            rows=rows,
            do="Leave out the term, or merge levels and visits that hardly anybody has.",
        )


def _not_converged(rows: Answers) -> EstimationError:
    """Return the error for a fit that gives no trustworthy number."""
    return EstimationError(
        "The estimating equations were not solved",
        code=UNSOLVED,
        rows=len(rows.y),
        do="Use structure='independence' or 'exchangeable', or fewer covariates.",
    )
