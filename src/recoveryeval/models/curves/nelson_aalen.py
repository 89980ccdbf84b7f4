"""The Nelson-Aalen estimator: how much risk of an event people have been through by each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.nelson_aalen_groups import all_hazards, all_rows, hazard_checks
from recoveryeval.models.curves.nelson_aalen_options import hazard_options
from recoveryeval.models.curves.nelson_aalen_rows import HazardOptions, HazardScale
from recoveryeval.models.curves.nelson_aalen_words import (
    hazard_contrast,
    hazard_extras,
    hazard_labels,
    hazard_methods,
    hazard_others,
)
from recoveryeval.models.survival.cause_codes import asked_causes, is_several
from recoveryeval.models.survival.survival_input import SurvivalInput, survival_input
from recoveryeval.models.survival.survival_record import survival_spec, survival_summary
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.nelson_aalen import HazardTies
from recoveryeval.stats.survival.risk_table import risk_tables


def nelson_aalen(
    outcome: Outcome,
    by: str | None = None,
    *,
    cause: str | Sequence[str] | None = None,
    weights: str | None = None,
    cluster: str | None = None,
    ties: HazardTies = "nelson",
    conf_level: float = 0.95,
    conf_type: HazardScale = "log",
) -> Curve:
    """Estimate how the risk of an event adds up over time among people still without it.

    The estimand is the cumulative hazard: the number of events a person would
    have had by t if they were put back under observation after each. The
    steeper the curve, the higher the risk at that time; a straight line is a
    constant risk.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``time_to_event``, or ``competing``: then one cause-specific
        hazard per event, for which the others end observation.
    by : str or None
        Column that groups people; one curve per cause and group.
    cause : str or sequence of str or None
        Names of the events to show; all by default.
    weights : str or None
        Column of probability weights, zero or more; errors are then robust.
    cluster : str or None
        Column of clusters, such as coach or site; errors are then robust, and
        corrected where a group has fewer than 40 clusters.
    ties : {"nelson", "fleming-harrington"}
        Whether d events at the same time among Y people add d / Y, or
        1/Y + 1/(Y - 1) + ..., as if they had happened one after the other.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.
    conf_type : {"log", "plain"}
        Scale of the hazard on which limits are symmetric.

    Returns
    -------
    Curve
        ``tidy()`` has one row per cause, group and distinct time: ``outcome,
        cause, group, time, estimand, estimate, std_error, conf_low, conf_high,
        conf_level, n, n_event, n_censor, n_risk, status, method, reason``.
        ``plot(picture="log_log")`` shows whether hazards are proportional.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, there is no cause of that name, a
        declared group is empty, a person is in two groups or clusters, there
        is one cluster, weights are negative, or ``ties="fleming-harrington"``
        is asked with weights or clusters.
    OutcomeError
        When the outcome carries no column of that name.

    Notes
    -----
    H(t) sums d(s) / Y(s) over event times s up to t, and its variance
    d(s) / Y(s)^2 (Poisson; as R's ``survfit(ctype = 1)``). Fleming and
    Harrington's rule (``ctype = 2``) sums 1 / (Y - j) and 1 / (Y - j)^2 for
    j = 0 .. d - 1. With weights or clusters the variance is the infinitesimal
    jackknife. Where nobody has had the event yet the upper limit is the hazard
    at which no event among the Y people left has the probability
    (1 - ``conf_level``) / 2. A cumulative hazard is not a probability and can
    exceed 1; one minus its exponential overstates the share of people with an
    event when others compete: use :func:`cumulative_incidence`.

    References
    ----------
    Nelson W (1972). doi:10.1080/00401706.1972.10488991
    Aalen O (1978). doi:10.1214/aos/1176344247
    Fleming TR, Harrington DP (1984). doi:10.1080/03610928408828837

    Examples
    --------
    Five people; the second left the study at week 3. One of five, then one of
    three, then one of two: H(6) = 1/5 + 1/3 + 1/2.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame({"week": [2, 3, 4, 6, 8], "arrest": [1, 0, 1, 1, 0]})
    >>> arrest = rv.time_to_event(
    ...     weeks, time="week", event="arrest", unit="weeks", name="re-arrest"
    ... )
    >>> rv.nelson_aalen(arrest).tidy()["estimate"].round(4).tolist()
    [0.2, 0.2, 0.5333, 1.0333, 1.0333]
    """
    check_conf_level(conf_level)
    asked = {
        "by": by,
        "cause": list(cause) if is_several(cause) else cause,
        "weights": weights,
        "cluster": cluster,
        "ties": ties,
        "conf_level": conf_level,
        "conf_type": conf_type,
    }
    found = survival_input(outcome, by=by, weights=weights, cluster=cluster)
    return _result(outcome, found, hazard_options(found, asked), asked)


def _result(
    outcome: Outcome, found: SurvivalInput, options: HazardOptions, asked: Mapping[str, Any]
) -> Curve:
    """Return the result around the rows."""
    by, shown = asked["by"], asked_causes(outcome, asked["cause"])
    groups = all_hazards(outcome, found, options)
    tables = risk_tables(found.cells, len(found.labels))
    table = all_rows(outcome, groups, shown, options)
    summary = survival_summary(outcome, found, tables, worst(table["status"].unique()))
    labels = hazard_labels(outcome, shown, by)
    return Curve(
        kind="nelson_aalen",
        title=labels["title"],
        table=table,
        summary=summary.assign(n_event=float(table["n_event"].sum())),
        spec=survival_spec("nelson_aalen", asked, (outcome, found, tables)),
        estimand=estimand_of(
            outcome,
            hazard_contrast(outcome, shown, by),
            other_events=hazard_others(outcome),
            dropped=found.dropped,
        ),
        methods_text=hazard_methods(by, options),
        check_rows=(
            *outcome.check_rows,
            *found.check_rows,
            *visit_check(outcome),
            *hazard_checks(outcome, found, groups, shown),
        ),
        labels=labels,
        plot_name="hazard",
        extras=hazard_extras((outcome, found, tables), shown, options),
    )
