"""Cumulative incidence: the share of people who have had each of several events by each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.cumulative_incidence_checks import incidence_checks
from recoveryeval.models.curves.cumulative_incidence_group import IncidenceOptions, Variance
from recoveryeval.models.curves.cumulative_incidence_options import incidence_options
from recoveryeval.models.curves.cumulative_incidence_rows import all_groups, all_rows
from recoveryeval.models.curves.cumulative_incidence_words import (
    incidence_contrast,
    incidence_extras,
    incidence_labels,
    incidence_methods,
    incidence_title,
    others,
)
from recoveryeval.models.given_options import check_option
from recoveryeval.models.survival.cause_codes import asked_causes, is_several
from recoveryeval.models.survival.survival_input import SurvivalInput, survival_input
from recoveryeval.models.survival.survival_record import survival_spec, survival_summary
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.limits import ConfType


def cumulative_incidence(
    outcome: Outcome,
    by: str | None = None,
    *,
    cause: str | Sequence[str] | None = None,
    weights: str | None = None,
    cluster: str | None = None,
    variance: Variance = "jackknife",
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> Curve:
    """Estimate the share of people who have had each event by each day, when events compete.

    The estimand is F(t), the probability of having had the event by t in the
    world as it is, where people may have another event first, had nobody's
    observation been cut short. The shares of all events and of those who have
    had none add up to one.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``competing``, or ``time_to_event``: then one minus
        Kaplan-Meier.
    by : str or None
        Column that groups people; one curve per cause and group.
    cause : str or sequence of str or None
        Names of the events to show; all by default. The others still compete.
    weights : str or None
        Column of probability weights, zero or more.
    cluster : str or None
        Column of clusters, such as coach or site, whose people are added up
        for the error. Below 40 clusters in a group errors are corrected for
        their number and limits use t.
    variance : {"jackknife", "aalen"}
        Infinitesimal jackknife (as R's ``survfit``), or Aalen's (as R's
        ``cmprsk::cuminc``), which knows neither weights nor clusters.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.
    conf_type : {"log-log", "log", "plain"}
        Scale on which the limits are symmetric: log(-log F), log F, or F.

    Returns
    -------
    Curve
        ``tidy()`` has one row per cause, group and distinct time: ``outcome,
        cause, group, time, estimand, estimate, std_error, conf_low, conf_high,
        conf_level, n, n_event, n_censor, n_risk, status, method, reason``.
        ``n_event`` counts the row's cause; counts are people, also with
        weights. ``at(times)``, ``difference(times=)``, ``quantiles()`` and
        ``at_risk(times)`` answer questions to the curves, and
        ``plot(picture="stacked_incidence")`` stacks the causes.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, there is no cause of that name, a
        declared group is empty, a person is in two groups or clusters, there
        is one cluster, weights are negative, Aalen's variance is asked with
        weights or clusters, or more than half of the rows lack a column.
    OutcomeError
        When the outcome carries no column of that name.

    Notes
    -----
    F(t) sums S(s-) d(s) / Y(s) over event times s up to t, with d(s) events of
    the cause among Y(s) people at risk (``entry < s <= time``) and S the
    probability of having had no event yet (Aalen and Johansen). Ties stay as
    they are: events come before censorings of the same time, and nothing is
    drawn at random. A person's several rows count as one person. The usual
    limits are F^exp(+-z se / (F log F)), those of R's ``survfit``; without
    competing events they are those of :func:`kaplan_meier`, mirrored (with
    delayed entry its Greenwood error differs from the jackknife's). Where
    nobody has had the event yet the upper limit is Clopper and Pearson's for
    the Y(s) / S(s-) people whom it is known to have spared so far: all of
    them when nobody is censored. Nothing is carried beyond the last observed
    time.

    References
    ----------
    Aalen OO, Johansen S (1978). https://www.jstor.org/stable/4615704
    Aalen OO (1978). doi:10.1214/aos/1176344198
    Putter H, Fiocco M, Geskus RB (2007). doi:10.1002/sim.2712

    Examples
    --------
    Five people: readmission at day 2, death at day 3, one left at day 4,
    readmission at day 5, and one still free of both at day 6. By day 2 one of
    five was readmitted: 1/5. On day 5 three fifths were free of both events,
    and one of the two still seen was readmitted: 1/5 + 3/5 x 1/2 = 1/2.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame({"day": [2, 3, 4, 5, 6], "status": [1, 2, 0, 1, 0]})
    >>> back = rv.competing_events(
    ...     stays, time="day", status="status", causes={1: "readmission", 2: "death"}
    ... )
    >>> curve = rv.cumulative_incidence(back)
    >>> curve.at(5).tidy()[["cause", "estimate"]].round(3)
             cause  estimate
    0  readmission       0.5
    1        death       0.2
    """
    check_conf_level(conf_level)
    check_option("conf_type", conf_type, get_args(ConfType))
    check_option("variance", variance, get_args(Variance))
    asked = {
        "by": by,
        "cause": list(cause) if is_several(cause) else cause,
        "weights": weights,
        "cluster": cluster,
        "variance": variance,
        "conf_level": conf_level,
        "conf_type": conf_type,
    }
    found = survival_input(outcome, by=by, weights=weights, cluster=cluster)
    options = incidence_options(outcome, found, asked)
    return _result(outcome, found, options, asked)


def _result(
    outcome: Outcome, found: SurvivalInput, options: IncidenceOptions, asked: Mapping[str, Any]
) -> Curve:
    """Return the result around the rows."""
    shown = asked_causes(outcome, asked["cause"])
    groups = all_groups(outcome, found, options)
    tables = [group.table for group in groups.values()]
    table = all_rows(outcome, groups, shown, options)
    summary = survival_summary(outcome, found, tables, worst(table["status"].unique()))
    return Curve(
        kind="cumulative_incidence",
        title=incidence_title(outcome, shown, asked["by"]),
        table=table,
        summary=summary.assign(n_event=float(table["n_event"].sum())),
        spec=survival_spec("cumulative_incidence", asked, (outcome, found, tables)),
        estimand=estimand_of(
            outcome,
            incidence_contrast(outcome, shown, asked["by"]),
            other_events=others(outcome),
            dropped=found.dropped,
        ),
        methods_text=incidence_methods(asked["by"], options),
        check_rows=(
            *outcome.check_rows,
            *found.check_rows,
            *visit_check(outcome),
            *incidence_checks(outcome, found, groups, shown),
        ),
        labels=incidence_labels(outcome, shown, asked["by"]),
        plot_name="incidence",
        extras=incidence_extras((outcome, found, tables), groups, shown, options),
    )
