"""The log-rank test where visits only bracket the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
import pandas as pd

from recoveryeval.models.bracketed.interval_comparison import (
    IntervalTest,
    comparison_rows,
    interval_comparison,
)
from recoveryeval.models.bracketed.interval_input import IntervalInput, interval_input
from recoveryeval.models.bracketed.interval_record import interval_spec
from recoveryeval.models.bracketed.interval_words import comparison_methods
from recoveryeval.models.given_options import check_option
from recoveryeval.models.survival.survival_input import refuse_one_group
from recoveryeval.models.survival.survival_words import event_of, state_of
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check
from recoveryeval.results.result import Result
from recoveryeval.results.status import worst
from recoveryeval.stats.bracketed.interval_scores import ScoreName


def interval_logrank(
    outcome: Outcome,
    by: str,
    *,
    strata: str | None = None,
    test: ScoreName = "log-rank",
    rng: int | np.random.Generator | None = None,
    n_permutations: int = 10_000,
) -> Result:
    """Test whether groups differ in when the event happens, if visits only bracket its time.

    The null hypothesis is that the time to the event has the same distribution
    in all groups, within each stratum.

    Parameters
    ----------
    outcome : Outcome
        Of kind ``interval``, one row per person.
    by : str
        Column with two or more groups.
    strata : str or None
        Column within whose levels groups are compared.
    test : {"log-rank", "finkelstein", "wilcoxon"}
        Scores: Sun's, which give the log-rank test where times are known;
        those of proportional hazards between visits; those of proportional
        odds, which weight early times more.
    rng : int, numpy.random.Generator or None
        Source of randomness for a permutation p value beside the chi-square
        one; None gives the chi-square one alone.
    n_permutations : int
        How many times people are dealt out to the groups at random.

    Returns
    -------
    Result
        ``tidy()`` has one row for the test (``term, statistic, df, p_value``),
        one more with the permutation p value where ``rng`` was given, and by
        ``group`` the sum of scores, which for ``"log-rank"`` are events above
        those expected.

    Raises
    ------
    EstimationError
        When the outcome is of another kind, a person has several rows, or
        there is only one group.
    OutcomeError
        When the outcome carries no column of that name.

    Notes
    -----
    With S the Turnbull curve of everyone and L(t) the sum of its falls divided
    by S just before them, an interval (l, r] has the score
    (S(r) L(r) - S(l) L(l)) / (S(l) - S(r)). The sums over groups have, under
    random assignment of scores to groups, the covariance of sampling without
    replacement. The test assumes that all groups are visited alike.

    References
    ----------
    Sun J (1996). Statistics in Medicine 15:1387-1395.
    Finkelstein DM (1986). doi:10.2307/2530698
    Fay MP, Shaw PA (2010). doi:10.18637/jss.v036.i02

    Examples
    --------
    Six people in two groups, seen at months 3 and 6. Everyone's curve falls to
    4/6 and 2/6; L(3) = 1/3, L(6) = 5/6. Those found at month 3 score
    1 - 1/3 = 2/3, at month 6 1 - 5/6 = 1/6, never -5/6.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> seen = pd.DataFrame(
    ...     {"free": [0, 0, 3, 3, 6, 6], "used": [3, 3, 6, 6, None, None], "arm": list("aaabbb")}
    ... )
    >>> use = rv.interval_events(seen, left="free", right="used", unit="months", name="relapse")
    >>> found = rv.interval_logrank(use, "arm").tidy()
    >>> found[["group", "estimate"]].iloc[1:].round(4)
      group  estimate
    1     a       1.5
    2     b      -1.5
    >>> round(float(found["statistic"].iloc[0]), 4)
    3.2143
    """
    check_option("test", test, get_args(ScoreName))
    found = interval_input(outcome, by, strata)
    refuse_one_group(found.labels, found.rows_used, by)
    tested = interval_comparison(found, test, rng=rng, n_permutations=n_permutations)
    asked = {
        "by": by,
        "strata": strata,
        "test": test,
        "rng": rng if isinstance(rng, int) else None,
        "n_permutations": 0 if rng is None else n_permutations,
    }
    return _result(outcome, found, tested, asked)


def _result(
    outcome: Outcome, found: IntervalInput, tested: IntervalTest, asked: Mapping[str, Any]
) -> Result:
    """Return the result around the test."""
    by = str(asked["by"])
    within = "" if asked["strata"] is None else f", within levels of {asked['strata']}"
    table = comparison_rows(found, tested).assign(outcome=outcome.name)
    event = event_of(outcome)
    unlike = "Sum of scores; above 0: earlier than in other groups"
    expected = "Events above those expected if groups were alike"
    return Result(
        kind="interval_logrank",
        title=f"Do groups differ in {event}, between visits? By {by}{within}",
        table=table,
        summary=_summary(outcome, found, table),
        spec=interval_spec("interval_logrank", asked, (outcome, found)),
        estimand=estimand_of(
            outcome,
            f"whether the chance of being {state_of(outcome)} is the same in all groups of {by} "
            f"at all times{within}",
            dropped=found.dropped,
        ),
        methods_text=comparison_methods(asked, within),
        check_rows=(*outcome.check_rows, *found.check_rows, _visited_alike(found, outcome.unit)),
        labels={
            "title": f"{event[:1].upper()}{event[1:]}, by {by}",
            "x": expected if asked["test"] == "log-rank" else unlike,
            "estimand": tested.estimand,
        },
    )


def _summary(outcome: Outcome, found: IntervalInput, table: pd.DataFrame) -> pd.DataFrame:
    """Return the one row about the whole analysis."""
    happened = np.isfinite(found.right)
    values = {
        "outcome": outcome.name,
        "n": float(found.n.sum()),
        "n_event": float(found.n[happened].sum()),
        "n_censor": float(found.n[~happened].sum()),
        **{name: table[name].iloc[0] for name in ("statistic", "df", "p_value")},
        "unit": outcome.unit,
        "status": worst(table["status"]),
    }
    return pd.DataFrame([values])


def _visited_alike(found: IntervalInput, unit: str) -> Check:
    """Return how wide the intervals of the groups are, on which the test's fairness rests."""
    closed = np.isfinite(found.right)
    width = np.where(closed, found.right - np.where(closed, found.left, 0), 0.0)
    told = []
    for code, text in enumerate(found.labels):
        own = closed & (found.group == code)
        mean = float(np.average(width[own], weights=found.n[own])) if own.any() else np.nan
        told.append(f"{text} {mean:.3g}" if own.any() else f"{text} none")
    return Check(
        "visited_alike",
        "The test assumes that groups are visited alike; mean width of the intervals with an "
        f"event, in {unit}: {', '.join(told)}.",
        "note",
    )
