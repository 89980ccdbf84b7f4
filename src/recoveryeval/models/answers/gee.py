"""Marginal models of answers that belong together: generalized estimating equations."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.answers.answers_guard import (
    refuse_alike,
    refuse_separated,
    refuse_silent_level,
)
from recoveryeval.models.answers.gee_effects import standardized_rows
from recoveryeval.models.answers.gee_input import GeeRows, gee_rows, refuse_few
from recoveryeval.models.answers.gee_variance import gee_coefficients, is_lone, why_no_error
from recoveryeval.models.answers.gee_words import RATIO, gee_checks, gee_methods
from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.scores.observed_cells import observed_cells
from recoveryeval.models.too_few_clusters import LONE
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.answers.gee_fit import UNSOLVED, GeeFit, fit_gee
from recoveryeval.stats.answers.gee_working import Structure
from recoveryeval.stats.coefficients import Coefficients

Variance = Literal["corrected", "robust", "model"]
STRUCTURES = ("independence", "exchangeable", "autoregressive", "unstructured")


@each_version
def gee(
    outcome: Outcome,
    formula: str,
    *,
    cluster: str = "person",
    structure: Structure = "exchangeable",
    weights: str | None = None,
    variance: Variance = "corrected",
    conf_level: float = 0.95,
) -> Model:
    """Compare groups on average when answers of the same person, or coach, belong together.

    The estimand is the difference between group averages (a log odds ratio, log
    rate ratio or mean difference) in the population, not within a person.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Of kind ``binary`` (logit), ``count`` (log of the rate) or ``repeated``
        (mean score).
    formula : str
        Right-hand side, such as ``"arm * wave"``.
    cluster : str
        What answers belong to: ``"person"``, or a column such as the coach.
    structure : {"independence", "exchangeable", "autoregressive", "unstructured"}
        Working correlation; errors hold also where it is wrong.
    weights : str or None
        Column of probability weights, such as those of coming back.
    variance : {"corrected", "robust", "model"}
        Mancl and DeRouen's correction for few clusters, the plain sandwich, or
        the working model's.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Coefficients by ``term``, then averages had everyone been at each level
        of a factor (``standardized by ...``) and their differences.

    Raises
    ------
    EstimationError
        When clusters are too few, equations unsolved, or answers separated.

    Notes
    -----
    The equations sum D' V^-1 (y - mu) over clusters to zero; correlations are mean
    products of residuals over all pairs, as in geepack, and know the time between.
    Tests use t with clusters minus coefficients as degrees of freedom.

    References
    ----------
    Liang KY, Zeger SL (1986). doi:10.1093/biomet/73.1.13.
    Mancl LA, DeRouen TA (2001). doi:10.1111/j.0006-341X.2001.00126.x

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> rng = np.random.default_rng(1)
    >>> seen = pd.DataFrame({"id": np.repeat(np.arange(60), 2), "month": [3, 6] * 60})
    >>> seen["arm"] = np.where(seen["id"] % 2 == 0, "coaching", "usual care")
    >>> seen["abstinent"] = rng.random(120) < np.where(seen["arm"] == "coaching", 0.7, 0.4)
    >>> own = rv.binary(seen, value="abstinent", person="id", wave="month")
    >>> rv.gee(own, "arm").tidy()["estimand"].tolist()
    ['log odds', 'log odds ratio', 'share', 'share', 'difference in share']
    """
    check_conf_level(conf_level)
    _refuse_options(structure, variance, weights)
    rows = gee_rows(outcome, formula, cluster=cluster, weights=weights)
    why = why_no_error(rows, cluster, variance)
    if cluster == "person" or variance == "model":
        refuse_few(rows, cluster)
    fit = _fitted(rows, structure, reduced=why in ("", LONE) and not is_lone(rows))
    found = gee_coefficients(rows, fit, variance, why)
    table = _table(rows, (found, fit.beta), variance, conf_level, why=why)
    word = RATIO[rows.family]
    told = Regression(
        kind="gee", title=f"{outcome.name}, averaged over people",
        table=table,
        summary={"n": float(rows.clusters), "denominator": float(len(rows.y)),
                 "df": found.residual_df, "status": worst(table["status"])},
        contrast=f"{word} per term, on average over people, at equal values of the others",
        x_label=word.removeprefix("log ").capitalize(),
        methods_text=gee_methods(outcome, rows, structure, variance, cluster),
        parameters={"formula": formula, "cluster": cluster, "structure": structure,
                    "weights": weights, "variance": variance, "conf_level": conf_level},
        rows_used=len(rows.y),
        checks=gee_checks(rows, fit, cluster, variance, structure=structure),
        log_scale=rows.family != "gaussian",
        extras={**_extras(rows, found, word), "no_error": why}, libraries=("scipy",),
    )  # fmt: skip
    return regression_model(outcome, rows.found, told)


def _refuse_options(structure: str, variance: str, weights: str | None) -> None:
    """Refuse words that are no options, and weights that claim to be counts."""
    if structure not in STRUCTURES or variance not in ("corrected", "robust", "model"):
        raise EstimationError(
            "There is no such working correlation, or no such variance", code="RE-M60",
            do=f"Use structure= one of {', '.join(STRUCTURES)}, and variance= 'corrected', "
            "'robust' or 'model'.",
        )  # fmt: skip
    if weights is not None and variance == "model":
        what, do = "Probability weights go with a robust variance", "Use variance='corrected'."
        raise EstimationError(what, code="RE-E33", column=weights, do=do)


def _fitted(rows: GeeRows, structure: Structure, *, reduced: bool) -> GeeFit:
    """Return the fit; where it failed because answers separate, that is what is said."""
    refuse_alike(rows.y, rows.found.matrix, rows.family)
    refuse_silent_level(rows.y, rows.found, rows.frame, rows.family)
    try:
        return fit_gee(
            rows.y, rows.found.matrix, rows.cluster, rows.occasion, family=rows.family,
            structure=structure, offset=rows.offset, weights=rows.weights, reduced=reduced,
        )  # fmt: skip
    except EstimationError as told:
        if told.code == UNSOLVED and rows.family == "binomial":
            refuse_separated(rows.y, rows.found.matrix)
        raise


def _table(
    rows: GeeRows,
    of: tuple[Coefficients, np.ndarray],
    variance: str,
    conf_level: float,
    *,
    why: str,
) -> pd.DataFrame:
    """Return coefficient rows, then standardized averages; ``of`` are those shown, and the fit."""
    (found, beta), terms, word = of, rows.found.terms, RATIO[rows.family]
    base = {"binomial": "log odds", "poisson": "log rate", "gaussian": "mean score"}[rows.family]
    first = coefficient_rows(
        found, terms, rows.found.contrasts,
        [base if term == "intercept" else word for term in terms],
        conf_level=conf_level, method=f"{variance} variance, t", silent=ALONE,
        no_error=why,
    )  # fmt: skip
    more = pd.DataFrame(standardized_rows(rows, (found, beta), conf_level, why))
    return pd.concat([first, more], ignore_index=True) if len(more) else first


def _extras(rows: GeeRows, found: Coefficients, word: str) -> dict[str, Any]:
    """Return what contrasts (and, for scores, means) need later."""
    fields = ("beta", "covariance", "method", "residual_df")
    held: dict[str, Any] = {
        "coefficients": {name: getattr(found, name) for name in fields},
        "grid": reference_grid(rows.found, rows.frame, np.ones(len(rows.y))),
        "difference": word,
    }
    if rows.family != "gaussian":
        return held
    seen = observed_cells(rows.found, rows.frame, rows.y)
    words = {"mean": "mean score", "difference": "difference in mean score"}
    return {**held, **words, "observed": seen}
