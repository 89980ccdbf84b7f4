"""Cox regression of events that recur: who has them more often, or sooner one after another."""

from __future__ import annotations

from typing import Any, Literal

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.given_options import is_word
from recoveryeval.models.hazards.cox_fitted import cox_fitted
from recoveryeval.models.hazards.cox_input import cox_input
from recoveryeval.models.recurrent.recurrent_cox_order import ordered
from recoveryeval.models.recurrent.recurrent_cox_result import by_person, recurrent_result
from recoveryeval.models.recurrent.recurrent_input import histories
from recoveryeval.models.resampling import is_whole
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model

MODELS = ("andersen-gill", "pwp-total", "pwp-gap")


def recurrent_cox(
    outcome: Outcome,
    formula: str,
    *,
    model: Literal["andersen-gill", "pwp-total", "pwp-gap"] = "andersen-gill",
    max_order: int | None = None,
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    conf_level: float = 0.95,
) -> Model:
    """Estimate who has a recurring event more often, at equal values of the other terms.

    The estimand is the ratio of event rates among people under observation
    (``"andersen-gill"``), or the ratio of hazards of the next event among
    people who have had equally many so far (the ``"pwp"`` models).

    Parameters
    ----------
    outcome : Outcome
        Kind ``recurrent``; rows may carry covariates that change over time.
    formula : str
        Right-hand side, such as ``"arm + age"``.
    model : {"andersen-gill", "pwp-total", "pwp-gap"}
        Whether events are alike, or compared by their order on time since
        time zero, or on time since the event before.
    max_order : int or None
        For the ``"pwp"`` models: order from which on events share a stratum;
        by default the last that leaves ten events in each.
    strata : str or None
        Column whose levels have their own baseline hazard.
    cluster : str or None
        Column of clusters of people, such as the coach; people are clusters
        by themselves.
    weights : str or None
        Column of probability weights.
    ties : {"efron", "breslow"}
        How tied event times are handled.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term`` on the log scale (``tidy(exponentiate=True)`` gives
        ratios), then tests of all terms; always robust by person.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, there are too few events to
        compare by order, there is one cluster, or covariates are constant or
        collinear.

    Notes
    -----
    Partial likelihood; a person's score residuals are added up before
    squaring. With fewer than 80 people (40 clusters) the variance is corrected
    and held against t. The PWP models follow people through their own past:
    an effect that prevents first events changes who is compared later, so
    that their ratios are not effects of what was given at time zero. Deaths
    end observation: set mean_cumulative_function() beside it. No effect is
    given where a coefficient runs off to infinity.

    References
    ----------
    Andersen PK, Gill RD (1982). doi:10.1214/aos/1176345976
    Prentice RL, Williams BJ, Peterson AV (1981). doi:10.1093/biomet/68.2.373
    Lin DY, Wei LJ, Yang I, Ying Z (2000). doi:10.1111/1467-9868.00259

    Examples
    --------
    Four people, two in each arm, all followed for 8 weeks, so that at each of
    the four events half of those at risk are in arm b. With a ratio r arm b
    expects 4 r / (1 + r) of them, and it has one: r is 1/3.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {
    ...         "person": list("aaabbccd"),
    ...         "start": [0, 2, 5, 0, 4, 0, 3, 0],
    ...         "stop": [2, 5, 8, 4, 8, 3, 8, 8],
    ...         "stay": [1, 1, 0, 1, 0, 1, 0, 0],
    ...         "arm": list("aaaaabbb"),
    ...     }
    ... )
    >>> stay = rv.recurrent_events(
    ...     stays, start="start", stop="stop", event="stay", person="person", unit="weeks"
    ... )
    >>> found = rv.recurrent_cox(stay, "arm").tidy(exponentiate=True)
    >>> float(found["estimate"].iloc[0].round(3))
    0.333
    """
    check_conf_level(conf_level)
    _check_model(model, max_order)
    made = ordered(histories(outcome), model, max_order, strata)
    found = by_person(
        cox_input(made.outcome, formula, strata=made.strata, cluster=cluster, weights=weights)
    )
    asked: dict[str, Any] = {
        "formula": formula, "model": model, "max_order": max_order, "strata": strata,
        "cluster": cluster, "weights": weights, "ties": ties, "conf_level": conf_level,
    }  # fmt: skip
    fit, reason = cox_fitted(found, ties)
    return recurrent_result(outcome, found, (fit, reason), made, asked)


def _check_model(model: str, max_order: int | None) -> None:
    """Raise on a model that is not there, and on an order that cannot be."""
    if not is_word(model, MODELS):
        raise EstimationError(
            "There is no model of that name for events that recur",
            code="RE-M31",
            do=f"Name model= as one of: {', '.join(MODELS)}.{nearest(model, MODELS)}",
        )
    if max_order is None:
        return
    if model == "andersen-gill" or not is_whole(max_order, 1):
        raise EstimationError(
            "max_order is the order from which on events share a stratum: a whole number of one "
            "or more, for the models by order only",
            code="RE-M31",
            do="Leave it out, or use model='pwp-total' or 'pwp-gap'.",
        )
