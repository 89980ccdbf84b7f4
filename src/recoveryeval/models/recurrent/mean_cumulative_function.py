"""The mean cumulative function: how many events a person has had, on average, by each day."""

from __future__ import annotations

from typing import Any, get_args

from recoveryeval.models.confidence import check_conf_level
from recoveryeval.models.curves.shared_clusters import shared_clusters
from recoveryeval.models.given_options import check_option
from recoveryeval.models.recurrent.mean_cumulative_checks import mean_checks
from recoveryeval.models.recurrent.mean_cumulative_compared import compared_groups
from recoveryeval.models.recurrent.mean_cumulative_rows import (
    MeanConfType,
    MeanOptions,
    edge_method,
)
from recoveryeval.models.recurrent.mean_cumulative_table import mean_summary, mean_table
from recoveryeval.models.recurrent.mean_cumulative_words import (
    mean_labels,
    mean_methods,
    other_ends,
)
from recoveryeval.models.recurrent.recurrent_input import as_competing, deaths, histories
from recoveryeval.models.survival.survival_input import SurvivalInput, survival_input
from recoveryeval.models.survival.survival_record import entered, survival_spec
from recoveryeval.models.survival.survival_words import compared
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.curve import Curve
from recoveryeval.stats.competing.mean_cumulative import mean_curve
from recoveryeval.stats.survival.risk_table import RiskTable, risk_tables


def mean_cumulative_function(
    outcome: Outcome,
    by: str | None = None,
    *,
    weights: str | None = None,
    cluster: str | None = None,
    conf_level: float = 0.95,
    conf_type: MeanConfType = "log",
) -> Curve:
    """Estimate how many events a person has had, on average, by each day of follow-up.

    The estimand is the expected number of events per person up to t. Where the
    outcome records deaths it is the expected number before death, in the world
    as it is; otherwise among people who stay under observation.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``recurrent``.
    by : str or None
        Column that groups people; one curve each, and a test of whether the
        groups differ in ``glance()``.
    weights : str or None
        Column of probability weights (zero or more), such as inverse
        probability of treatment.
    cluster : str or None
        Column of clusters, such as the coach or the site, whose people may be
        alike; fewer than forty give corrected errors.
    conf_level : float
        Confidence level of the pointwise limits, between 0 and 1.
    conf_type : {"log", "plain"}
        Scale on which the limits are symmetric.

    Returns
    -------
    Curve
        ``tidy()`` has one row per group and distinct time: ``group, time,
        estimand, estimate, std_error, conf_low, conf_high, conf_level, n,
        n_event, n_censor, n_risk, status, method, reason``. ``at(times)``,
        ``at_risk(times)`` and ``difference(times=)`` answer questions to the
        curve; ``glance()`` holds ``statistic, df, p_value`` of the test.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, a declared group is empty, a
        person is in two groups or clusters, there is one cluster, weights are
        negative, or more than half of the rows lack a column asked for.
    OutcomeError
        When the outcome carries no column of that name.

    Notes
    -----
    With dN(t) events among Y(t) people under observation (``start < t <=
    stop``), the mean adds S(t-) dN(t) / Y(t); S is the chance to be alive,
    and 1 where the outcome records no deaths. The standard error adds up each
    person's influence before squaring, so that it holds when some people have
    many events and others few; limits hold it, times sqrt(n / (n - 1)), against
    t with n - 1 degrees of freedom; with clusters, theirs are added up and n
    is their number. Groups are compared by the robust score test
    of equal rates or, with deaths, by weighted differences of the means (Ghosh
    and Lin). While nobody has had an event the upper limit is that of a
    Poisson count of zero.

    References
    ----------
    Lawless JF, Nadeau C (1995). doi:10.1080/00401706.1995.10484300
    Ghosh D, Lin DY (2000). doi:10.1111/j.0006-341X.2000.00554.x

    Examples
    --------
    Three people; the first has events in weeks 2 and 5, the second in week 4,
    the third leaves at week 3. The mean is 1/3 at week 2, 1/3 + 1/2 at week 4
    and 1/3 + 1/2 + 1/2 at week 5.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {
    ...         "person": list("aaabbc"),
    ...         "start": [0, 2, 5, 0, 4, 0],
    ...         "stop": [2, 5, 6, 4, 6, 3],
    ...         "stay": [1, 1, 0, 1, 0, 0],
    ...     }
    ... )
    >>> stay = rv.recurrent_events(
    ...     stays, start="start", stop="stop", event="stay", person="person", unit="weeks"
    ... )
    >>> curve = rv.mean_cumulative_function(stay)
    >>> curve.tidy()[["time", "n_risk", "n_event", "estimate"]].round(3)
       time  n_risk  n_event  estimate
    0   2.0     3.0      1.0     0.333
    1   3.0     3.0      0.0     0.333
    2   4.0     2.0      1.0     0.833
    3   5.0     2.0      1.0     1.333
    4   6.0     2.0      0.0     1.333
    """
    check_conf_level(conf_level)
    check_option("conf_type", conf_type, get_args(MeanConfType))
    written = histories(outcome)
    found = survival_input(as_competing(written), by=by, weights=weights, cluster=cluster)
    options = MeanOptions(
        conf_level, conf_type, weights is not None, deaths(written) > 0, cluster or ""
    )
    asked = {"by": by, "weights": weights, "cluster": cluster,
             "conf_level": conf_level, "conf_type": conf_type}  # fmt: skip
    return _curve(outcome, found, options, asked)


def _curve(
    outcome: Outcome, found: SurvivalInput, options: MeanOptions, asked: dict[str, Any]
) -> Curve:
    """Return the curve around the rows of every group."""
    by = asked["by"]
    table = mean_table(outcome, found, options)
    tables = risk_tables(found.cells, len(found.labels))
    compared_by = None if by is None else compared_groups(found, options)
    before = " before death" if options.deaths else ""
    return Curve(
        kind="mean_cumulative_function",
        title=f"Mean number of events per person ({outcome.name}){compared(by)}",
        table=table,
        summary=mean_summary(outcome, found, table).assign(
            **({} if compared_by is None else compared_by.columns())
        ),
        spec=survival_spec("mean_cumulative_function", asked, (outcome, found, tables)),
        estimand=estimand_of(
            outcome,
            f"expected number of events per person{before} up to each time{compared(by)}",
            other_events=other_ends(outcome, options),
            dropped=found.dropped,
        ),
        methods_text=mean_methods(by, options, compared_by),
        check_rows=(*outcome.check_rows, *found.check_rows, *mean_checks(outcome, found, options)),
        labels=mean_labels(outcome, by, compared_by),
        plot_name="mean_cumulative",
        extras=_extras(found, tables, options),
    )


def _extras(
    found: SurvivalInput, tables: tuple[RiskTable, ...], options: MeanOptions
) -> dict[str, Any]:
    """Return what questions to the curve need beyond its rows."""
    return {
        "start": 0.0,
        "start_method": edge_method(options),
        "exact_limits": False,
        "conf_level": options.conf_level,
        **shared_clusters(found, {"": mean_curve}),
        "entered": entered(found, tables),
    }
