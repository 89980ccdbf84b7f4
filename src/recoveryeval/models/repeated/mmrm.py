"""MMRM: mean scores at planned visits, with any covariance between the visits."""

from __future__ import annotations

from typing import Literal

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.one_of import DDF, one_of
from recoveryeval.models.repeated.gaussian_result import Fitted, gaussian_result
from recoveryeval.models.repeated.gaussian_shares import visit_rows
from recoveryeval.models.repeated.gaussian_words import STRUCTURES
from recoveryeval.models.repeated.visit_fit import fit_visits, full_likelihood
from recoveryeval.models.repeated.visit_input import visit_input
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.stats.gaussian.gaussian_structures import full

CONSTRAINED = (
    "Groups were held to one mean at the first wave, whose scores are outcomes like the others "
    "(constrained longitudinal data analysis, doi:10.1136/bmjopen-2016-013096). "
)


@each_version
def mmrm(
    outcome: Outcome,
    formula: str,
    *,
    covariance: Literal["us", "toeph", "ar1h", "csh", "toep", "ar1", "cs"] = "us",
    ladder: bool = True,
    baseline: object = None,
    constrain: str | None = None,
    ddf: Literal["satterthwaite", "kenward-roger", "kenward-roger-observed"] = "satterthwaite",
    conf_level: float = 0.95,
) -> Model:
    """Estimate mean scores at planned visits without assuming how visits are related.

    The estimand is the mean score (or its difference between arms) at each
    visit in all who started, when missing scores depend only on what was seen.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Kind ``repeated``, with ``wave``.
    formula : str
        Right-hand side, such as ``"arm * wave + baseline"``.
    covariance : str
        Covariance between visits; ``us`` is unstructured.
    ladder : bool
        Whether to step down to a simpler covariance (us, toeph, ar1h, csh,
        cs) when one does not converge; the step is flagged.
    baseline : wave or None
        Wave whose score leaves the outcome and becomes the covariate
        ``baseline``, for ``"arm * wave + baseline * wave"``; people without it
        are left out and counted.
    constrain : str or None
        Factor made by lot, whose groups are held to one mean at the first wave
        (constrained longitudinal analysis): people without a first score stay.
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
        When nothing on the ladder converged, the outcome has no waves, or the
        formula does not let the factor be constrained.

    Notes
    -----
    y_i ~ N(X_i beta, Sigma restricted to the visits seen), by restricted
    maximum likelihood on cross-products by visit pattern. A wave that no more
    people reached than it has means is left out and flagged. AIC and BIC count
    variance parameters only; BIC counts people.

    References
    ----------
    Mallinckrodt CH et al. (2008). doi:10.1177/009286150804200402
    Coffman CJ, Edelman D, Woolson RF (2016). doi:10.1136/bmjopen-2016-013096

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
    check_conf_level(conf_level)
    one_of(ddf, DDF, name="ddf")
    one_of(covariance, tuple(STRUCTURES), name="covariance")
    given = visit_input(outcome, formula, baseline=baseline, constrain=constrain)
    fit, checks = fit_visits(given, covariance, ladder=ladder)
    told = Fitted(
        fit=fit,
        given=given,
        rows=visit_rows(full(fit.phi, len(given.names)), given.names),
        maximum_likelihood=full_likelihood(given, fit),
        parts=[f"{fit.structure} {k}" for k in range(len(fit.free))],
        note="" if constrain is None else CONSTRAINED,
        checks=checks,
    )
    asked = {"formula": formula, "covariance": covariance, "ddf": ddf}
    return gaussian_result(
        outcome,
        told,
        function="mmrm",
        parameters={**asked, "baseline": _plain(baseline), "constrain": constrain},
        conf_level=conf_level,
        ddf=ddf,
    )


def _plain(baseline: object) -> str | None:
    """Return the baseline wave as the record keeps it."""
    return None if baseline is None else str(baseline)
