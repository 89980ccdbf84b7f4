"""Engagement: contacts, minutes, weeks, activity, reach and clocks, each under its definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.engaging.derived import derived, require_cohort
from recoveryeval.outcomes.outcome import Outcome


def engagement(
    cohort: Cohort,
    *,
    definition: str | Path = "completed_contacts",
    service: str | Sequence[str] | None = None,
    window_days: int | None = None,
    at_days: int | Sequence[int] | None = None,
    lookback_days: int | None = None,
    gap_days: int | None = None,
    needs: str | Sequence[str] | None = None,
    coach_service: str | Sequence[str] | None = None,
    outreach_service: str | Sequence[str] | None = None,
    attempts: Sequence[str] | None = None,
    initiation_days: int | None = None,
    engagement_days: int | None = None,
    services_needed: int | None = None,
    clear_days: int | None = None,
    day_zero: Literal["counts", "does_not_count", "second_counts"] | None = None,
    codes: Mapping[str, Sequence[str]] | None = None,
    denominator: Literal["enrolled", "contacted", "initiated", "everyone"] | None = None,
    died: Literal["stays_in", "left_out"] | None = None,
    exits: Literal["competing", "censor"] | None = None,
    same_day: Literal["each", "one"] | None = None,
    after_end: Literal["left_out", "counted"] | None = None,
    missing_minutes: Literal["as_told", "leave_out_person"] | None = None,
) -> Outcome:
    """Say how much, how soon or how steadily people took part, by a definition one can cite.

    The estimand is that of the definition: a rate of contacts, a share of people
    who were active, or the time until the first contact.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    definition : str or Path
        Name of a definition of the package (see Notes), or a TOML file of your own.
    service : str, sequence of str or None
        Services whose contacts count, such as ``"therapy"``; ``"any"`` counts all.
        This and every option below: None leaves what the definition says.
    window_days : int or None
        Days from time zero, day 0 included; 0, where the definition allows it,
        goes to the end of observation.
    at_days : int, sequence of int or None
        Days on which people are looked at.
    lookback_days : int or None
        Days up to such a day, itself included, in which a contact makes a person active.
    gap_days : int or None
        Longest time in days between two contacts of someone who stays engaged.
    needs : str, sequence of str or None
        Needs, such as ``"housing"``; ``"any"`` takes all.
    coach_service, outreach_service : str, sequence of str or None
        Services that are a coach's, and those by which people are sought.
    attempts : sequence of str or None
        Statuses that count as an attempt.
    initiation_days, engagement_days : int or None
        Days for initiation, the first included; days after it for engagement.
    services_needed : int or None
        Services that make engagement.
    clear_days : int or None
        Days before time zero without a service, for people to be in the denominator.
    day_zero : {"counts", "does_not_count", "second_counts"} or None
        Whether services on day 0 count, or only a second one.
    codes : mapping of str to sequence of str, or None
        Your lists of codes: ``service``, ``medication``, ``long_acting``. Each
        code stands in one list. None takes services and recorded medications.
    denominator : {"enrolled", "contacted", "initiated", "everyone"} or None
        Who is in the denominator of reach, and of the engagement clock.
    died : {"stays_in", "left_out"} or None
        Whether people who died in the window stay in the denominator.
    exits : {"competing", "censor"} or None
        What death and a recorded end mean before the first contact.
    same_day : {"each", "one"} or None
        Whether contacts of one service on one day count each, or once.
    after_end : {"left_out", "counted"} or None
        Whether contacts after the recorded end of the enrollment count.
    missing_minutes : {"as_told", "leave_out_person"} or None
        Whether contacts without minutes add nothing, or leave out their people.

    Returns
    -------
    Outcome
        Kind ``count`` with its exposure, ``binary`` (with a ``wave`` for each of
        several days), or ``competing``. The check ``denominator`` says who is in.

    Raises
    ------
    OutcomeError
        When an option is not allowed or not one of the definition's, a code is
        in two lists, or nothing in the log counts.

    Notes
    -----
    Definitions: ``completed_contacts``, ``clinical_contacts``,
    ``contact_minutes``, ``contact_weeks``, ``completed_attempts``,
    ``gaps_with_coach``, ``needs_worked_on`` (counts); ``active``,
    ``sustained``, ``reach``, ``initiation``, ``engagement_clock``,
    ``need_addressed`` (yes or no); ``first_contact`` (time). A contact counts
    when it is completed and lies from time zero to the end of observation;
    checks count all others by reason. Who is in a denominator never depends on
    what they did: people not observed for the whole window are left out.

    References
    ----------
    Garnick DW, Lee MT, O'Brien PL, et al. (2012). doi:10.1016/j.drugalcdep.2012.01.011

    Examples
    --------
    >>> import recoveryeval as rv
    >>> program, truth = rv.synthetic_program(40)
    >>> people = rv.cohort(program)
    >>> met = rv.engagement(people, service="therapy", window_days=30)
    >>> met.kind, met.data["count"].sum().item(), met.data["exposure"].sum().item()
    ('count', 44.0, 1200.0)
    >>> seen = rv.engagement(people, definition="active", at_days=[30, 90])
    >>> seen.data.groupby("wave")["value"].mean().round(2).to_dict()
    {'day 30': 0.98, 'day 90': 0.81}
    """
    require_cohort(cohort)
    named = load_definition(definition, family="engagement").with_parameters(
        service=service,
        window_days=window_days,
        at_days=[at_days] if isinstance(at_days, int) else at_days,
        lookback_days=lookback_days,
        gap_days=gap_days,
        needs=needs,
        coach_service=coach_service,
        outreach_service=outreach_service,
        attempts=attempts,
        initiation_days=initiation_days,
        engagement_days=engagement_days,
        services_needed=services_needed,
        clear_days=clear_days,
        day_zero=day_zero,
        denominator=denominator,
        died=died,
        exits=exits,
        same_day=same_day,
        after_end=after_end,
        missing_minutes=missing_minutes,
    )
    return derived(cohort, named, codes)
