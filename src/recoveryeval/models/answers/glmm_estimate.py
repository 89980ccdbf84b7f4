"""The fit of a random-intercept model, and whether its figures can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.answers.answers_guard import refuse_silent_level
from recoveryeval.models.answers.gee_input import GeeRows
from recoveryeval.models.answers.glmm_input import clustered
from recoveryeval.models.lone_levels import lone_terms
from recoveryeval.models.progress import counted_steps
from recoveryeval.stats.answers.glmm_families import FamilyName, family
from recoveryeval.stats.answers.glmm_fit import LARGEST, GlmmFit, fit_glmm
from recoveryeval.stats.answers.glmm_likelihood import Clustered, Quadrature, quadrature
from recoveryeval.stats.even_columns import beside_ones, even_columns, turned

FEWEST_NODES, FIRST_NODES, MOST_NODES = 5, 50, 200
ENOUGH = 1e-6  # standard errors that twice as many nodes may move the estimates by
HUGE = 15.0  # of a coefficient per standard deviation of its column


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """A fit, its nodes, what more would do to its log-likelihood, and the fit without clusters."""

    fit: GlmmFit
    nodes: int
    node_error: float
    without: float


def estimate(rows: GeeRows, name: FamilyName, nodes: int | None, cluster: str) -> Estimated:
    """Return the fit of rows by cluster; what did not reach a maximum is refused.

    Without a number of ``nodes`` they are doubled until more move nothing.
    """
    whole = isinstance(nodes, int | np.integer) and not isinstance(nodes, bool)
    if nodes is not None and not (whole and FEWEST_NODES <= nodes <= MOST_NODES):
        raise EstimationError(
            "The number of nodes is too small, or needlessly large",
            code="RE-M60",
            do=f"Use {FEWEST_NODES} to {MOST_NODES}.",
        )
    _refuse_single(rows, cluster)
    refuse_silent_level(rows.y, rows.found, rows.frame, rows.family)
    data, start = clustered(rows), _start(rows, name)
    even, turn = even_columns(data.x, beside_ones(data.x))
    data = replace(data, x=even)
    with counted_steps("Mixed model of answers") as watch:
        fit, used, again, alone = _by_nodes(data, name, nodes, start, watch)
    theta, covariance = turned(fit.theta, fit.covariance, turn)
    fit = replace(fit, theta=theta, covariance=covariance)
    _refuse_bad(rows, fit)
    return Estimated(fit, used, abs(again.value - fit.log_likelihood), alone.log_likelihood)


def _by_nodes(
    data: Clustered,
    name: FamilyName,
    nodes: int | None,
    start: np.ndarray,
    watch: Callable[[], None],
) -> tuple[GlmmFit, int, Quadrature, GlmmFit]:
    """Return the fit, its nodes, the likelihood by twice as many, and the fit without clusters."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        used = FIRST_NODES if nodes is None else nodes
        fit = _fitted(data, name, used, start, watch)
        alone = fit_glmm(data, name, nodes=FEWEST_NODES, start=start, together=True, watch=watch)
        again = _doubled(data, name, used, fit)
        while nodes is None and used < MOST_NODES and _moves(fit, again):
            used *= 2
            fit = _fitted(data, name, used, fit.theta, watch)
            again = _doubled(data, name, used, fit)
    return fit, used, again, alone


def _doubled(data: Clustered, name: FamilyName, nodes: int, fit: GlmmFit) -> Quadrature:
    """Return the likelihood of a fit at twice its nodes."""
    sized = name == "negative-binomial"
    return quadrature(data, family(name), fit.theta, 2 * nodes, fit.modes, sized=sized)


def _moves(fit: GlmmFit, again: Quadrature) -> bool:
    """Return whether a maximum by other nodes lies apart, in standard errors."""
    return bool(again.gradient @ fit.covariance @ again.gradient > ENOUGH**2)


def _fitted(
    data: Clustered,
    name: FamilyName,
    nodes: int,
    start: np.ndarray,
    watch: Callable[[], None],
) -> GlmmFit:
    """Return the fit; a likelihood without a summit is said to be one."""
    try:
        return fit_glmm(data, name, nodes=nodes, start=start, watch=watch)
    except np.linalg.LinAlgError:
        raise _not_found(int(data.n @ np.bincount(data.of))) from None


def without_lone_terms(rows: GeeRows, fit: GlmmFit) -> GlmmFit:
    """Return a fit without errors for terms of one person."""
    alone = lone_terms(rows.found, rows.frame)
    if not alone.any():
        return fit
    hidden = np.ones(len(fit.theta))
    hidden[: len(alone)][alone] = np.nan
    return replace(fit, covariance=fit.covariance * np.outer(hidden, hidden))


def _start(rows: GeeRows, name: FamilyName) -> np.ndarray:
    """Return where to begin: the overall share or rate, a middling deviation."""
    y, q = rows.y, rows.found.matrix.shape[1]
    beta = np.zeros(q)
    if name == "binomial":
        p = (y.sum() + 0.5) / (len(y) + 1)
        beta[0] = np.log(p / (1 - p))
    else:
        time = np.ones(len(y)) if rows.offset is None else np.exp(rows.offset)
        beta[0] = np.log((y.sum() + 0.5) / time.sum())
    return np.concatenate([beta, [0.0], [1.0] if name == "negative-binomial" else []])


def _refuse_single(rows: GeeRows, cluster: str) -> None:
    """Raise where every cluster has one row, so that nothing tells clusters from noise."""
    if rows.clusters == len(rows.y) and rows.family == "binomial":
        raise EstimationError(
            "Every cluster has one answer, so clusters cannot be told from noise",
            code="RE-E13",
            column=cluster,
            rows=rows.clusters,
            do="Use risk() on one answer per person.",
        )


def _refuse_bad(rows: GeeRows, fit: GlmmFit) -> None:
    """Raise where coefficients run away, or no maximum was found."""
    q = rows.found.matrix.shape[1]
    spread = rows.found.matrix.std(axis=0)
    if (np.abs(fit.theta[1:q]) * spread[1:] > HUGE).any() or fit.theta[q] > LARGEST - 0.1:
        raise EstimationError(
            "A combination of covariates, or every person, has nothing but one answer",
            code="RE-E08",
            rows=len(rows.y),
            do="Merge levels or leave the covariate out; risk() and rates(by=) keep to finite "
            "numbers.",
        )
    if not fit.converged or not np.isfinite(fit.covariance).all():
        raise _not_found(len(rows.y))


def _not_found(rows: int) -> EstimationError:
    """Return the error for a likelihood whose maximum was not found."""
    return EstimationError(
        "The maximum of the likelihood was not found",
        code="RE-E11",
        rows=rows,
        do="Use a simpler formula, or gee().",
    )
