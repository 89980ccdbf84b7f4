"""The log-rank family: whether groups differ in when the event happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.models.curves.logrank_rows import event_rows, overall_row, pair_rows, pairs_of
from recoveryeval.models.curves.logrank_tests import family_test, logrank_cluster_checks
from recoveryeval.models.curves.logrank_words import (
    TestName,
    in_one_line,
    logrank_checks,
    logrank_methods,
    time_weight,
)
from recoveryeval.models.survival.survival_input import (
    SurvivalInput,
    refuse_one_group,
    survival_input,
)
from recoveryeval.models.survival.survival_record import (
    shared_checks,
    survival_spec,
    survival_summary,
    text_filled,
)
from recoveryeval.models.survival.survival_words import event_of, other_events, state_of
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.risk_table import RiskTable, risk_tables


def logrank(
    outcome: Outcome,
    by: str,
    *,
    strata: str | None = None,
    weights: str | None = None,
    cluster: str | None = None,
    test: TestName = "log-rank",
    p: float = 0.0,
    q: float = 0.0,
    pairwise: Literal["none", "holm", "bonferroni"] | None = None,
) -> Result:
    """Test whether groups of people differ in when, and how often, the event happens.

    The null hypothesis is that at every time all groups have the same hazard,
    within each stratum.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``time_to_event``, or ``competing``: then any of the events
        counts, and a check says so.
    by : str
        Column with two or more groups.
    strata : str or None
        Column within whose levels groups are compared.
    weights : str or None
        Column of probability weights, zero or more; the variance is then
        robust.
    cluster : str or None
        Column of clusters, such as coach or site; the variance is then robust,
        and the test held against F where there are fewer than 40 clusters.
    test : {"log-rank", "gehan", "tarone-ware", "peto-peto", "fleming-harrington"}
        Weights over time. The log-rank test weights all times alike; the
        others but the last weight early times more.
    p, q : float
        Exponents of ``"fleming-harrington"``, zero or more: the weight is
        S(t-)^p (1 - S(t-))^q, so that p stresses early and q late times.
    pairwise : {"none", "holm", "bonferroni"} or None
        Whether to test every pair of groups as well, and how their p values
        are corrected for the number of pairs.

    Returns
    -------
    Result
        ``tidy()`` has one row for the test (``term, statistic, df, p_value``),
        one for each pair asked for (``contrast``), and by ``group`` the
        observed and the expected (weighted) events in ``estimate``.

    Raises
    ------
    EstimationError
        When there is only one group, a declared group is empty, a person is
        in two groups, or exponents are given to a test without them.

    Notes
    -----
    At each event time the expected events of a group are d Y_g / Y, with
    hypergeometric variance that carries the factor (Y - d) / (Y - 1) for
    ties; rows with ``n`` count as n people. The statistic is a quadratic form
    in observed minus expected, chi-square with one degree of freedom fewer
    than there are groups. With weights or clusters the variance is that of the
    people's (or clusters') parts in the score. Choose the test before looking
    at the curves. Nothing is tested where a group is one person.

    References
    ----------
    Mantel N (1966). Cancer Chemotherapy Reports 50:163-170.
    Harrington DP, Fleming TR (1982). doi:10.1093/biomet/69.3.553

    Examples
    --------
    Six people in two groups. At week 1 one of 6 has the event (3 of them in
    group a), then one of 5, 4, 3 and 2: group a expects 1/2 + 2/5 + 1/4 = 1.15,
    with variance 1/4 + 6/25 + 3/16; (3 - 1.15)^2 over that is the statistic.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> weeks = pd.DataFrame(
    ...     {"week": [1, 2, 3, 4, 5, 6], "used": [1, 1, 1, 1, 1, 0], "arm": list("aaabbb")}
    ... )
    >>> use = rv.time_to_event(weeks, time="week", event="used", unit="weeks", name="relapse")
    >>> found = rv.logrank(use, "arm").tidy()
    >>> found[["group", "estimand", "estimate"]].iloc[1:3]
      group         estimand  estimate
    1     a  observed events      3.00
    2     a  expected events      1.15
    >>> round(float(found["statistic"].iloc[0]), 4)
    5.0517
    """
    weight = time_weight(test, p, q)
    found = survival_input(outcome, by=by, strata=strata, weights=weights, cluster=cluster)
    refuse_one_group(found.labels, found.rows_used, by)
    name = test if test != "fleming-harrington" else f"Fleming-Harrington ({p:g}, {q:g})"
    ask = family_test(found, weight, weighted=weights is not None)
    overall = ask(found.cells, len(found.labels))
    tables = risk_tables(found.cells, len(found.labels))
    events = np.array([t.n_event.sum() for t in tables])
    rows = [overall_row(overall, found, events, name)]
    if pairwise is not None:
        rows += pair_rows(pairs_of(found, events, ask), name, pairwise)
    rows += event_rows(overall.test, found, events)
    table = text_filled(pd.DataFrame(rows)).assign(outcome=outcome.name)
    asked = {
        "by": by, "strata": strata, "weights": weights, "cluster": cluster, "test": test,
        "p": p, "q": q, "pairwise": pairwise,
    }  # fmt: skip
    checks = [
        *logrank_checks(found, float(events.sum())),
        *logrank_cluster_checks(found, weight, overall),
    ]
    return _result(outcome, found, tables, table, (asked, checks))


def _result(
    outcome: Outcome,
    found: SurvivalInput,
    tables: Sequence[RiskTable],
    table: pd.DataFrame,
    told: tuple[Mapping[str, Any], Sequence[Check]],
) -> Result:
    """Return the result around the rows; ``told`` are what was asked, and the checks."""
    asked, checks = told
    by, tested = str(asked["by"]), table.iloc[0]
    within = "" if asked["strata"] is None else f", within levels of {asked['strata']}"
    numbers = ("statistic", "df", "p_value")
    summary = survival_summary(outcome, found, tables, worst(table["status"].unique()))
    return Result(
        kind="logrank",
        title=f"Do groups differ in {event_of(outcome)}? By {by}{within}",
        table=table,
        summary=summary.assign(**{name: [tested[name]] for name in numbers}),
        spec=survival_spec("logrank", asked, (outcome, found, tables), ("scipy",)),
        estimand=estimand_of(
            outcome,
            f"whether the chance of being {state_of(outcome)} is the same in all groups of {by} "
            f"at all times{within}",
            other_events=other_events(outcome),
            dropped=found.dropped,
        ),
        methods_text=logrank_methods(asked, within),
        check_rows=(*shared_checks(outcome, found), *checks),
        labels={
            "title": f"{event_of(outcome)[:1].upper()}{event_of(outcome)[1:]}, by {by}",
            "x": "Number of events",
            "note": in_one_line(tested),
        },
        plot_name="observed_expected",
    )
