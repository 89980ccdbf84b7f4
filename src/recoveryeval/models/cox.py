"""Cox regression: who has the event sooner, at equal values of everything else in the model."""

from __future__ import annotations

from typing import Literal

from recoveryeval.errors import EstimationError
from recoveryeval.models.cox_input import CoxInput, cox_input
from recoveryeval.models.cox_result import cox_result
from recoveryeval.models.firth_result import firth_result
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model
from recoveryeval.stats.cox_data import cox_data
from recoveryeval.stats.cox_fit import CoxFit
from recoveryeval.stats.cox_fit import cox as fit_cox


def cox(
    outcome: Outcome,
    formula: str,
    *,
    cause: str | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
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
    ties : {"efron", "breslow"}
        How tied event times are handled.
    variance : {"auto", "model", "robust"}
        ``auto`` is robust with clusters, weights or several rows per person,
        and model-based otherwise.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` on the log scale (``tidy(exponentiate=True)`` gives
        hazard ratios), then tests of all terms; the test of proportional
        hazards is in ``checks()``, concordance in ``glance()``.

    Raises
    ------
    EstimationError
        When nobody had the event, there is one cluster, or covariates are
        constant or collinear.

    Notes
    -----
    Partial likelihood with Efron's or Breslow's rule for ties, delayed entry
    and replication counts. Where a coefficient runs off to infinity the Firth
    penalized fit with profile limits takes over, flagged as a fallback.

    References
    ----------
    Cox DR (1972). doi:10.1111/j.2517-6161.1972.tb00899.x.
    Lin DY, Wei LJ (1989). doi:10.2307/2290085.
    Grambsch PM, Therneau TM (1994). doi:10.1093/biomet/81.3.515.
    Heinze G, Schemper M (2001). doi:10.1111/j.0006-341X.2001.00114.x

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
    found = cox_input(
        outcome, formula, cause=cause, strata=strata, cluster=cluster, weights=weights
    )
    fit = _fitted(found, ties)
    parameters = {
        "formula": formula, "cause": cause, "strata": strata, "cluster": cluster,
        "weights": weights, "ties": ties, "variance": variance, "conf_level": conf_level,
    }  # fmt: skip
    if fit.ending == "monotone":
        return firth_result(outcome, found, fit, parameters)
    return cox_result(outcome, found, fit, parameters)


def _fitted(found: CoxInput, ties: Literal["efron", "breslow"]) -> CoxFit:
    """Return the fit, or raise where there is no number to give."""
    fit = fit_cox(cox_data(found.cells, found.found.matrix, ties=ties))
    if fit.ending == "no events":
        raise EstimationError(
            "Nobody had the event, so no hazard can be compared",
            code="RE-E03",
            rows=len(found.frame),
            do="Report the number of people and their time at risk.",
        )
    if fit.n_event < len(found.found.terms):
        raise EstimationError(
            "There are fewer events than covariates, so no ratio can be estimated",
            code="RE-E07",
            rows=int(fit.n_event),
            do="Use fewer covariates.",
        )
    if fit.ending == "not converged":
        raise EstimationError(
            "The Cox model did not converge",
            code="RE-E11",
            do="Use fewer covariates, or merge levels that hold few events.",
        )
    return fit
