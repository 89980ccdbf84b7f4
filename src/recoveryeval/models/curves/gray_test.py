"""Gray's test of whether groups differ in who has had one of several competing events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from recoveryeval.errors import EstimationError
from recoveryeval.models.curves.gray_rows import cause_rows
from recoveryeval.models.curves.gray_words import few_events, gray_methods
from recoveryeval.models.given_options import is_amount
from recoveryeval.models.survival.cause_codes import asked_causes, is_several
from recoveryeval.models.survival.survival_input import (
    SurvivalInput,
    refuse_one_group,
    require_kind,
    survival_input,
)
from recoveryeval.models.survival.survival_record import text_filled
from recoveryeval.models.survival.visit_times import visit_check
from recoveryeval.models.words import estimand_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result
from recoveryeval.results.spec import Spec, make_spec
from recoveryeval.results.status import worst
from recoveryeval.stats.survival.time_grid import time_grid


def gray_test(
    outcome: Outcome,
    by: str,
    *,
    cause: str | Sequence[str] | None = None,
    rho: float = 0.0,
    strata: str | None = None,
    pairwise: Literal["none", "holm", "bonferroni"] | None = None,
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
    pairwise : {"none", "holm", "bonferroni"} or None
        Whether to test every pair of groups as well, and how their p values
        are corrected for the number of pairs, for each cause by itself.

    Returns
    -------
    Result
        One row per ``cause`` (``statistic, df, p_value``), and one for each
        pair asked for (``contrast``).

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
    _refuse_rho(rho)
    found = survival_input(outcome, by=by, strata=strata)
    refuse_one_group(found.labels, found.rows_used, by)
    shown = asked_causes(outcome, cause)
    grid = time_grid(found.cells.entry, found.cells.time)
    rows = [
        row
        for code, name in outcome.causes.items()
        if name in shown
        for row in cause_rows(found, (code, name), (rho, pairwise), grid)
    ]
    table = text_filled(pd.DataFrame(rows)).assign(outcome=outcome.name)
    asked = {
        "by": by,
        "cause": list(cause) if is_several(cause) else cause,
        "rho": rho,
        "strata": strata,
        "pairwise": pairwise,
    }
    return _result(outcome, found, table, asked)


def _refuse_rho(rho: float) -> None:
    """Raise where the weight is no exponent of zero or more."""
    if not is_amount(rho):
        raise EstimationError(
            "The weight of early times is an exponent of zero or more",
            code="RE-M34",
            do="Give rho=0 for equal weights, or rho=1 to stress early times.",
        )


def _result(
    outcome: Outcome, found: SurvivalInput, table: pd.DataFrame, asked: dict[str, Any]
) -> Result:
    """Return the result around the rows."""
    whole = table[table["contrast"] == ""] if "contrast" in table else table
    people, events = float(found.people.sum()), float(whole["n_event"].sum())
    by, status = asked["by"], worst(table["status"].unique())
    within = "" if asked["strata"] is None else f", within levels of {asked['strata']}"
    return Result(
        kind="gray_test",
        title=f"Do groups differ in {', '.join(whole['cause'])}? By {by}{within}",
        table=table,
        summary=pd.DataFrame({"n": [people], "n_event": [events], "status": [status]}),
        spec=_spec(outcome, found, asked),
        estimand=estimand_of(
            outcome,
            f"whether the share who have had each event is the same in all groups of {by}{within}",
            other_events="the other events compete: after them this one cannot happen",
            dropped=found.dropped,
        ),
        methods_text=gray_methods(asked, within),
        check_rows=(
            *outcome.check_rows,
            *found.check_rows,
            *few_events(whole),
            *visit_check(outcome),
        ),
    )


def _spec(outcome: Outcome, found: SurvivalInput, asked: dict[str, Any]) -> Spec:
    """Return the record of the test."""
    return make_spec(
        "gray_test",
        asked,
        outcome.frame,
        rows_in=outcome.rows_in or len(outcome.frame),
        rows_used=found.rows_used,
        dropped={**outcome.dropped, **found.dropped},
        libraries=("scipy",),
    )
