"""Cox regression: who has the event sooner, at equal values of everything else in the model."""

from __future__ import annotations

from typing import Literal

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.given_options import check_option
from recoveryeval.models.hazards.cox_fitted import cox_fitted
from recoveryeval.models.hazards.cox_frailty import frailty_result, refuse_beside_frailty
from recoveryeval.models.hazards.cox_input import cox_input
from recoveryeval.models.hazards.cox_result import cox_result
from recoveryeval.models.hazards.cox_silent import cox_silent
from recoveryeval.models.hazards.firth_result import firth_result
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model


def cox(
    outcome: Outcome,
    formula: str,
    *,
    cause: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    frailty: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    variance: Literal["auto", "model", "robust"] = "auto",
    conf_level: float = 0.95,
) -> Model:
    """Estimate who has the event sooner, at equal values of the other terms.

    The estimand is the ratio of hazards: of those still without the event, how
    much more often it happens in one group than in another on any day.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event``; several rows per person are intervals in which
        covariates may change; kind ``competing`` with ``cause``.
    formula : str
        Right-hand side, such as ``"arm + age"``.
    cause : str or None
        Which competing event's hazard to model; others end observation.
    strata : str or None
        Column whose levels have their own baseline hazard.
    cluster : str or None
        Column of clusters, such as the coach; people with several rows are
        clusters by themselves.
    weights : str or None
        Column of probability weights; forces a robust variance.
    frailty : str or None
        Column of groups, such as the coach or site, whose people share an
        unseen risk with a gamma distribution. Hazard ratios are then
        conditional: between people of the same group.
    ties : {"efron", "breslow"}
        How tied event times are handled; with weights tied events share their
        mean weight under Efron's rule.
    variance : {"auto", "model", "robust"}
        ``auto`` is robust with clusters, weights or several rows per person,
        and model-based otherwise. With fewer than 40 clusters it is corrected
        for their number and judged by t.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` on the log scale (``tidy(exponentiate=True)`` gives
        hazard ratios), then tests of all terms (and of the variance of the
        frailty); the test of proportional hazards is in ``checks()``,
        concordance in ``glance()``. Where nobody had the event, or there are
        fewer events than terms, every row is ``not_estimable``.

    Raises
    ------
    EstimationError
        When there is one cluster, fewer than five groups for a frailty, or
        covariates are constant or collinear.

    Notes
    -----
    Partial likelihood with Efron's or Breslow's rule for ties, delayed entry
    and replication counts. Rows without a covariate, stratum, cluster or weight
    are left out and counted; losing more than half is refused. Where a
    coefficient runs off to infinity the Firth penalized fit with profile limits
    takes over, flagged as a fallback. The
    variance of a frailty maximizes the marginal likelihood; its test against
    none is half the likelihood-ratio chi-square's p value, since zero is the
    edge of what a variance can be.

    References
    ----------
    Cox DR (1972). doi:10.1111/j.2517-6161.1972.tb00899.x.
    Lin DY, Wei LJ (1989). doi:10.2307/2290085.
    Grambsch PM, Therneau TM (1994). doi:10.1093/biomet/81.3.515.
    Heinze G, Schemper M (2001). doi:10.1111/j.0006-341X.2001.00114.x.
    Therneau TM, Grambsch PM, Pankratz VS (2003). doi:10.1198/1061860031365

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {"week": [1, 2, 3, 4, 5, 6], "event": [1, 1, 0, 1, 1, 0], "arm": list("ababab")}
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> float(rv.cox(stay, "arm").tidy(exponentiate=True)["estimate"].iloc[0].round(3))
    0.76
    """
    check_conf_level(conf_level)
    check_option("variance", variance, ("auto", "model", "robust"))
    refuse_beside_frailty(frailty, cluster, weights, variance)
    found = cox_input(
        outcome, formula, cause=cause, strata=strata, cluster=frailty or cluster, weights=weights
    )
    parameters = {
        "formula": formula, "cause": cause, "strata": strata, "cluster": cluster,
        "weights": weights, "frailty": frailty, "ties": ties, "variance": variance,
        "conf_level": conf_level,
    }  # fmt: skip
    fit, reason = cox_fitted(found, ties)
    if fit is None:
        return cox_silent(outcome, found, reason, parameters)
    if fit.ending == "monotone":
        return firth_result(outcome, found, fit, parameters)
    if frailty is not None:
        return frailty_result(outcome, found, ties, parameters)
    return cox_result(outcome, found, fit, parameters)
