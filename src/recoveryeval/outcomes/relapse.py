"""Return to use, under a definition one can cite."""

from __future__ import annotations

import os
from typing import Any, Literal

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.relapse_events import relapse_events
from recoveryeval.outcomes.relapse_interviews import relapse_interviews
from recoveryeval.outcomes.relapse_weeks import relapse_weeks
from recoveryeval.outcomes.weekly.cohort_weeks import cohort_weeks
from recoveryeval.outcomes.weekly.own_weeks import own_weeks
from recoveryeval.outcomes.weekly.weekly_results import WeeklyResults

WEEKLY, EVENTS, INTERVIEWS = "weekly results", "dated events", "interviews"


def relapse(
    cohort: Cohort | WeeklyResults,
    *,
    definition: str | os.PathLike[str] = "ctn0094",
    enough: int | None = None,
    width: int | None = None,
    first_week: int | None = None,
    last_week: int | None = None,
    missing: Literal["use", "no use", "unknown", "left out"] | None = None,
    mixed: Literal["use", "no use", "unknown", "left out"] | None = None,
    substance: str | None = None,
    source: str | None = None,
    weeks: int | None = None,
    event_types: str | list[str] | None = None,
    first_day: int | None = None,
    apart_days: int | None = None,
    instrument: str | None = None,
    item: str | None = None,
    at_least: float | None = None,
    wave: str | None = None,
    death: Literal["censor", "competing"] = "censor",
    unit: Literal["days", "weeks"] | None = None,
) -> Outcome:
    """Say for everyone when they returned to use, or how abstinent they were, by one definition.

    The estimand a model on it will answer for is set by the definition: the
    time to return to use, whether it happened, how often, or the share of time
    without use.

    Parameters
    ----------
    cohort : Cohort or WeeklyResults
        The people and their time zero; or your own weekly results, see
        :func:`weekly_results`.
    definition : str or path
        Name of a definition (``definitions("relapse")`` lists them) or path of
        your own TOML file.
    enough, width, first_week, last_week : int or None
        Weeks of the definition's rule; None keeps what the definition says, as
        for every parameter that it holds.
    missing, mixed : {"use", "no use", "unknown", "left out"} or None
        What a week without a result, or with results that disagree, counts as.
    substance, source : str or None
        Use only weekly results of this substance, or from this source
        (``"urine"``, ``"self_report"``, ``"both"``).
    weeks : int or None
        Number of weeks from time zero in which tests were due; None: up to the
        last week in which anybody of the cohort has a row.
    event_types : str, list of str or None
        Types of recorded events that are use.
    first_day : int or None
        First day after time zero on which an event counts.
    apart_days : int or None
        Days that must lie between two events for the second to be new.
    instrument, item : str or None
        The question about days of use.
    at_least : float or None
        Days of use from which an interview counts.
    wave : str or None
        The follow-up that is looked at.
    death : {"censor", "competing"}
        What death before the event means; a check counts who it concerns.
    unit : {"days", "weeks"} or None
        Unit of time from weekly results; None means weeks. Day 7 is the last
        day of week 1.

    Returns
    -------
    Outcome
        Its kind follows from the definition: ``time_to_event`` (``competing``
        with death), ``recurrent``, ``interval``, ``count``, ``binary`` or
        ``repeated``.

    Raises
    ------
    OutcomeError
        When the definition does not know a parameter, or the records it needs
        are not there.

    Notes
    -----
    A window of w weeks with at least k weeks of use, beginning in week t, is
    dated at week t + w - k. Without one a person with n weeks is censored at
    n - w + 1 + (w - k), where the last window that fits would have been dated.
    Weeks after death are not due. Where a definition counts missing results as
    use, a check says the figure of its observed-only twin.

    References
    ----------
    Balise RR, et al. (2024). doi:10.1371/journal.pone.0312695

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> tests = rv.weekly_results(pd.DataFrame({"w": ["---oooo-", "--------"]}), pattern="w")
    >>> rv.relapse(tests, definition="ctn0094").data[["time", "event"]]
       time  event
    0   4.0   True
    1   5.0  False
    >>> rv.relapse(tests, definition="ctn0094", missing="unknown").data[["time", "event"]]
       time  event
    0   5.0  False
    1   5.0  False
    """
    chosen = load_definition(definition, family="relapse").with_parameters(
        enough=enough,
        width=width,
        first_week=first_week,
        last_week=last_week,
        missing=missing,
        mixed=mixed,
        event_types=event_types,
        first_day=first_day,
        apart_days=apart_days,
        instrument=instrument,
        item=item,
        at_least=at_least,
        wave=wave,
    )
    records = chosen.parameters.get("records")
    asked: dict[str, Any] = {"substance": substance, "source": source, "weeks": weeks}
    _refuse(cohort, records, death, unit, asked)
    if records == WEEKLY:
        hand = (
            own_weeks(cohort)
            if isinstance(cohort, WeeklyResults)
            else cohort_weeks(cohort, substance=substance, source=source, weeks=weeks)
        )
        return relapse_weeks(hand, chosen, death=death, days=unit == "days", asked=asked)
    assert isinstance(cohort, Cohort)  # noqa: S101  (refused above)
    made = relapse_events if records == EVENTS else relapse_interviews
    return made(cohort, chosen, death=death, asked={})


def _refuse(
    cohort: Cohort | WeeklyResults, records: object, death: str, unit: str | None, asked: Any
) -> None:
    """Raise on options that do not fit together."""
    if records not in (WEEKLY, EVENTS, INTERVIEWS):
        raise OutcomeError(
            "The definition does not say which records it is derived from",
            code="RE-W13",
            column="records",
            do=f"Write one of: {WEEKLY}, {EVENTS}, {INTERVIEWS}.",
        )
    if death not in ("censor", "competing") or unit not in (None, "days", "weeks"):
        raise OutcomeError(
            "death or unit is none of the allowed words",
            code="RE-W14",
            do="death: 'censor' or 'competing'; unit: 'days' or 'weeks'.",
        )
    if not isinstance(cohort, Cohort | WeeklyResults):
        raise OutcomeError(
            "Return to use is derived for a cohort or weekly results",
            code="RE-O20",
            do="Give cohort(program, ...) or weekly_results(data, ...).",
        )
    given = [name for name, value in asked.items() if value is not None]
    _refuse_misfit(records, given, death, unit, own=isinstance(cohort, WeeklyResults))


def _refuse_misfit(
    records: object, given: list[str], death: str, unit: str | None, *, own: bool
) -> None:
    """Raise on options that belong to other records than the definition's."""
    if (own and (records != WEEKLY or death == "competing" or given)) or (
        records != WEEKLY and (given or unit == "weeks")
    ):
        raise OutcomeError(
            f"The definition is derived from {records}, and what was given or asked for does not "
            "fit that",
            code="RE-W14",
            do="substance=, source=, weeks= and unit='weeks' are for weekly results of a cohort; "
            "your own weekly results know no death, events or interviews.",
        )
