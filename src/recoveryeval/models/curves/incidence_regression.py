"""Regression of the share who have had an event by a day, when other events compete with it."""

from __future__ import annotations

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.pseudo_aim import INCIDENCE
from recoveryeval.models.curves.pseudo_input import pseudo_input
from recoveryeval.models.curves.pseudo_result import PseudoWords, pseudo_model
from recoveryeval.models.curves.rmst import refuse_horizon
from recoveryeval.models.survival.cause_codes import causes_of, one_cause
from recoveryeval.models.survival.survival_input import KINDS, require_kind
from recoveryeval.models.survival.survival_words import event_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model


def incidence_regression(
    outcome: Outcome,
    formula: str,
    *,
    horizon: float,
    cause: str | None = None,
    cluster: str | None = None,
    censoring_groups: str | None = None,
    conf_level: float = 0.95,
) -> Model:
    """Estimate how many more people have had an event by a day, at equal values of other terms.

    The estimand is the difference, and the ratio, of the cumulative incidence
    of the event at the horizon: of shares of all people, in a world in which
    the other events happen as they do. It needs no proportional hazards.

    Parameters
    ----------
    outcome : Outcome
        Kind ``competing``, or ``time_to_event``: then one event without
        others. One row per person, nobody entering late.
    formula : str
        Right-hand side, such as ``"arm + age"``.
    horizon : float
        Time by which the event counts, in the unit of the outcome; above zero
        and within observation.
    cause : str or None
        The event of interest; must be named where several compete.
    cluster : str or None
        Column of clusters, such as the coach.
    censoring_groups : str or None
        Column within whose levels censoring is taken to be alike, where
        drop-out differs between groups.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Model
        Rows by ``term``: differences in share (with the intercept, the share
        where all terms are zero), then ratios of shares. ``means()`` and
        ``contrasts()`` answer in shares.

    Raises
    ------
    EstimationError
        When no cause is named among several, the horizon is not above zero,
        people enter late or have several rows, or there is one cluster. A
        horizon beyond observation raises nothing: then no row is estimable.

    Notes
    -----
    Each person's pseudo-observation N F - (N - 1) F(-i), with F the
    Aalen-Johansen estimate at the horizon, is regressed with the identity and
    with the log link; errors are robust (HC3 with N - q degrees of freedom, or
    CR2 with clusters). Censoring must not depend on the covariates, other than
    through ``censoring_groups``.

    References
    ----------
    Klein JP, Andersen PK (2005). doi:10.1111/j.0006-341X.2005.031209.x

    Examples
    --------
    Nobody is censored: the shares are 2/4 and 1/4 by day 20, and their
    difference that of two plain shares.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {"day": [10, 20, 30, 45, 15, 18, 50, 50], "end": [1, 1, 1, 1, 2, 1, 2, 1]}
    ... )
    >>> own = rv.competing_events(
    ...     stays.assign(arm=list("aaaabbbb")),
    ...     time="day",
    ...     status="end",
    ...     causes={1: "readmission", 2: "death"},
    ... )
    >>> model = rv.incidence_regression(own, "arm", horizon=20, cause="readmission")
    >>> model.tidy()["estimate"].round(2).tolist()
    [0.5, -0.25, 0.5]
    """
    check_conf_level(conf_level)
    refuse_horizon(horizon)
    require_kind(outcome, KINDS)
    name, code = _one(outcome, cause)
    found = pseudo_input(
        outcome, formula, (INCIDENCE, code), horizon,
        cluster=cluster, censoring_groups=censoring_groups,
    )  # fmt: skip
    by = f"by {horizon:g} {outcome.unit}"
    several = len(causes_of(outcome)) > 1
    words = PseudoWords(
        kind="incidence_regression",
        title=f"Share of people with {name} {by}",
        contrast=f"difference and ratio of the share with {name} {by} per term, at equal values of "
        "the others",
        x_label=f"Difference in share with {name} {by}",
        regressed=f"The cumulative incidence of {name} {by}",
        source="Klein and Andersen 2005, doi:10.1111/j.0006-341X.2005.031209.x",
        competing="the other events compete: after them this one cannot happen" if several else "",
    )
    asked = {"formula": formula, "horizon": horizon, "cause": cause, "cluster": cluster,
             "censoring_groups": censoring_groups, "conf_level": conf_level}  # fmt: skip
    return pseudo_model(outcome, found, words, asked)


def _one(outcome: Outcome, cause: str | None) -> tuple[str, int | None]:
    """Return the name of the event in question, and its code where several compete."""
    codes = {name: code for code, name in causes_of(outcome).items()}
    name = one_cause(outcome, cause)
    if outcome.kind == "time_to_event":
        return event_of(outcome), None
    return name, codes[name]
