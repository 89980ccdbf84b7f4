"""Regression of the restricted mean: how many days more, at equal values of everything else."""

from __future__ import annotations

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.pseudo_aim import RESTRICTED_MEAN
from recoveryeval.models.curves.pseudo_input import pseudo_input
from recoveryeval.models.curves.pseudo_result import PseudoWords, pseudo_model
from recoveryeval.models.curves.rmst import refuse_horizon
from recoveryeval.models.survival.survival_words import competing_check, state_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.model import Model


def rmst_regression(
    outcome: Outcome,
    formula: str,
    *,
    horizon: float,
    cluster: str | None = None,
    censoring_groups: str | None = None,
    conf_level: float = 0.95,
) -> Model:
    """Estimate how much more time without the event, at equal values of the other terms.

    The estimand is the difference, and the ratio, of the mean time without the
    event up to the horizon. It needs no proportional hazards and is read in
    days.

    Parameters
    ----------
    outcome : Outcome
        Kind ``time_to_event``, or ``competing``: then time without any of the
        events. One row per person, nobody entering late.
    formula : str
        Right-hand side, such as ``"arm + age"``.
    horizon : float
        Time up to which days count, in the unit of the outcome; above zero and
        within observation.
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
        Rows by ``term``: differences (with the intercept, the mean where all
        terms are zero), then ratios. ``means()`` and ``contrasts()`` answer in
        time.

    Raises
    ------
    EstimationError
        When the horizon is not above zero, people enter late or have several
        rows, or there is one cluster. A horizon beyond observation raises
        nothing: then no row is estimable.

    Notes
    -----
    Each person's pseudo-observation N m - (N - 1) m(-i), with m the area under
    the Kaplan-Meier curve up to the horizon, is regressed with the identity
    and with the log link; errors are robust (HC3 with N - q degrees of
    freedom, or CR2 with clusters). Censoring must not depend on the
    covariates, other than through ``censoring_groups``.

    References
    ----------
    Andersen PK, Hansen MG, Klein JP (2004). doi:10.1007/s10985-004-4771-0

    Examples
    --------
    Nobody is censored before day 40: pseudo-observations are the days
    themselves, cut at 40, and the difference is that of two means.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {"day": [10, 20, 30, 45, 15, 40, 50, 50], "left": [1, 1, 1, 1, 1, 1, 0, 0]}
    ... )
    >>> stay = rv.time_to_event(
    ...     stays.assign(arm=list("aaaabbbb")), time="day", event="left", name="retention"
    ... )
    >>> rv.rmst_regression(stay, "arm", horizon=40).tidy()["estimate"].round(2).tolist()
    [25.0, 8.75, 1.35]
    """
    check_conf_level(conf_level)
    refuse_horizon(horizon)
    found = pseudo_input(
        outcome, formula, (RESTRICTED_MEAN, None), horizon,
        cluster=cluster, censoring_groups=censoring_groups,
    )  # fmt: skip
    state, within = state_of(outcome), f"{horizon:g} {outcome.unit}"
    words = PseudoWords(
        kind="rmst_regression",
        title=f"Average time {state} out of {within}",
        contrast=f"difference and ratio of the mean time {state} within the first {within} per "
        "term, at equal values of the others",
        x_label=f"Difference in {outcome.unit} {state}, out of {horizon:g}",
        regressed=f"Mean time free of the event within {within}",
        source="Andersen, Hansen and Klein 2004, doi:10.1007/s10985-004-4771-0",
    )
    asked = {"formula": formula, "horizon": horizon, "cluster": cluster,
             "censoring_groups": censoring_groups, "conf_level": conf_level}  # fmt: skip
    return pseudo_model(outcome, found, words, asked, competing_check(outcome))
