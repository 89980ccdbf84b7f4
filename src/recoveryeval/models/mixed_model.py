"""Mixed model: mean scores over time, with people differing in level (and slope)."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.design import design
from recoveryeval.models.gaussian_result import gaussian_result
from recoveryeval.models.repeated_design import RepeatedDesign, repeated_design
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian_patterns import from_rows
from recoveryeval.stats.gaussian_structures import full, random_effects

_SINGULAR = 1e-4


def mixed_model(
    outcome: Outcome,
    formula: str,
    *,
    random: str = "1",
    ddf: Literal["satterthwaite", "kenward-roger", "kenward-roger-observed"] = "satterthwaite",
    estimation: Literal["REML", "ML"] = "REML",
    conf_level: float = 0.95,
) -> Model:
    """Estimate mean scores over time, using everyone who gave at least one score.

    The estimand is the difference in mean score between the levels of each
    term, in all who started, when missing scores depend only on what was seen
    (missing at random).

    Parameters
    ----------
    outcome : Outcome
        Kind ``repeated``.
    formula : str
        Right-hand side, such as ``"arm * wave + age"``; ``wave`` is a factor,
        ``day`` a number.
    random : str
        What differs between people: ``"1"`` their level, ``"1 + day"`` also
        their slope.
    ddf : {"satterthwaite", "kenward-roger", "kenward-roger-observed"}
        Denominator degrees of freedom. ``kenward-roger`` uses expected,
        ``kenward-roger-observed`` observed information.
    estimation : {"REML", "ML"}
        Restricted or full likelihood; full likelihood gives Satterthwaite only.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` with estimate, std_error, statistic, df, p_value and
        limits; variance components as rows of estimand ``variance``.

    Raises
    ------
    EstimationError
        When the model did not converge, everyone has one visit, or a
        covariate is constant or collinear.

    Notes
    -----
    y = X beta + Z b + e with b ~ N(0, G) per person and e ~ N(0, s^2), by
    (restricted) maximum likelihood on cross-products by visit pattern.

    References
    ----------
    Laird NM, Ware JH (1982). doi:10.2307/2529876.
    Kenward MG, Roger JH (1997). doi:10.2307/2533558.
    Kuznetsova A et al. (2017). doi:10.18637/jss.v082.i13

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 3] * 4, "gse": [24.0, 29, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> float(rv.mixed_model(scores, "wave").tidy()["estimate"].iloc[1].round(2))
    3.5
    """
    rows = repeated_design(outcome, formula)
    z, names = _random_design(rows, random)
    fit = _fitted(rows, z, estimation)
    singular, checks = _boundary(fit, z)
    if singular and z.shape[1] > 1:
        z, names = z[:, :1], names[:1]
        fit = _fitted(rows, z, estimation)
        singular, more = _boundary(fit, z)
        checks = (*checks, *more)
    return gaussian_result(
        outcome,
        rows,
        fit,
        function="mixed_model",
        parameters={"formula": formula, "random": random, "ddf": ddf, "estimation": estimation},
        conf_level=conf_level,
        ddf="satterthwaite" if estimation == "ML" else ddf,
        singular=singular,
        variances=_variances(fit, names),
        checks=checks,
    )


def _random_design(rows: RepeatedDesign, random: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the random-effects columns (rows, r) and their names."""
    if random.replace(" ", "") == "1":
        return np.ones((len(rows.y), 1)), ("intercept",)
    numeric = tuple(
        c
        for c in rows.frame.columns
        if c not in ("person", "value") and pd.api.types.is_numeric_dtype(rows.frame[c].dtype)
    )
    terms = random.replace(" ", "").removeprefix("1+")
    found = design(rows.frame, terms, covariates=numeric, intercept=True)
    if not found.kept.all():
        raise EstimationError(
            "A random-effects covariate has missing values",
            code="RE-M04",
            rows=int((~found.kept).sum()),
            do="Put it into the formula too, so that those rows are left out and counted.",
        )
    return found.matrix, found.terms


def _fitted(rows: RepeatedDesign, z: np.ndarray, estimation: str) -> GaussianFit:
    """Return the fit of random effects z (rows, r)."""
    patterns = from_rows(rows.person, rows.fixed.matrix, z, rows.y)
    structure = random_effects(z.shape[1], rows.variance, np.sqrt((z**2).mean(axis=0)))
    return fit_gaussian(patterns, structure, residual=True, reml=estimation == "REML")


def _boundary(fit: GaussianFit, z: np.ndarray) -> tuple[bool, tuple[Check, ...]]:
    """Return whether the random-effects covariance is singular, and the check that says so."""
    scale = np.sqrt((z**2).mean(axis=0))
    g = full(fit.phi[:-1], z.shape[1]) * np.outer(scale, scale) / fit.phi[-1]
    diagonal = np.sqrt(np.maximum(np.diag(g), 1e-300))
    correlation = g / np.outer(diagonal, diagonal)
    singular = bool(np.diag(g).min() < _SINGULAR or np.linalg.eigvalsh(correlation)[0] < _SINGULAR)
    if not singular:
        return False, ()
    told = (
        "People did not differ detectably in one of the random effects; it was left out, and the "
        "degrees of freedom rest on the simpler model."
    )
    return True, (Check("singular_random_effects", told, "concern"),)


def _variances(fit: GaussianFit, names: tuple[str, ...]) -> dict[str, float]:
    """Return variance components by name."""
    g = full(fit.phi[:-1], len(names))
    found = {f"variance between people: {name}": g[i, i] for i, name in enumerate(names)}
    for i in range(len(names)):
        for j in range(i):
            found[f"covariance between people: {names[j]}, {names[i]}"] = g[i, j]
    return {**found, "variance within people": float(fit.phi[-1])}
