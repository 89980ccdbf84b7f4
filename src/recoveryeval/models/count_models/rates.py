"""Rates of counts over observed time: by group, or in a regression."""

from __future__ import annotations

from typing import Any, Literal

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.count_models.rates_crude import crude_rates
from recoveryeval.models.count_models.rates_fit import PARTS, RateFamily
from recoveryeval.models.count_models.rates_regression import regressed_rates
from recoveryeval.models.given_options import (
    check_option,
    is_amount,
    is_word,
    one_column,
    refuse_table,
)
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model


def rates(
    outcome: Outcome,
    formula: str | None = None,
    *,
    by: str | None = None,
    family: RateFamily = "poisson",
    per: float = 1.0,
    cluster: str | None = None,
    weights: str | None = None,
    variance: Literal["robust", "model"] = "robust",
    conf_level: float = 0.95,
) -> Model:
    """Estimate how often something happened per unit of observed time, and compare groups.

    The estimand is the number of events per unit of time under observation;
    its ratio and its difference between groups; with a formula, ratios at
    equal values of the other terms, and rates had everyone been in each group.

    Parameters
    ----------
    outcome : Outcome
        Kind ``count``, or ``recurrent``, whose rows are added up by person.
    formula : str or None
        Right-hand side, such as ``"arm + age"``.
    by : str or None
        Column of groups, compared with the first without adjustment; with
        neither, one rate.
    family : {"poisson", "negative-binomial", "beta-binomial", "hurdle"}
        ``"beta-binomial"`` is for days out of days observed (percent days
        used, percent days abstinent); ``"hurdle"`` models whether anything
        happened (logistic) and how often if so (truncated negative binomial).
    per : float
        Units of time that rates are given for, such as 100; not for shares of
        days, nor for logarithms.
    cluster : str or None
        Column of clusters, such as the coach; people with several rows are
        clusters by themselves.
    weights : str or None
        Column of probability weights.
    variance : {"robust", "model"}
        Whether errors hold when the family does not. ``"model"`` is for a
        formula whose rows are independent people.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Without a formula: rows by ``group`` (``rate``) and by ``contrast``
        (``rate ratio``, ``rate difference``), each with robust limits and with
        exact ones (``term``). With one: coefficients by ``term`` on the log
        scale (``tidy(exponentiate=True)`` gives ratios), then rates or shares
        of days standardized over everyone by the levels of each factor.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, more days are counted than were
        observed, a combination of covariates had no event, the fit did not
        converge, or there are fewer people than coefficients.

    Notes
    -----
    A rate is the sum of counts over the sum of observed time. Exact limits
    (Garwood; for ratios Clopper and Pearson given the sum) take events to come
    by chance alone and are flagged where counts vary more; robust ones add up
    each person's or cluster's residuals before squaring. With fewer than 100 of
    them the variance is bias-reduced (CR2) with Satterthwaite's degrees of
    freedom for Poisson and negative binomial, and scaled with residual degrees
    of freedom for the others. Where nobody had an event there is an upper limit only.

    References
    ----------
    Garwood F (1936). doi:10.2307/2333958
    Lawless JF (1987). doi:10.2307/3314912
    Griffiths DA (1973). doi:10.2307/2529131
    Mullahy J (1986). doi:10.1016/0304-4076(86)90002-3
    Pustejovsky JE, Tipton E (2018). doi:10.1080/07350015.2016.1247004

    Examples
    --------
    Three people of arm a had 6 visits in 120 days, three of arm b 3 in 150.
    The rates are 5 and 2 per 100 days, their ratio is 0.4.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {
    ...         "visits": [3, 1, 2, 0, 2, 1],
    ...         "days": [40, 40, 40, 50, 50, 50],
    ...         "arm": list("aaabbb"),
    ...     }
    ... )
    >>> visits = rv.counts(seen, count="visits", exposure="days", name="visits")
    >>> found = rv.rates(visits, by="arm", per=100).tidy()
    >>> found[found["term"] == "exact"][["estimand", "estimate"]].round(3)
              estimand  estimate
    2             rate       5.0
    3             rate       2.0
    6       rate ratio       0.4
    7  rate difference      -3.0
    """
    refuse_table(outcome)
    check_conf_level(conf_level)
    one_column(by, "by")
    check_option("variance", variance, ("robust", "model"))
    _check_asked(formula, by, family, per)
    asked: dict[str, Any] = {
        "formula": formula, "by": by, "family": family, "per": per, "cluster": cluster,
        "weights": weights, "variance": variance, "conf_level": conf_level,
    }  # fmt: skip
    if formula is None and family == "poisson":
        return crude_rates(outcome, asked)
    return regressed_rates(outcome, asked)


def _check_asked(formula: str | None, by: str | None, family: str, per: float) -> None:
    """Raise where what is asked for does not go together."""
    if formula is not None and by is not None:
        raise EstimationError(
            "Groups and a formula are asked for at once",
            code="RE-M32",
            do="Put the groups into the formula, such as 'arm + age', or leave the formula out.",
        )
    if not is_word(family, PARTS):
        raise EstimationError(
            "There is no family of that name for rates",
            code="RE-M32",
            do=f"Name family= as one of: {', '.join(PARTS)}.{nearest(family, PARTS)}",
        )
    if family != "poisson" and formula is None and by is None:
        raise EstimationError(
            "This family needs something to compare",
            code="RE-M32",
            do="Name by= or a formula, or use family='poisson' for one rate.",
        )
    if not is_amount(per) or not per > 0:
        raise EstimationError(
            "Rates are given for a number of units of time above zero",
            code="RE-M32",
            do="Give for example per=100.",
        )
