"""MMRM: mean scores at planned visits, with any covariance between the visits."""

from __future__ import annotations

from typing import Literal

import numpy as np

from recoveryeval.errors import EstimationError
from recoveryeval.models.gaussian_result import STRUCTURES, gaussian_result
from recoveryeval.models.repeated_design import RepeatedDesign, repeated_design
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.gaussian_fit import GaussianFit, fit_gaussian
from recoveryeval.stats.gaussian_patterns import Patterns, from_rows
from recoveryeval.stats.gaussian_structures import LADDER, StructureName, by_name, full


def mmrm(
    outcome: Outcome,
    formula: str,
    *,
    covariance: Literal["us", "toeph", "ar1h", "csh", "toep", "ar1", "cs"] = "us",
    ladder: bool = True,
    ddf: Literal["satterthwaite", "kenward-roger", "kenward-roger-observed"] = "satterthwaite",
    conf_level: float = 0.95,
) -> Model:
    """Estimate mean scores at planned visits without assuming how visits are related.

    The estimand is the mean score (or its difference between arms) at each
    visit in all who started, when missing scores depend only on what was seen.

    Parameters
    ----------
    outcome : Outcome
        Kind ``repeated``, with ``wave``.
    formula : str
        Right-hand side, such as ``"arm * wave + baseline"``.
    covariance : str
        Covariance between visits; ``us`` is unstructured.
    ladder : bool
        Whether to step down to a simpler covariance (us, toeph, ar1h, csh,
        cs) when one does not converge; the step is flagged.
    ddf : {"satterthwaite", "kenward-roger", "kenward-roger-observed"}
        Denominator degrees of freedom.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term``; standard deviations and correlations of the visits
        as rows of estimand ``variance``.

    Raises
    ------
    EstimationError
        When nothing on the ladder converged, or the outcome has no waves.

    Notes
    -----
    y_i ~ N(X_i beta, Sigma restricted to the visits seen), by restricted
    maximum likelihood on cross-products by visit pattern.

    References
    ----------
    Mallinckrodt CH et al. (2008). doi:10.1177/009286150804200402

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": list("aabbccdd"), "month": [0, 3] * 4, "gse": [24.0, 29, 26, 27, 21, 26, 28, 31]}
    ... )
    >>> scores = rv.repeated_measures(seen, value="gse", person="id", wave="month")
    >>> float(rv.mmrm(scores, "wave").tidy()["df"].iloc[1].round(6))
    3.0
    """
    rows = repeated_design(outcome, formula)
    visits, labels = _visits(rows)
    patterns = from_rows(rows.person, rows.fixed.matrix, visits, rows.y)
    fit, checks = _descended(patterns, covariance, visits.shape[1], rows.variance, ladder)
    return gaussian_result(
        outcome,
        rows,
        fit,
        function="mmrm",
        parameters={"formula": formula, "covariance": covariance, "ddf": ddf},
        conf_level=conf_level,
        ddf=ddf,
        singular=False,
        variances=_variances(fit, labels),
        checks=checks,
    )


def _visits(rows: RepeatedDesign) -> tuple[np.ndarray, list[str]]:
    """Return indicators of the visit (rows, visits) and the visits' names."""
    if "wave" not in rows.frame:
        raise EstimationError(
            "A model for repeated measures at planned visits needs waves",
            code="RE-M05",
            do="Name wave= when making the outcome, or use mixed_model() with day.",
        )
    wave = rows.frame["wave"].cat.remove_unused_categories()
    codes = wave.cat.codes.to_numpy()
    if len(set(zip(rows.person.tolist(), codes.tolist(), strict=True))) < len(codes):
        raise EstimationError(
            "Some people have two scores at one wave",
            code="RE-I02",
            do="Keep one row per person and wave by a stated rule.",
        )
    return np.eye(len(wave.cat.categories))[codes], [str(c) for c in wave.cat.categories]


def _descended(
    patterns: Patterns, name: StructureName, visits: int, variance: float, ladder: bool
) -> tuple[GaussianFit, tuple[Check, ...]]:
    """Return the first covariance on the ladder that converges, and a flag for each step down."""
    steps = (name, *LADDER[LADDER.index(name) + 1 :]) if ladder and name in LADDER else (name,)
    checks: list[Check] = []
    for step in steps:
        try:
            return fit_gaussian(patterns, by_name(step, visits, variance), residual=False), tuple(
                checks
            )
        except EstimationError:
            told = f"The {STRUCTURES[step]} covariance did not converge; a simpler one was tried."
            checks.append(Check("covariance_ladder", told, "concern"))
    raise EstimationError(
        "No covariance structure converged",
        code="RE-E11",
        do="Check for a visit that few people reached, or use mixed_model().",
    )


def _variances(fit: GaussianFit, labels: list[str]) -> dict[str, float]:
    """Return standard deviations and correlations of the visits by name."""
    sigma = full(fit.phi, len(labels))
    sd = np.sqrt(np.diag(sigma))
    found = {
        f"standard deviation at wave {label}": float(s) for label, s in zip(labels, sd, strict=True)
    }
    for j in range(len(labels)):
        for i in range(j + 1, len(labels)):
            found[f"correlation of waves {labels[j]} and {labels[i]}"] = float(
                sigma[i, j] / (sd[i] * sd[j])
            )
    return found
