"""The Kaplan-Meier curve: the share of people who have not had the event yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pandas as pd

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.km_checks import km_checks
from recoveryeval.models.curves.km_error import KmOptions, km_cluster_checks
from recoveryeval.models.curves.km_rows import edge_method, km_rows
from recoveryeval.models.curves.km_words import km_methods
from recoveryeval.models.curves.shared_clusters import OF_ANY, shared_clusters
from recoveryeval.models.given_options import check_option
from recoveryeval.models.survival.survival_input import SurvivalInput, survival_input
from recoveryeval.models.survival.survival_record import (
    entered,
    shared_checks,
    survival_spec,
    survival_summary,
)
from recoveryeval.models.survival.survival_words import (
    compared,
    curve_labels,
    other_events,
    state_of,
)
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.limits import ConfType
from recoveryeval.stats.survival.risk_table import RiskTable, risk_tables


def kaplan_meier(
    outcome: Outcome,
    by: str | None = None,
    *,
    weights: str | None = None,
    cluster: str | None = None,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> Curve:
    """Estimate the share of people who have not had the event by each day of follow-up.

    The estimand is S(t), the probability of being free of the event beyond t,
    had nobody's observation been cut short.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``time_to_event``, or ``competing``: then the curve is about
        being free of all events, and a check explains what it is not.
    by : str or None
        Column that groups people; one curve each. Groups keep the order of a
        categorical column, others are sorted.
    weights : str or None
        Column of probability weights (zero or more), such as inverse
        probability of treatment. Standard errors are then robust.
    cluster : str or None
        Column of clusters, such as coach or site. Standard errors are then
        robust and add up the people of a cluster; below 40 clusters in a group
        they are corrected for their number and limits use t.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.
    conf_type : {"log-log", "log", "plain"}
        Scale on which the limits are symmetric.

    Returns
    -------
    Curve
        ``tidy()`` has one row per group and distinct time: ``group, time,
        estimand, estimate, std_error, conf_low, conf_high, conf_level, n,
        n_event, n_censor, n_risk, status, method, reason``. Counts are people,
        also with weights. ``at(times)``, ``quantiles()``, ``at_risk(times)``
        and ``difference(times=)`` answer questions to the curve.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, a declared group is empty, a
        person is in two groups or clusters, there is one cluster, weights are
        negative, or more than half of the rows lack a column.
    OutcomeError
        When the outcome carries no column of that name.

    Notes
    -----
    With d(t) events among Y(t) people at risk (``entry < t <= time``), S(t) is
    the product of 1 - d/Y over event times up to t, and its variance
    S(t)^2 times the sum of d / (Y (Y - d)). Where events and censorings share
    a time, events come first. With weights, d and Y are weighted sums and the
    variance is the infinitesimal jackknife, by person where a person has
    several rows, by cluster where one is named. Where the curve is still at 1
    or has fallen to 0 the limits are those of the beta product confidence
    procedure, which is Clopper and Pearson's interval when nobody is censored.
    Nothing is carried beyond the last observed time.

    References
    ----------
    Kaplan EL, Meier P (1958). doi:10.1080/01621459.1958.10501452
    Fay MP, Brittain EH, Proschan MA (2013). doi:10.1093/biostatistics/kxt016

    Examples
    --------
    Five people; the second left the study at week 3 without the event.
    S(2) = 4/5, S(4) = 4/5 x 2/3, S(6) = 4/5 x 2/3 x 1/2.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame({"week": [2, 3, 4, 6, 8], "arrest": [1, 0, 1, 1, 0]})
    >>> arrest = rv.time_to_event(
    ...     weeks, time="week", event="arrest", unit="weeks", name="re-arrest"
    ... )
    >>> curve = rv.kaplan_meier(arrest)
    >>> curve.tidy()[["time", "n_risk", "n_event", "estimate"]].round(4)
       time  n_risk  n_event  estimate
    0   2.0     5.0      1.0    0.8000
    1   3.0     4.0      0.0    0.8000
    2   4.0     3.0      1.0    0.5333
    3   6.0     2.0      1.0    0.2667
    4   8.0     1.0      0.0    0.2667
    >>> curve.quantiles([0.5]).tidy()["estimate"].tolist()
    [6.0]
    """
    check_conf_level(conf_level)
    check_option("conf_type", conf_type, get_args(ConfType))
    found = survival_input(outcome, by=by, weights=weights, cluster=cluster)
    robust = weights is not None or cluster is not None
    options = KmOptions(conf_level, conf_type, robust, found.clustered, cluster or "")
    tables = risk_tables(found.cells, len(found.labels))
    asked = {"by": by, "weights": weights, "cluster": cluster,
             "conf_level": conf_level, "conf_type": conf_type}  # fmt: skip
    return _result(outcome, found, tables, options, asked)


def _result(
    outcome: Outcome,
    found: SurvivalInput,
    tables: tuple[RiskTable, ...],
    options: KmOptions,
    asked: Mapping[str, Any],
) -> Curve:
    """Return the result around the rows."""
    by, state = asked["by"], state_of(outcome)
    table = _tidy(outcome, found, tables, options)
    return Curve(
        kind="kaplan_meier",
        title=f"Share of people {state}{compared(by)}",
        table=table,
        summary=survival_summary(outcome, found, tables, worst(table["status"].unique())),
        spec=survival_spec("kaplan_meier", asked, (outcome, found, tables)),
        estimand=estimand_of(
            outcome,
            f"probability of being {state} beyond each time{compared(by)}",
            other_events=other_events(outcome),
            dropped=found.dropped,
        ),
        methods_text=km_methods(by, options),
        check_rows=(
            *shared_checks(outcome, found),
            *km_checks(found, tables, outcome.unit),
            *km_cluster_checks(found, tables, options),
        ),
        labels=curve_labels(outcome, by),
        plot_name="survival",
        extras=_extras(found, tables, options),
    )


def _tidy(
    outcome: Outcome, found: SurvivalInput, tables: tuple[RiskTable, ...], options: KmOptions
) -> pd.DataFrame:
    """Return the rows of every group."""
    parts = []
    for code, (text, table) in enumerate(zip(found.labels, tables, strict=True)):
        own = found.cells.where(found.cells.group == code) if options.robust else found.cells
        part = km_rows(own, table, float(found.people[code]), options)
        parts.append(part.assign(group=text))
    shared = {"outcome": outcome.name, "estimand": "survival", "conf_level": options.conf_level}
    return pd.concat(parts, ignore_index=True).assign(**shared)


def _extras(
    found: SurvivalInput, tables: tuple[RiskTable, ...], options: KmOptions
) -> dict[str, Any]:
    """Return what questions to the curve need beyond its rows."""
    return {
        "start": 1.0,
        "start_method": edge_method(robust=options.robust),
        "exact_limits": not options.robust,
        "conf_level": options.conf_level,
        **shared_clusters(found, OF_ANY),
        "entered": entered(found, tables),
        "pictures": ["log_log"],
    }
