"""Regression of the restricted mean: how many days more, at equal values of everything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.cox_checks import EVENTS_PER_TERM
from recoveryeval.models.reference_grid import reference_grid
from recoveryeval.models.regression import Regression, regression_model
from recoveryeval.models.rmst import refuse_horizon
from recoveryeval.models.rmst_pseudo import RmstInput, rmst_input
from recoveryeval.models.rmst_regression_rows import fitted_rows
from recoveryeval.models.rmst_rows import DIFFERENCE, MEAN
from recoveryeval.models.survival_words import competing_check, state_of
from recoveryeval.models.too_few_clusters import unknown_error
from recoveryeval.models.visit_times import visit_check
from recoveryeval.models.words import versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.model import Model
from recoveryeval.results.status import worst


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
    found = rmst_input(outcome, formula, horizon, cluster, censoring_groups)
    table, coefficients, checks = fitted_rows(found, conf_level)
    told = Regression(
        kind="rmst_regression",
        title=f"Average time {state_of(outcome)} out of {horizon:g} {outcome.unit}",
        table=table.assign(time=horizon),
        summary=_summary(found, worst(table["status"].unique())),
        contrast=f"difference and ratio of the mean time {state_of(outcome)} within the first "
        f"{horizon:g} {outcome.unit} per term, at equal values of the others",
        x_label=f"Difference in {outcome.unit} {state_of(outcome)}, out of {horizon:g}",
        methods_text=_methods(found, horizon, outcome.unit),
        parameters={"formula": formula, "horizon": horizon, "cluster": cluster,
                    "censoring_groups": censoring_groups, "conf_level": conf_level},
        rows_used=len(found.frame),
        checks=(*competing_check(outcome), *visit_check(outcome), *checks,
                *_assumed(found, censoring_groups)),
        extras={
            "coefficients": {f.name: getattr(coefficients, f.name) for f in fields(coefficients)},
            "grid": reference_grid(found.found, found.frame, found.n),
            "mean": MEAN,
            "difference": DIFFERENCE,
            "no_error": unknown_error(table),
        },
    )  # fmt: skip
    model = regression_model(outcome, found.found, told)
    estimand = replace(model.estimand, horizon=f"{horizon:g} {outcome.unit}")
    return replace(model, estimand=estimand, labels={**model.labels, "estimand": DIFFERENCE})


def _summary(found: RmstInput, status: str) -> Mapping[str, Any]:
    """Return the one summary row."""
    frame = pd.DataFrame({"event": found.cells.event & (found.cells.time <= found.horizon)})
    return {
        "n": float(found.n.sum()),
        "n_event": float(found.n[frame["event"].to_numpy()].sum()),
        "status": status,
    }


def _assumed(found: RmstInput, groups: str | None) -> tuple[Check, ...]:
    """Return what has to be assumed about those who left, and how few events there are."""
    within = "" if groups is None else f" within levels of {groups}"
    told = (
        f"People whose observation ended early are taken to be like the others{within}, whatever "
        "their covariates. Where drop-out differs between groups, name them in censoring_groups=."
    )
    checks = [Check("censoring_assumed_alike", told)]
    terms = len(found.found.terms) - 1
    per = float(_summary(found, "")["n_event"]) / max(terms, 1)
    if per < EVENTS_PER_TERM:
        told = (
            f"There are {per * max(terms, 1):g} events before the horizon for {terms} covariates; "
            "under ten events each, estimates and limits are rough."
        )
        checks.append(Check("few_events", told, "concern", statistic=per))
    return tuple(checks)


def _methods(found: RmstInput, horizon: float, unit: str) -> str:
    """Return the paragraph for a paper."""
    error = (
        f"bias-reduced errors clustered by {found.clustered_by}"
        if found.clustered_by
        else "robust errors (HC3)"
    )
    return (
        f"Mean time free of the event within {horizon:g} {unit} was regressed on covariates by "
        "pseudo-observations (Andersen, Hansen and Klein 2004, doi:10.1007/s10985-004-4771-0) with "
        f"the identity link for differences and the log link for ratios, and {error}. "
        f"Software: {versions('scipy')}."
    )
