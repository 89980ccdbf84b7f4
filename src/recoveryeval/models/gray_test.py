"""Gray's test of whether groups differ in who has had one of several competing events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.survival_input import SurvivalInput, require_kind, survival_input
from recoveryeval.models.visit_times import visit_check
from recoveryeval.models.words import estimand_of, versions
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.results.status import worst
from recoveryeval.stats.coefficients import FTest
from recoveryeval.stats.gray import gray_test as gray


def gray_test(
    outcome: Outcome,
    by: str,
    *,
    cause: str | Sequence[str] | None = None,
    rho: float = 0.0,
    strata: str | None = None,
) -> Result:
    """Test whether groups differ in how many people have had an event, when others compete with it.

    The estimand is whether the cumulative incidence of the cause is the same
    in all groups at all times.

    Parameters
    ----------
    outcome : Outcome
        Kind ``competing``.
    by : str
        Column of groups.
    cause : str or sequence of str or None
        Which causes to test; all by default.
    rho : float
        Weight of early times, zero or more: times count by (1 - F)^rho.
    strata : str or None
        Column within whose levels groups are compared.

    Returns
    -------
    Result
        One row per ``cause``: statistic, df, p_value.

    Raises
    ------
    EstimationError
        When the outcome is not of kind ``competing``, there is one group,
        people enter late, or nobody had any of the events.

    Notes
    -----
    The score compares subdistribution hazards; its covariance is Gray's.
    Neither weights nor delayed entry have an accepted form and are refused.

    References
    ----------
    Gray RJ (1988). doi:10.1214/aos/1176350951

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {
    ...         "day": [1, 2, 3, 4, 5, 6, 7, 8],
    ...         "status": [1, 2, 1, 1, 2, 0, 1, 0],
    ...         "arm": list("aaaabbbb"),
    ...     }
    ... )
    >>> own = rv.competing_events(
    ...     stays, time="day", status="status", causes={1: "readmission", 2: "death"}
    ... )
    >>> rv.gray_test(own, "arm").tidy()["cause"].tolist()
    ['readmission', 'death']
    """
    require_kind(outcome, ("competing",))
    found = survival_input(outcome, by=by, strata=strata)
    if len(found.labels) < 2:
        raise EstimationError(
            "There is one group, so nothing can be compared",
            code="RE-E20",
            column=by,
            rows=found.rows_used,
            do="Name a column with at least two groups.",
        )
    rows = [_row(outcome, found, code, rho) for code in _codes(outcome, cause)]
    asked = {"by": by, "cause": cause, "rho": rho, "strata": strata}
    return _result(outcome, found, pd.DataFrame(rows).assign(outcome=outcome.name), asked)


def _result(
    outcome: Outcome, found: SurvivalInput, table: pd.DataFrame, asked: dict[str, Any]
) -> Result:
    """Return the result around the rows."""
    people, events = float(found.people.sum()), float(table["n_event"].sum())
    by, status = asked["by"], worst(table["status"].unique())
    return Result(
        kind="gray_test",
        title=f"Do groups differ in {outcome.name}? By {by}",
        table=table,
        summary=pd.DataFrame({"n": [people], "n_event": [events], "status": [status]}),
        spec=make_spec(
            "gray_test",
            asked,
            outcome.frame,
            rows_in=outcome.rows_in or len(outcome.frame),
            rows_used=found.rows_used,
            dropped={**outcome.dropped, **found.dropped},
            libraries=("scipy",),
        ),
        estimand=estimand_of(
            outcome,
            f"whether the share who have had each event is the same in all groups of {by}",
            other_events="the other events compete: after them this one cannot happen",
            dropped=found.dropped,
        ),
        methods_text=(
            f"Cumulative incidences were compared between groups of {by} by Gray's test "
            f"(doi:10.1214/aos/1176350951). Software: {versions('scipy')}."
        ),
        check_rows=(*outcome.check_rows, *found.check_rows, *visit_check(outcome)),
    )


def _codes(outcome: Outcome, cause: str | Sequence[str] | None) -> list[int]:
    """Return the codes of the causes asked for."""
    names = {name: code for code, name in outcome.causes.items()}
    asked = list(names) if cause is None else [cause] if isinstance(cause, str) else list(cause)
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise EstimationError(
            "The outcome has no competing event of that name",
            code="RE-M22",
            do=f"Name cause= among: {', '.join(names)}.",
        )
    return [names[name] for name in asked]


def _row(outcome: Outcome, found: SurvivalInput, code: int, rho: float) -> dict[str, Any]:
    """Return the row of one cause."""
    test = gray(found.cells, len(found.labels), cause=code, rho=rho)
    happened = found.cells.n[found.cells.cause == code].sum()
    alone = bool((found.people <= 1).any())
    known = test.df > 0 and not alone
    why = "a group is one person" if alone else "the groups cannot be told apart by these data"
    return {
        "term": "Gray's test",
        "cause": outcome.causes[code],
        "estimand": "difference between cumulative incidences",
        "statistic": test.statistic,
        "df": float(test.df),
        "p_value": FTest(test.statistic / test.df, float(test.df), float("inf")).p_value
        if known
        else float("nan"),
        "n": float(found.people.sum()),
        "n_event": float(happened),
        "status": "ok" if known else "not_estimable",
        "reason": "" if known else why,
        "method": "Gray's test, chi-square",
    }
