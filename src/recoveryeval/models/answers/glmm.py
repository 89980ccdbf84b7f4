"""Mixed models of yes-or-no answers and of counts: one random intercept per person, or coach."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.answers.answers_guard import refuse_alike
from recoveryeval.models.answers.gee_input import GeeRows, gee_rows, refuse_few
from recoveryeval.models.answers.glmm_effects import between_rows, marginal_rows
from recoveryeval.models.answers.glmm_estimate import estimate, without_lone_terms
from recoveryeval.models.answers.glmm_words import RATIO, glmm_checks, glmm_methods
from recoveryeval.models.coefficient_rows import coefficient_rows
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.lone_levels import ALONE
from recoveryeval.models.missing.each_version import each_version
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst
from recoveryeval.stats.answers.glmm_fit import GlmmFit
from recoveryeval.stats.coefficients import Coefficients


@each_version
def glmm(
    outcome: Outcome,
    formula: str,
    *,
    cluster: str = "person",
    family: Literal["poisson", "negative-binomial"] | None = None,
    nodes: int | None = None,
    conf_level: float = 0.95,
) -> Model:
    """Compare answers or counts within people (or coaches), and beside it in the population.

    The estimand of a coefficient is a log odds ratio, or log rate ratio, for
    people alike in everything that was not measured; the rows ``standardized``
    are averages over everyone.

    Parameters
    ----------
    outcome : Outcome or Imputed
        Of kind ``binary`` or ``count``.
    formula : str
        Right-hand side, such as ``"arm * wave"``.
    cluster : str
        What has a level of its own: ``"person"``, or a column such as the
        coach. One grouping only.
    family : {"poisson", "negative-binomial"} or None
        For counts; None is Poisson.
    nodes : int or None
        Points of the quadrature, 5 to 200; None starts with 50 and doubles them
        until estimates no longer move. A check says whether they are enough.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Coefficients by ``term``, averages over the population, and how much
        clusters differ (deviation, median odds ratio, intraclass correlation).

    Raises
    ------
    EstimationError
        When there are no more clusters than coefficients, answers separate,
        or the maximum was not found.

    Notes
    -----
    The likelihood integrates a normal effect per cluster by adaptive
    Gauss-Hermite quadrature. Odds ratios within people are further from one
    than those of the population; neither is a ratio of shares.

    References
    ----------
    Pinheiro JC, Chao EC (2006). doi:10.1198/106186006X96962.
    Larsen K, Merlo J (2005). doi:10.1093/aje/kwi017

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> rng = np.random.default_rng(1)
    >>> seen = pd.DataFrame({"id": np.repeat(np.arange(80), 3), "month": [1, 3, 6] * 80})
    >>> level = rng.normal(0, 1.5, 80)[seen["id"]]
    >>> seen["abstinent"] = rng.random(240) < 1 / (1 + np.exp(-level))
    >>> own = rv.binary(seen, value="abstinent", person="id", wave="month")
    >>> found = rv.glmm(own, "wave").tidy()
    >>> bool(found.set_index("estimand").loc["median odds ratio", "estimate"] > 1.5)
    True
    """
    check_conf_level(conf_level)
    name = _family(outcome, family)
    rows = gee_rows(outcome, formula, cluster=cluster, weights=None)
    refuse_few(rows, cluster)
    refuse_alike(rows.y, rows.found.matrix, rows.family)
    found = estimate(rows, name, nodes, cluster)
    fit = without_lone_terms(rows, found.fit)
    df = float(rows.clusters - rows.found.matrix.shape[1])
    own = _coefficients(rows, fit, df)
    word = RATIO[rows.family]
    table = _table(rows, fit, own, (cluster, word), df=df, conf_level=conf_level)
    told = Regression(
        kind="glmm",
        title=f"{outcome.name}, within {'people' if cluster == 'person' else cluster}",
        table=table,
        summary={"n": float(rows.clusters), "denominator": float(len(rows.y)), "df": df,
                 "log_likelihood": found.fit.log_likelihood,
                 "aic": 2 * len(found.fit.theta) - 2 * found.fit.log_likelihood,
                 "status": worst(table["status"])},
        contrast=f"{word} per term, within {'one person' if cluster == 'person' else cluster}",
        x_label=word.removeprefix("log ").capitalize(),
        methods_text=glmm_methods(outcome, name, found.nodes, cluster),
        parameters={"formula": formula, "cluster": cluster, "family": name, "nodes": found.nodes,
                    "conf_level": conf_level},
        rows_used=len(rows.y), checks=glmm_checks(rows, found, cluster),
        log_scale=True, extras=_extras(rows, own, word),
        libraries=("scipy",),
    )  # fmt: skip
    return regression_model(outcome, rows.found, told)


def _extras(rows: GeeRows, own: Coefficients, word: str) -> dict[str, Any]:
    """Return what contrasts need later."""
    return {
        "coefficients": {"beta": own.beta, "covariance": own.covariance, "method": own.method,
                         "residual_df": own.residual_df},
        "grid": reference_grid(rows.found, rows.frame, np.ones(len(rows.y))),
        "difference": word,
    }  # fmt: skip


def _family(outcome: Outcome, family: str | None) -> Any:
    """Return the family of an outcome; scores have a model of their own."""
    if outcome.kind == "repeated":
        raise EstimationError(
            "Scores have a mixed model of their own",
            code="RE-M60",
            do="Use mixed_model() or mmrm().",
        )
    options = ("poisson", "negative-binomial") if outcome.kind == "count" else ()
    if family is not None and family not in options:
        raise EstimationError(
            "There is no such family for this kind of outcome",
            code="RE-M60",
            do="Use 'poisson' or 'negative-binomial' for counts, and none for answers.",
        )
    return family or ("poisson" if outcome.kind == "count" else "binomial")


def _coefficients(rows: GeeRows, fit: GlmmFit, df: float) -> Coefficients:
    """Return the fixed coefficients, tested by t."""
    q = rows.found.matrix.shape[1]
    return Coefficients(fit.theta[:q], fit.covariance[:q, :q], "residual", df)


def _table(
    rows: GeeRows,
    fit: GlmmFit,
    own: Coefficients,
    words: tuple[str, str],
    *,
    df: float,
    conf_level: float,
) -> pd.DataFrame:
    """Return coefficients, then the population, then how much clusters differ."""
    cluster, word = words
    terms = rows.found.terms
    base = "log odds" if rows.family == "binomial" else "log rate"
    first = coefficient_rows(
        own, terms, rows.found.contrasts,
        [base if term == "intercept" else word for term in terms],
        conf_level=conf_level, status="fallback" if fit.boundary else "ok",
        method="adaptive Gauss-Hermite quadrature, t", silent=ALONE,
    )  # fmt: skip
    more = marginal_rows(rows, fit, df, conf_level)
    more += between_rows(rows, fit, cluster, df, conf_level)
    return pd.concat([first, pd.DataFrame(more)], ignore_index=True)
