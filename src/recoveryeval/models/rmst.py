"""The restricted mean: how much time without the event people had, up to a horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.km_checks import rmst_checks
from recoveryeval.models.rmst_rows import MEAN, contrast_rows, group_part, group_row, in_one_line
from recoveryeval.models.survival_input import SurvivalInput, survival_input
from recoveryeval.models.survival_record import (
    shared_checks,
    survival_spec,
    survival_summary,
    text_filled,
)
from recoveryeval.models.survival_words import compared, other_events, state_of
from recoveryeval.models.words import estimand_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve_difference import reference_of
from recoveryeval.results.result import Result
from recoveryeval.results.status import worst
from recoveryeval.stats.risk_table import RiskTable, risk_tables


def rmst(
    outcome: Outcome,
    by: str | None = None,
    *,
    horizon: float,
    conf_level: float = 0.95,
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
    conf_level : float
        Confidence level, between 0 and 1.
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
    A(t)^2 d / (Y (Y - d)) over event times up to h. Ratios are tested, and
    their limits found, on the log scale; their standard error is on the scale
    of the ratio (delta method). In a group without events limits are those of
    the exact lower limit of its survival, and differences combine limits
    (Zou and Donner 2008, doi:10.1002/sim.3095).

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
    found = survival_input(outcome, by=by)
    tables = risk_tables(found.cells, len(found.labels))
    parts = [
        group_part(text, table, float(people), (horizon, conf_level))
        for text, table, people in zip(found.labels, tables, found.people, strict=True)
    ]
    rows = [group_row(part) for part in parts]
    if len(parts) > 1 or reference is not None:
        base = reference_of(list(found.labels), reference)
        rows += contrast_rows(parts, base, conf_level)
    table = text_filled(pd.DataFrame(rows)).assign(
        outcome=outcome.name, time=horizon, conf_level=conf_level, term="restricted mean"
    )
    asked = {"by": by, "horizon": horizon, "conf_level": conf_level, "reference": reference}
    return _result(outcome, found, tables, table, asked)


def refuse_horizon(horizon: float) -> None:
    """Raise unless the horizon is a number above zero."""
    if not 0 < horizon < float("inf"):
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
    asked: Mapping[str, Any],
) -> Result:
    """Return the result around the rows."""
    by, until = asked["by"], f"{asked['horizon']:g} {outcome.unit}"
    x = f"{outcome.unit[:1].upper()}{outcome.unit[1:]} {state_of(outcome)}, out of {until}"
    estimand = estimand_of(
        outcome,
        f"mean time {state_of(outcome)} within the first {until}"
        + (f", and its difference and ratio between groups of {by}" if by else ""),
        other_events=other_events(outcome),
        dropped=found.dropped,
    )
    return Result(
        kind="rmst",
        title=f"Average time {state_of(outcome)} out of {until}{compared(by)}",
        table=table,
        summary=survival_summary(outcome, found, tables, worst(table["status"].unique())),
        spec=survival_spec("rmst", asked, (outcome, found, tables)),
        estimand=replace(estimand, horizon=until),
        methods_text=_methods(asked, outcome.unit),
        check_rows=(*shared_checks(outcome, found), *rmst_checks(found, tables, outcome.unit)),
        labels={
            "title": f"Average time {state_of(outcome)} in the first {until}{compared(by)}",
            "unit": outcome.unit,
            "state": state_of(outcome),
            "x": x,
            "estimand": MEAN,
            "note": in_one_line(table),
        },
        plot_name="forest",
    )


def _methods(asked: Mapping[str, Any], unit: str) -> str:
    """Return the paragraph for a paper."""
    contrast = (
        " Groups were compared by the difference and the ratio of restricted means, the ratio on "
        "the log scale; where a group had no event its limits rest on the exact lower limit of "
        "its survival."
        if asked["by"]
        else ""
    )
    return (
        "The mean time free of the event was estimated as the area under the Kaplan-Meier curve "
        f"up to {asked['horizon']:g} {unit} (Royston and Parmar 2013, "
        "doi:10.1186/1471-2288-13-152), with the variance that sums squared areas ahead of each "
        f"event time, and {asked['conf_level']:.0%} normal confidence limits.{contrast} "
        f"Software: {versions()}."
    )
