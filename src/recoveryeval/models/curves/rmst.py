"""The restricted mean: how much time without the event people had, up to a horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np
import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.km_checks import rmst_checks
from recoveryeval.models.curves.rmst_contrasts import contrast_rows
from recoveryeval.models.curves.rmst_error import rmst_cluster_checks, rmst_errors
from recoveryeval.models.curves.rmst_rows import RmstAsked, group_part, group_row
from recoveryeval.models.curves.rmst_words import rmst_estimand, rmst_labels, rmst_methods
from recoveryeval.models.given_options import check_option
from recoveryeval.models.survival.survival_input import SurvivalInput, survival_input
from recoveryeval.models.survival.survival_record import (
    shared_checks,
    survival_spec,
    survival_summary,
    text_filled,
)
from recoveryeval.models.survival.survival_words import compared, state_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.curve_difference import reference_of
from recoveryeval.results.result import Result
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.limits import ConfType
from recoveryeval.stats.survival.risk_table import RiskTable, risk_tables


def rmst(
    outcome: Outcome,
    by: str | None = None,
    *,
    horizon: float,
    weights: str | None = None,
    cluster: str | None = None,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
    reference: str | None = None,
) -> Result:
    """Estimate the average time without the event up to a horizon, and compare groups.

    The estimand is the mean of the smaller of the time to the event and the
    horizon, such as the days retained out of the first 180.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``time_to_event``, or ``competing``: then time without any of
        the events, and a check says so.
    by : str or None
        Column with groups to compare.
    horizon : float
        Time up to which days count, in the unit of the outcome; above zero,
        and within the observation of each group.
    weights : str or None
        Column of probability weights, zero or more; errors are then robust.
    cluster : str or None
        Column of clusters, such as coach or site; errors are then robust, and
        corrected and judged by t where a group has fewer than 40 clusters.
    conf_level : float
        Confidence level, between 0 and 1.
    conf_type : {"log-log", "log", "plain"}
        Scale on which the limits of a mean are symmetric, as a share of the
        horizon: log(-log), log, or the share itself.
    reference : str or None
        Group the others are compared with; the first by default.

    Returns
    -------
    Result
        One row per ``group`` and, for each group but the reference, its
        difference and its ratio (``contrast``), with ``estimate, std_error,
        conf_low, conf_high`` and for contrasts ``statistic`` and ``p_value``.

    Raises
    ------
    EstimationError
        When the horizon is not above zero, the reference is no group, or a
        declared group is empty. A horizon beyond the last observed time of a
        group raises nothing: that group's rows are ``not_estimable``.

    Notes
    -----
    The estimate is the area under the Kaplan-Meier curve up to the horizon h.
    With A(t) the area from t to h, its variance is the sum of
    A(t)^2 d / (Y (Y - d)) over event times up to h. Limits of a mean never
    leave 0 and h: in simulated groups of 20 plain ones held the truth in 92 %,
    these in 94 %. In a group without events they are those of the exact lower
    limit of its survival, and differences combine limits (Zou and Donner 2008,
    doi:10.1002/sim.3095). Ratios are tested, and their limits found, on the
    log scale; their standard error is on the scale of the ratio (delta
    method). Contrasts are judged by t with Welch's degrees of freedom. With
    weights or clusters the variance is the infinitesimal jackknife, rows of a
    cluster added up first, and limits of a difference are symmetric.

    References
    ----------
    Royston P, Parmar MKB (2013). doi:10.1186/1471-2288-13-152
    Uno H, et al. (2014). doi:10.1200/JCO.2014.55.2208

    Examples
    --------
    Four people, the third left at day 30. The curve is 1 to day 10, 3/4 to
    day 20 and 1/2 to day 40: 10 + 7.5 + 10 = 27.5 days out of 40.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame({"day": [10, 20, 30, 40], "left": [1, 1, 0, 0]})
    >>> stay = rv.time_to_event(stays, time="day", event="left", name="retention")
    >>> rv.rmst(stay, horizon=40).tidy()["estimate"].tolist()
    [27.5]
    """
    check_conf_level(conf_level)
    refuse_horizon(horizon)
    check_option("conf_type", conf_type, get_args(ConfType))
    found = survival_input(outcome, by=by, weights=weights, cluster=cluster)
    tables = risk_tables(found.cells, len(found.labels))
    robust = rmst_errors(found, tables, horizon, weighted=weights is not None)
    limits = RmstAsked(horizon, conf_level, conf_type)
    parts = [
        group_part((g, text, float(found.people[g])), tables[g], limits, robust)
        for g, text in enumerate(found.labels)
    ]
    rows = [group_row(part) for part in parts]
    if len(parts) > 1 or reference is not None:
        base = reference_of(list(found.labels), reference)
        rows += contrast_rows(parts, base, conf_level, robust)
    table = text_filled(pd.DataFrame(rows)).assign(
        outcome=outcome.name, time=horizon, conf_level=conf_level, term="restricted mean"
    )
    asked = {
        "by": by, "horizon": horizon, "weights": weights, "cluster": cluster,
        "conf_level": conf_level, "conf_type": conf_type, "reference": reference,
    }  # fmt: skip
    checks = rmst_cluster_checks(found, tables, horizon, robust)
    return _result(outcome, found, tables, table, (asked, checks))


def refuse_horizon(horizon: float) -> None:
    """Raise unless the horizon is a number above zero."""
    given: object = horizon
    if not isinstance(given, int | float | np.number) or not 0 < horizon < float("inf"):
        raise EstimationError(
            "The horizon must be a number above zero",
            code="RE-M29",
            do="Give a time in the unit of the outcome, such as horizon=180.",
        )


def _result(
    outcome: Outcome,
    found: SurvivalInput,
    tables: Sequence[RiskTable],
    table: pd.DataFrame,
    told: tuple[Mapping[str, Any], Sequence[Check]],
) -> Result:
    """Return the result around the rows; ``told`` are what was asked, and checks on clusters."""
    asked, checks = told
    by, until = asked["by"], f"{asked['horizon']:g} {outcome.unit}"
    return Result(
        kind="rmst",
        title=f"Average time {state_of(outcome)} out of {until}{compared(by)}",
        table=table,
        summary=survival_summary(outcome, found, tables, worst(table["status"].unique())),
        spec=survival_spec("rmst", asked, (outcome, found, tables)),
        estimand=rmst_estimand(outcome, found, by, until),
        methods_text=rmst_methods(asked, outcome.unit),
        check_rows=(
            *shared_checks(outcome, found),
            *rmst_checks(found, tables, outcome.unit),
            *checks,
        ),
        labels=rmst_labels(outcome, by, until, table),
        plot_name="forest",
    )
