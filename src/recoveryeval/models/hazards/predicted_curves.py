"""Predicted survival curves of people described by their covariates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.hazards.cox_curve_result import cox_curve_result
from recoveryeval.models.hazards.cox_curves import refuse_moving
from recoveryeval.models.hazards.cox_fitted import converged
from recoveryeval.models.hazards.cox_input import cox_input
from recoveryeval.models.hazards.described_people import (
    described,
    outside_checks,
    refuse_undescribed,
)
from recoveryeval.models.survival.survival_input import require_kind
from recoveryeval.models.survival.survival_words import state_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve


def predicted_curves(
    outcome: Outcome,
    formula: str,
    *,
    people: Mapping[str, Mapping[str, object]],
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    conf_level: float = 0.95,
) -> Curve:
    """Predict the curve of people you describe, from a Cox model.

    The estimand is the probability of being without the event at each time,
    for someone with these covariates.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event``, one row per person.
    formula : str
        Right-hand side of the Cox model, such as ``"arm + age"``.
    people : mapping of str to mapping
        For each curve's label the value of every covariate of the formula
        (and of ``strata``), such as ``{"younger": {"arm": "peer", "age": 25}}``.
    strata : str or None
        Column whose levels have their own baseline hazard.
    cluster : str or None
        Column of clusters, such as the coach; errors add up the people of one.
    weights : str or None
        Column of probability weights; the errors are robust.
    ties : {"efron", "breslow"}
        How tied event times are handled.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.

    Returns
    -------
    Curve
        One row per label and time: ``group, time, estimate, std_error,
        conf_low, conf_high``; counts are of all people analyzed.

    Raises
    ------
    EstimationError
        When the model has no estimate, a covariate is not described, a level
        is not in the data, or people have several rows.

    Notes
    -----
    exp(-H(t) exp(x'b)), H by the tie rule of the fit, errors by the delta
    method in H and b; with weights or clusters from what each person, or each
    cluster, does to them, as in adjusted_curves(). Numbers outside the range of
    the data are flagged.

    References
    ----------
    Tsiatis AA (1981). doi:10.1214/aos/1176345329

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {
    ...         "week": [1, 2, 3, 4, 5, 6],
    ...         "event": [1, 1, 0, 1, 1, 0],
    ...         "age": [30, 40, 35, 28, 51, 44],
    ...     }
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> curve = rv.predicted_curves(stay, "age", people={"at 40": {"age": 40}})
    >>> curve.at(2).tidy()[["group", "estimate"]].round(3)
       group  estimate
    0  at 40     0.756
    """
    check_conf_level(conf_level)
    require_kind(outcome, ("time_to_event",))
    found = cox_input(outcome, formula, strata=strata, cluster=cluster, weights=weights)
    refuse_moving(found, "predicted curves")
    refuse_undescribed(people)
    people = {str(label): values for label, values in people.items()}
    rows = [described(found, label, values, strata) for label, values in people.items()]
    fit = converged(found, ties, "predicted curves")
    told = {k: {c: str(v) for c, v in d.items()} for k, d in people.items()}
    asked: Mapping[str, Any] = {
        "formula": formula,
        "people": told,
        "strata": strata,
        "cluster": cluster,
        "weights": weights,
        "ties": ties,
        "conf_level": conf_level,
    }
    contrast = (
        f"probability of being {state_of(outcome)} at each time, for people as described: "
        f"{', '.join(people)}"
    )
    checks = tuple(c for k, d in people.items() for c in outside_checks(found, k, d))
    words = (contrast, checks)
    return cox_curve_result("predicted_curves", outcome, (found, fit, rows), asked, words)
