"""Linear model of one score per person: difference in means, and ANCOVA."""

from __future__ import annotations

from dataclasses import fields
from typing import Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.design import Design, design
from recoveryeval.models.one_score import one_score
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.least_squares import clustered_least_squares, least_squares

FEW_CLUSTERS = 10


def linear(
    outcome: Outcome,
    formula: str,
    *,
    wave: object = None,
    baseline: object = None,
    cluster: str | None = None,
    variance: Literal["HC3", "HC2", "HC1", "HC0", "model"] = "HC3",
    conf_level: float = 0.95,
) -> Model:
    """Compare one score per person between groups, adjusted for where people started.

    The estimand is the difference in mean score at the wave, at equal values
    of the other terms, among people who have that score.

    Parameters
    ----------
    outcome : Outcome
        Kind ``repeated``.
    formula : str
        Right-hand side, such as ``"arm + baseline"``.
    wave : wave or None
        Which wave's score to compare; None where everyone has one score.
    baseline : wave or None
        Wave whose score becomes the covariate ``baseline`` (ANCOVA).
    cluster : str or None
        Column of clusters, such as the site or coach.
    variance : {"HC3", "HC2", "HC1", "HC0", "model"}
        Variance that allows unequal spread; ignored with ``cluster``, which
        uses the bias-reduced CR2.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term``; answers means and contrasts.

    Raises
    ------
    EstimationError
        When people have several rows, there is one cluster, or fewer people
        than coefficients.

    Notes
    -----
    Least squares. HC3 weighs squared residuals by 1/(1-h)^2; CR2 makes the
    cluster variance unbiased under independence and gives each contrast its
    own degrees of freedom.

    References
    ----------
    Long JS, Ervin LH (2000). doi:10.1080/00031305.2000.10474549.
    Pustejovsky JE, Tipton E (2018). doi:10.1080/07350015.2016.1247004

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"id": range(8), "gse": [24.0, 29, 26, 27, 21, 26, 28, 31], "arm": list("abababab")}
    ... )
    >>> scores = rv.repeated_measures(seen.assign(month=6), value="gse", person="id", wave="month")
    >>> float(rv.linear(scores, "arm").contrasts("arm").tidy()["estimate"].iloc[0])
    3.5
    """
    if cluster is not None:
        outcome.require([cluster])
    scores = one_score(outcome, wave, baseline)
    names = tuple(c for c in ("day",) if c in scores.frame) + scores.covariates
    found = design(scores.frame, formula, covariates=names, intercept=True)
    used = scores.frame.loc[found.kept]
    _refuse_few(found)
    fit, checks = _fitted(found, used, cluster, variance)
    told = Regression(
        kind="linear",
        title=f"Mean {outcome.name}" + (f" at {wave}" if wave is not None else ""),
        table=_rows(found, fit, conf_level, variance if cluster is None else "CR2"),
        summary={"n": float(len(used)), "df": fit.residual_df, "status": "ok"},
        contrast="difference in mean score per term",
        x_label=f"Difference in {outcome.name}",
        methods_text=_methods(outcome, len(used), cluster, variance),
        parameters={"formula": formula, "wave": str(wave), "baseline": str(baseline),
                    "cluster": cluster, "variance": variance, "conf_level": conf_level},
        rows_used=len(used),
        checks=(*checks, *_lost(scores.dropped)),
        extras={
            "coefficients": {f.name: getattr(fit, f.name) for f in fields(fit)},
            "grid": reference_grid(found, used),
            "mean": "mean score",
            "difference": "difference in mean score",
        },
    )  # fmt: skip
    return regression_model(outcome, found, told)


def _refuse_few(found: Design) -> None:
    """Raise where there are not more people than coefficients."""
    rows, q = found.matrix.shape
    if rows <= q:
        raise EstimationError(
            "There are no more people than coefficients, so nothing can be estimated",
            code="RE-E32",
            rows=rows,
            do="Use a simpler formula or more people.",
        )


def _fitted(
    found: Design, used: pd.DataFrame, cluster: str | None, variance: str
) -> tuple[Coefficients, tuple[Check, ...]]:
    """Return the fit, by clusters where asked for."""
    y = used["value"].to_numpy(dtype="float64")
    if cluster is None:
        return least_squares(found.matrix, y, variance=variance), ()  # type: ignore[arg-type]
    codes, levels = pd.factorize(used[cluster])
    if len(levels) < 2 or (codes < 0).any():
        raise EstimationError(
            "A cluster variance needs at least two clusters, and a cluster for everyone",
            code="RE-E15",
            column=cluster,
            rows=int((codes < 0).sum()),
            do="Leave cluster= out, or complete the column.",
        )
    fit = clustered_least_squares(found.matrix, y, np.asarray(codes))
    few = len(levels) < FEW_CLUSTERS
    check = Check(
        "few_clusters" if few else "clusters",
        f"There are {len(levels)} clusters; the variance is corrected for their number and the "
        "degrees of freedom are those of each comparison.",
        "concern" if few else "note",
        statistic=float(len(levels)),
    )
    return fit, (check,)


def _rows(found: Design, fit: Coefficients, conf_level: float, method: str) -> pd.DataFrame:
    """Return one tidy row per coefficient."""
    terms = found.terms
    words = ["mean difference"] * len(terms)
    return coefficient_rows(
        fit, terms, found.contrasts, words, conf_level=conf_level, method=method
    )


def _lost(dropped: dict[str, int]) -> tuple[Check, ...]:
    """Return a check that counts people seen before but not at the wave."""
    return tuple(
        Check(
            "lost_to_follow_up",
            f"{count} people with a baseline score have {reason}; the comparison is among the "
            "others, and mmrm() uses everyone.",
            "concern",
            statistic=float(count),
        )
        for reason, count in dropped.items()
        if count
    )


def _methods(outcome: Outcome, people: int, cluster: str | None, variance: str) -> str:
    """Return one paragraph in journal style."""
    how = (
        f"heteroscedasticity-consistent ({variance}) standard errors "
        "(doi:10.1080/00031305.2000.10474549)"
        if cluster is None
        else f"bias-reduced standard errors clustered by {cluster} with Satterthwaite degrees of "
        "freedom (doi:10.1080/07350015.2016.1247004)"
    )
    return (
        f"{outcome.name.capitalize()} of {people} people was compared by least squares with {how}. "
        f"Software: {versions()}."
    )
