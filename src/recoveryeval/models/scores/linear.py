"""Linear model of one score per person: difference in means, and ANCOVA."""

from __future__ import annotations

from dataclasses import fields
from typing import Literal

import pandas as pd

from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.design import Design, design
from recoveryeval.models.empty_cells import with_empty
from recoveryeval.models.given_options import refuse_table
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.one_of import one_of
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.scores.linear_fit import linear_fit, refuse_few, refuse_together
from recoveryeval.models.scores.observed_cells import observed_cells
from recoveryeval.models.scores.one_score import one_score, refuse_formula
from recoveryeval.models.too_few_clusters import lone_silenced
from recoveryeval.models.words import capital, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import Coefficients

VARIANCES = ("HC3", "HC2", "HC1", "HC0", "model")


@each_version
def linear(
    outcome: Outcome,
    formula: str,
    *,
    wave: object = None,
    baseline: object = None,
    cluster: str | None = None,
    weights: str | None = None,
    variance: Literal["HC3", "HC2", "HC1", "HC0", "model"] = "HC3",
    conf_level: float = 0.95,
) -> Model:
    """Compare one score per person between groups, adjusted for where people started.

    The estimand is the difference in mean score at the wave, at equal values
    of the other terms, among people who have that score.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Kind ``repeated``.
    formula : str
        Right-hand side, such as ``"arm + baseline"``.
    wave : wave or None
        Which wave's score to compare; None where everyone has one score.
    baseline : wave or None
        Wave whose score becomes the covariate ``baseline`` (ANCOVA).
    cluster : str or None
        Column of clusters, such as the site or coach.
    weights : str or None
        Column of probability weights, such as those of ``followup_weights()``;
        the variance is then robust, and clusters are refused.
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
        When people have several rows, there is one cluster, or too few people.

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
    _refuse_slips(outcome, conf_level, variance)
    outcome.require([name for name in (cluster, weights) if name is not None])
    refuse_together(weights, cluster, variance)
    refuse_formula(outcome, formula, baseline)
    scores = one_score(outcome, wave, baseline)
    names = tuple(c for c in ("day",) if c in scores.frame) + scores.covariates
    found = design(scores.frame, formula, covariates=names, intercept=True, empty_cells=True)
    used = scores.frame.loc[found.kept]
    refuse_few(found)
    fit, checks, why = linear_fit(found, used, cluster=cluster, weights=weights, variance=variance)
    if variance != "model" or cluster is not None:
        fit = lone_silenced(fit, found, used, None if cluster is None else used[cluster])
    table = _rows(found, fit, conf_level, variance if cluster is None else "CR2", why=why)
    told = Regression(
        kind="linear",
        title=f"Mean {outcome.name}" + (f" at {wave}" if wave is not None else ""),
        table=table,
        summary={"n": float(len(used)), "df": fit.residual_df, "status": worst(table["status"])},
        contrast="difference in mean score per term",
        x_label=f"Difference in {outcome.name}",
        methods_text=_methods(outcome, len(used), cluster, weights, variance=variance),
        parameters={"formula": formula, "wave": str(wave), "baseline": str(baseline),
                    "cluster": cluster, "weights": weights, "variance": variance,
                    "conf_level": conf_level},
        rows_used=len(used),
        checks=(*checks, *_lost(scores.dropped)),
        extras={**_extras(found, used, fit), "no_error": why},
    )  # fmt: skip
    return regression_model(outcome, found, told)


def _refuse_slips(outcome: object, conf_level: object, variance: object) -> None:
    """Raise on what is no outcome, no level and no variance."""
    refuse_table(outcome)
    check_conf_level(conf_level)
    one_of(variance, VARIANCES, name="variance")


def _extras(found: Design, used: pd.DataFrame, fit: Coefficients) -> dict[str, object]:
    """Return what means and contrasts need later."""
    return {
        "coefficients": {f.name: getattr(fit, f.name) for f in fields(fit)},
        "grid": reference_grid(found, used),
        "observed": observed_cells(found, used, used["value"].to_numpy(dtype="float64")),
        "mean": "mean score",
        "difference": "difference in mean score",
    }


def _rows(
    found: Design, fit: Coefficients, conf_level: float, method: str, *, why: str
) -> pd.DataFrame:
    """Return one tidy row per coefficient; ``why`` some may stand without an error."""
    named = ["mean score" if t == "intercept" else "mean difference" for t in found.terms]
    made = coefficient_rows(
        fit, found.terms, found.contrasts, named, conf_level=conf_level, method=method,
        silent=ALONE, no_error=why,
    )  # fmt: skip
    return with_empty(made, found.columns, found.empty, conf_level=conf_level)


def _lost(dropped: dict[str, int]) -> tuple[Check, ...]:
    """Return a check that counts people seen before but not at the wave."""
    return tuple(
        Check(
            "lost_to_follow_up",
            f"People with a baseline score who have {reason}: {count}. The comparison is among "
            "the others; mmrm() uses everyone.",
            "concern",
            statistic=float(count),
        )
        for reason, count in dropped.items()
        if count
    )


def _methods(
    outcome: Outcome, people: int, cluster: str | None, weights: str | None, *, variance: str
) -> str:
    """Return one paragraph in journal style."""
    how = (
        f"heteroscedasticity-consistent ({variance}) standard errors "
        "(doi:10.1080/00031305.2000.10474549)"
        if cluster is None
        else f"bias-reduced standard errors clustered by {cluster} with Satterthwaite degrees of "
        "freedom (doi:10.1080/07350015.2016.1247004)"
    )
    return (
        f"{capital(outcome.name)} of {people} people was compared by "
        f"{'' if weights is None else 'weighted '}least squares"
        f"{'' if weights is None else f' (weights: {weights})'} with {how}. "
        f"Software: {versions()}."
    )
