"""The fitted parts of a regression on counts: one likelihood, or the two of a hurdle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.count_models.rates_input import FEW, RateRows
from recoveryeval.stats.answers.count_families import SPREAD
from recoveryeval.stats.answers.count_families import Family as Likelihood
from recoveryeval.stats.answers.count_fit import count_fit
from recoveryeval.stats.answers.count_records import CountData, CountFit
from recoveryeval.stats.answers.count_variance import (
    Sampling,
    all_influence,
    joint_coefficients,
    model_coefficients,
    working_coefficients,
)
from recoveryeval.stats.coefficients import Coefficients

RateFamily = Literal["poisson", "negative-binomial", "beta-binomial", "hurdle"]
PARTS: dict[str, tuple[Likelihood, ...]] = {
    "poisson": ("poisson",),
    "negative-binomial": ("negative-binomial",),
    "beta-binomial": ("beta-binomial",),
    "hurdle": ("binomial", "truncated"),
}


@dataclass(frozen=True, slots=True, eq=False)
class RateFit:
    """Fits of the parts, and all their parameters with one covariance.

    ``place`` (terms of all parts,) says where the coefficients stand among the parameters;
    ``hidden`` (parameters,) marks those about one person, which are not shown, and ``no_error``
    says why others may stand without an error.
    """

    family: str
    fits: tuple[CountFit, ...]
    coefficients: Coefficients
    place: np.ndarray
    hidden: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    no_error: str = ""

    @property
    def log_likelihood(self) -> float:
        """The log-likelihood of all parts together."""
        return float(sum(fit.log_likelihood for fit in self.fits))

    @property
    def limit(self) -> bool:
        """Whether the data held no spread, so that a simpler family was fitted."""
        return any(fit.family != fit.asked for fit in self.fits)


def rate_fit(rows: RateRows, x: np.ndarray, family: RateFamily, variance: str) -> RateFit:
    """Return the fit of a family on counts, exposures and covariates x (rows, q)."""
    parts = _parts(rows, x, family)
    fits = tuple(
        count_fit(data, name) for name, (data, _) in zip(PARTS[family], parts, strict=True)
    )
    for fit in fits:
        _refuse_unfinished(fit, len(rows.frame))
    few = rows.sampling.clusters < FEW
    if family in ("poisson", "negative-binomial"):
        data = parts[0][0]
        known = (
            model_coefficients(data, fits[0])
            if variance == "model"
            else working_coefficients(data, fits[0], rows.sampling, few=few)
        )
        return RateFit(family, fits, known, np.arange(x.shape[1]))
    point = np.concatenate([fit.point for fit in fits])
    known = (
        Coefficients(point, _model_covariance(fits))
        if variance == "model"
        else joint_coefficients(point, _influence(fits, parts, rows), rows.sampling, few=few)
    )
    return RateFit(family, fits, known, _places(fits))


def _parts(rows: RateRows, x: np.ndarray, family: RateFamily) -> list[tuple[CountData, np.ndarray]]:
    """Return the data of each part, with the rows (rows,) it is about."""
    everyone = np.ones(len(rows.frame), dtype=bool)
    if family != "hurdle":
        return [(CountData(rows.y, rows.exposure, x, rows.amount), everyone)]
    some = rows.y > 0
    whether = CountData(some.astype(float), np.ones(some.size), x, rows.amount)
    many = CountData(rows.y[some], rows.exposure[some], x[some], rows.amount[some])
    return [(whether, everyone), (many, some)]


def _refuse_unfinished(fit: CountFit, rows: int) -> None:
    """Raise where a fit gives no trustworthy number."""
    if fit.ending == "separated":
        raise EstimationError(
            "Some combination of covariates had no event, or had nothing but events",
            code="RE-E08",
            rows=rows,
            do="Merge levels or leave the covariate out; by= gives exact limits for such groups.",
        )
    if fit.ending != "converged":
        raise EstimationError(
            f"The {fit.asked.replace('truncated', 'hurdle')} regression did not converge",
            code="RE-E11",
            rows=rows,
            do="Use fewer covariates, or family='poisson', whose errors are robust.",
        )


def _influence(
    fits: tuple[CountFit, ...], parts: list[tuple[CountData, np.ndarray]], rows: RateRows
) -> np.ndarray:
    """Return the pull (parameters, rows) of one person of each row on all parameters."""
    pulled = []
    for fit, (_, own) in zip(fits, parts, strict=True):
        whole = np.zeros((fit.point.size, own.size))
        mine = Sampling(rows.sampling.n[own], rows.sampling.weight[own], None)
        whole[:, own] = all_influence(fit, mine)
        pulled.append(whole)
    return np.concatenate(pulled)


def _model_covariance(fits: tuple[CountFit, ...]) -> np.ndarray:
    """Return the inverse information of all parts, which share no parameter."""
    from scipy.linalg import block_diag

    return np.asarray(block_diag(*(np.linalg.inv(fit.information) for fit in fits)))


def _places(fits: tuple[CountFit, ...]) -> np.ndarray:
    """Return where coefficients stand among the parameters, spreads left out."""
    is_spread = [
        np.arange(fit.point.size) == fit.point.size - 1
        if fit.family in SPREAD
        else np.zeros(fit.point.size, dtype=bool)
        for fit in fits
    ]
    return np.flatnonzero(~np.concatenate(is_spread))
