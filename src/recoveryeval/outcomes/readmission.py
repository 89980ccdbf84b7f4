"""Admissions after a discharge, or after time zero, under a definition one can cite."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.readmission_cohort import of_cohort
from recoveryeval.outcomes.readmission_table import Given, of_table
from recoveryeval.outcomes.stays.none_recorded import require_events
from recoveryeval.outcomes.stays.of_cohort import SEEN, Seen
from recoveryeval.outcomes.stays.rules import (
    Admission,
    Clock,
    Exclude,
    Form,
    IndexStays,
    Planned,
    SameDay,
    require_one_of,
    stay_rules,
)

Ending = Literal["competing", "censor"]


def readmission(
    data: Any,
    *,
    definition: str | os.PathLike[str] = "plain",
    form: Form = "competing",
    clock: Clock | None = None,
    index: str | Sequence[str] | None = None,
    returns: str | Sequence[str] | None = None,
    first_day: int | None = None,
    last_day: int | None = None,
    stitch_days: int | None = None,
    same_day: SameDay | None = None,
    planned: Planned | None = None,
    admission: Admission | None = None,
    index_stays: IndexStays | None = None,
    exclude: Sequence[Exclude] | None = None,
    exits: Mapping[str, Ending] | None = None,
    seen: Seen = "coverage",
    people: Any = None,
    columns: Mapping[str, str] | None = None,
    extract_day: Any = None,
    covariates: Sequence[str] = (),
) -> Outcome:
    """Say who was admitted again, when, and by which published rule that counts.

    The estimand a model on it will answer for is the share readmitted by a day
    in a world where people also die (``competing``), the share readmitted
    within the window (``binary``), or the mean number of admissions
    (``recurrent``).

    Parameters
    ----------
    data : Cohort or table
        A cohort, or a table of stays of pandas, polars, arrow, DuckDB or Spark,
        one row per stay: ``person_id``, ``start``, ``end`` (dates or whole
        days) and, if there, ``type``, ``planned``, ``disposition``.
    definition : str or path
        ``psychiatric_facility``, ``hospital_wide``, ``hedis_like``, ``plain``, or a
        TOML file of your own. The options below replace its parameters.
    form : {"competing", "time_to_event", "binary", "recurrent"}
        First return with death competing, the same with death as censoring,
        returned within the window or not, or every return.
    clock : {"discharge", "time_zero"} or None
        What starts the clock.
    index, returns : str, sequence of str or None
        Kinds of stay that start the clock, and that count as a return.
    first_day, last_day : int or None
        First and last day of the window, counted from the discharge (day 0).
    stitch_days : int or None
        Stays up to so many days apart are one; 0 joins on the same day.
    same_day : {"one_stay", "return"} or None
        Whether an admission on the day of discharge continues the stay.
    planned : {"count", "not_counted", "drop_index"} or None
        What a planned admission means.
    admission : {"next", "any"} or None
        Whether only the next admission is looked at, or the first that counts.
    index_stays : {"first", "all"} or None
        The first index stay of each person, or every one.
    exclude : sequence of {"died", "against_advice", "transfer", "same_day"} or None
        Index stays to leave out, by how they ended or that they lasted no night.
    exits : mapping of str to {"competing", "censor"} or None
        Other ways out, such as ``{"incarceration": "competing"}``; cohorts only.
        Death competes unless ``form`` censors it.
    seen : {"coverage", "cohort"}
        Until when stays would be seen: while people are insured, where the
        program has coverage spans, or as long as the cohort is observed.
    people : table or None
        With a table of stays: one row per person with ``person_id`` and, if
        there, ``observed_from``, ``observed_to``, ``death`` and covariates.
    columns : mapping of str to str or None
        With a table: your names of its columns, such as ``{"start": "admit_date"}``.
    extract_day : date, int or None
        With a table: the last day that it would show.
    covariates : sequence of str
        With a table: columns of ``people`` to carry.

    Returns
    -------
    Outcome
        Of the kind that ``form`` names. Checks count every row of stays that
        starts no clock, by reason.

    Raises
    ------
    OutcomeError
        When an option is not allowed, or no stay starts a clock.

    Notes
    -----
    Stays are joined over the running maximum of discharges, so that one nested
    in a longer one neither ends it nor returns from it. Of rows that begin on
    one day an unplanned one of a kind that counts speaks for the stay; of rows
    that end on one day death, then transfer, then against advice. A return and
    a death on one day: the return came first. A table stays where it is; only
    counts of identical rows come over (every person for ``recurrent``).

    References
    ----------
    Lucas JE, Bazemore AW, Alo C, Monahan PB, Voils CI (2010).
    doi:10.1002/jhm.601

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame(
    ...     {
    ...         "person_id": ["01", "01", "02", "03"],
    ...         "start": pd.to_datetime(["2025-01-01", "2025-01-20", "2025-02-01", "2025-02-03"]),
    ...         "end": pd.to_datetime(["2025-01-08", "2025-01-25", "2025-02-05", "2025-02-09"]),
    ...         "type": "psych_inpatient",
    ...     }
    ... )
    >>> back = rv.readmission(
    ...     stays, definition="psychiatric_facility", form="binary", extract_day="2025-06-30"
    ... )
    >>> back.data[["value", "n"]]
       value    n
    0  False  3.0
    1   True  1.0
    """
    named = load_definition(definition, family="readmission").with_parameters(
        clock=clock, index=index, returns=returns, first_day=first_day, last_day=last_day,
        stitch_days=stitch_days, same_day=same_day, planned=planned, admission=admission,
        index_stays=index_stays, exclude=[exclude] if isinstance(exclude, str) else exclude,
    )  # fmt: skip
    rules = stay_rules(named.parameters, form)
    if isinstance(data, Cohort):
        told = {"extract_day": extract_day, "covariates": tuple(covariates) or None}
        _refuse_given(people=people, columns=columns, **told)
        require_one_of("seen", seen, SEEN)
        require_events(data)
        return of_cohort(data, rules, named, form=form, exits=_exits(exits, form), seen=seen)
    _refuse_given(exits=exits)
    given = Given(data, people, dict(columns or {}), extract_day, tuple(covariates))
    return of_table(given, rules, named, form=form)


def _exits(told: Mapping[str, Ending] | None, form: Form) -> dict[str, Ending]:
    """Return the role of each way out; death competes where something can."""
    found: dict[str, Ending] = {"death": "censor" if form == "time_to_event" else "competing"}
    if told is not None and not isinstance(told, Mapping):
        raise OutcomeError(
            "exits= is not a table of ways out and their roles",
            code="RE-O40",
            column="exits",
            do="Write exits={'death': 'competing', 'incarceration': 'censor'}.",
        )
    for name, role in {**found, **(told or {})}.items():
        allowed = ("censor",) if form == "time_to_event" else ("competing", "censor")
        require_one_of(f"exits['{name}']", role, allowed)
        require_one_of("exits", name, ("death", "incarceration", "transfer", "completed"))
        found[name] = role
    return found


def _refuse_given(**options: Any) -> None:
    """Raise on options that belong to the other way of giving data."""
    for name, value in options.items():
        if value is not None:
            raise OutcomeError(
                f"{name} has no meaning for these data",
                code="RE-O41",
                column=name,
                do="people, columns, extract_day and covariates belong to a table of stays, exits "
                "to a cohort, which carries all that was known of its people at time zero.",
            )
