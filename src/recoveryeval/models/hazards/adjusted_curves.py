"""Adjusted survival curves: what each group's curve would be if all groups had the same people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from recoveryeval.errors import EstimationError, nearest
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.design import rebuild
from recoveryeval.models.factor_text import factor_text
from recoveryeval.models.given_options import is_word
from recoveryeval.models.hazards.cox_curve_result import cox_curve_result
from recoveryeval.models.hazards.cox_curves import Described, refuse_moving
from recoveryeval.models.hazards.cox_fitted import converged
from recoveryeval.models.hazards.cox_input import CoxInput, cox_input
from recoveryeval.models.survival.survival_input import require_kind
from recoveryeval.models.survival.survival_words import state_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve


def adjusted_curves(
    outcome: Outcome,
    formula: str,
    *,
    by: str,
    strata: str | None = None,
    cluster: str | None = None,
    weights: str | None = None,
    ties: Literal["efron", "breslow"] = "efron",
    conf_level: float = 0.95,
) -> Curve:
    """Estimate each group's curve as if all groups were made of the same people.

    The estimand is the standardized probability of being without the event at
    each time: its average over all people analyzed, had everyone been in the
    group, with the other covariates as they are.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event``, one row per person.
    formula : str
        Right-hand side of the Cox model, such as ``"arm + age"``.
    by : str
        Factor of the formula whose levels become curves; or the column of
        ``strata``, whose curves then share no baseline and need not be
        proportional.
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
        One row per level and time: ``group, time, estimate, std_error,
        conf_low, conf_high``; counts are of the people who were in the group.
        ``difference(times=)`` gives differences whose errors know that the
        curves come from one model.

    Raises
    ------
    EstimationError
        When the model has no estimate, ``by`` is neither a factor of the
        formula nor ``strata``, or people have several rows.

    Notes
    -----
    The average of exp(-H(t) exp(x'b)) over people (g-formula), H by the tie
    rule of the fit; with weights it is the weighted average. Errors are those
    of the delta method in H and b, for the covariates of the people analyzed
    taken as given. With weights or clusters they come from what each person, or
    all people of a cluster together, do to H and b (infinitesimal jackknife);
    below 40 clusters they are corrected for their number, with limits of t. It
    is an effect of the group only if the formula holds everything that made
    people differ.

    References
    ----------
    Lin DY, Wei LJ (1989). doi:10.2307/2290085
    Chang IM, Gelman R, Pagano M (1982). J Chronic Dis 35:669-674.
    Zhang X, Loberiza FR, Klein JP, Zhang MJ (2007). doi:10.1016/j.cmpb.2007.07.010

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {
    ...         "week": [1, 2, 3, 4, 5, 6, 7, 8],
    ...         "event": [1, 1, 0, 1, 1, 1, 0, 1],
    ...         "arm": list("ababbaba"),
    ...         "age": [30, 40, 35, 28, 51, 44, 38, 33],
    ...     }
    ... )
    >>> stay = rv.time_to_event(weeks, time="week", event="event", unit="weeks")
    >>> curves = rv.adjusted_curves(stay, "arm + age", by="arm")
    >>> curves.at(4).tidy()[["group", "estimate"]].round(3)
      group  estimate
    0     a     0.698
    1     b     0.571
    """
    check_conf_level(conf_level)
    require_kind(outcome, ("time_to_event",))
    found = cox_input(outcome, formula, strata=strata, cluster=cluster, weights=weights)
    refuse_moving(found, "adjusted curves")
    people = _described(found, by, strata)
    fit = converged(found, ties, "adjusted curves")
    asked: Mapping[str, Any] = {
        "formula": formula, "by": by, "strata": strata, "cluster": cluster, "weights": weights,
        "ties": ties, "conf_level": conf_level,
    }  # fmt: skip
    contrast = (
        f"probability of being {state_of(outcome)} at each time, had everyone been in each group "
        f"of {by}, with the other covariates of the people analyzed (standardized)"
    )
    return cox_curve_result("adjusted_curves", outcome, (found, fit, people), asked, (contrast, ()))


def _described(found: CoxInput, by: str, strata: str | None) -> list[Described]:
    """Return everyone, once as a member of each group."""
    frame, stratum = found.frame, found.cells.stratum
    n = found.cells.n * found.cells.weight
    if is_word(by, (strata,)):
        labels = frame[by].astype(str).to_numpy()
        return [
            Described(label, found.found.matrix, np.full(len(frame), code), n, labels == label)
            for code, label in sorted(dict(zip(stratum.tolist(), labels, strict=True)).items())
        ]
    if str(by) not in found.found.levels:
        raise EstimationError(
            "Adjusted curves are drawn for the levels of a factor of the formula",
            code="RE-M02",
            column=str(by),
            do="Name a factor of the formula, or the column of strata=."
            + nearest(str(by), found.found.levels),
        )
    own = factor_text(frame[by], found.found.levels[by])
    return [
        Described(
            level, rebuild(found.found, frame.assign(**{by: level})), stratum, n, own == level
        )
        for level in found.found.levels[by]
    ]
