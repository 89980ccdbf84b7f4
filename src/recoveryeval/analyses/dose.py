"""Dose and engagement over time: contacts in each week, of the people still observed."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any, Literal

import numpy as np
import pandas as pd

from recoveryeval.analyses.cascade_people import people_of
from recoveryeval.analyses.dose_rows import week_rows
from recoveryeval.analyses.dose_told import WORDS, estimand_of, labels_of, methods_of
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.outcomes.engaging.followed import Followed, followed
from recoveryeval.outcomes.engaging.log import Used, contact_log, log_required, used
from recoveryeval.outcomes.engaging.told import contact_checks
from recoveryeval.outcomes.engaging.weekly_counts import weekly_counts
from recoveryeval.outcomes.engaging.window_summary import WEEK
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import one_of, word_list

Measure = Literal["contacts", "share"]


def dose_over_time(
    cohort: Cohort,
    *,
    measure: Measure = "contacts",
    service: str | Sequence[str] | None = None,
    by: str | None = None,
    weeks: int = 26,
    conf_level: float = 0.95,
) -> Result:
    """Show how many contacts people had week by week, with the people still observed under it.

    The estimand is the mean number of completed contacts in each week since time
    zero, or the share of people with one, among everyone observed for that week.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    measure : {"contacts", "share"}
        Contacts per person, or the share of people with one or more.
    service : str, sequence of str or None
        Services whose contacts count; None counts all.
    by : str or None
        Column of groups, such as ``"arm"``.
    weeks : int
        Weeks from time zero; fewer where nobody is observed so long.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Kind ``dose_over_time``; rows by ``group`` and ``time`` (the number of
        the week, from 1), with ``n_risk`` the people observed for all of it and
        ``n_event`` their contacts, or those with one.

    Raises
    ------
    OutcomeError
        When an option is not allowed, or nothing in the log counts.

    Notes
    -----
    People who left the program stay in the denominator while they are observed,
    so that a falling line shows people disengaging; the dead and those no longer
    observed leave it. Means have normal limits, shares Wilson's.

    References
    ----------
    Wilson EB (1927). doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(400)
    >>> dose = rv.dose_over_time(rv.cohort(program), weeks=3)
    >>> dose.tidy()["n_risk"].tolist()
    [400.0, 399.0, 399.0]
    """
    _require(cohort, measure, weeks, conf_level)
    log, seen = contact_log(cohort), followed(cohort)
    log_required(log)
    services = _services(service)
    found = used(log, seen, services=services, after_end="counted")
    groups = people_of(cohort, (), by=by, without_episode="counted", after_end="counted")
    table = _table(found, seen, groups, measure, weeks=weeks, conf_level=conf_level)
    return Result(
        kind="dose_over_time",
        title=f"{WORDS[measure][:1].upper()}{WORDS[measure][1:]}",
        table=table,
        summary=pd.DataFrame({"n": [seen.n], "n_event": [table["n_event"].sum()]}),
        spec=make_spec(
            "dose_over_time",
            {"measure": measure, "service": list(services), "by": by, "weeks": weeks}
            | {"conf_level": conf_level},
            table,
            rows_in=seen.n,
            rows_used=seen.n,
            libraries=("scipy",),
        ),
        estimand=estimand_of(cohort, measure, weeks),
        methods_text=methods_of(measure),
        check_rows=(*cohort.check_rows, *contact_checks(found.counts)),
        labels=labels_of(cohort, measure, services),
        plot_name="dose",
    )


def _table(
    found: Used, seen: Followed, groups: Any, measure: str, *, weeks: int, conf_level: float
) -> pd.DataFrame:
    """Return the rows of every group and week that somebody was observed for."""
    whole = np.floor((seen.last + 1) / WEEK).clip(0, weeks)
    limits = pd.DataFrame({"person": np.arange(seen.n), "last": whole * WEEK - 1})
    counts = weekly_counts(found.frame[["person", "day"]], limits)
    rows = []
    for label in groups.labels:
        here = np.flatnonzero(groups.group == label)
        own = counts[counts["person"].isin(here)]
        rows += week_rows(own, whole[here], label, measure, conf_level)
    if not rows:
        raise OutcomeError(
            "Nobody is observed for a whole week",
            code="RE-E25",
            rows=0,
            do="Look at the extract date and at the spans of observation.",
        )
    return pd.DataFrame(rows).assign(outcome=WORDS[measure])


def _services(service: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the services that count, none where all do."""
    named = word_list("service", service, error=OutcomeError, code="RE-O20")
    terms = load_vocabulary("service").terms
    for name in named:
        if name not in terms:
            raise OutcomeError(
                "There is no service of that name",
                code="RE-O20",
                column="service",
                do=f"Use some of {', '.join(terms)}." + nearest(str(name), terms),
            )
    return named


def _require(cohort: object, measure: str, weeks: object, conf_level: float) -> None:
    """Raise on an option that is not allowed."""
    check_conf_level(conf_level)
    whole = isinstance(weeks, Integral) and not isinstance(weeks, bool)
    problems = {
        "Dose is shown for a cohort, and something else was given": (
            isinstance(cohort, Cohort),
            "Choose the people first: dose_over_time(cohort(program, ...)).",
        ),
        "There is no measure of dose of that name": (
            one_of(measure, WORDS),
            f"Use one of {', '.join(WORDS)}." + nearest(str(measure), WORDS),
        ),
        "weeks is not a whole number of one or more": (
            whole and int(str(weeks)) >= 1,
            "Give the weeks from time zero, such as weeks=26.",
        ),
    }
    for problem, (fine, do) in problems.items():
        if not fine:
            raise OutcomeError(problem, code="RE-O20", do=do)
