"""Emergency visits, admissions, detoxification and overdoses in a window of observed time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.named_definition import NamedDefinition
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.stays.none_recorded import require_events
from recoveryeval.outcomes.stays.of_cohort import SEEN, Seen
from recoveryeval.outcomes.stays.rules import event_types, require_one_of, whole
from recoveryeval.outcomes.utilization_first import first_event
from recoveryeval.outcomes.utilization_forms import (
    UtilizationRules,
    counted,
    mirrored,
    recurring,
)

Form = Literal["count", "mirrored", "recurrent", "first"]
FORMS: tuple[Form, ...] = ("count", "mirrored", "recurrent", "first")


def utilization(
    cohort: Cohort,
    *,
    definition: str | os.PathLike[str] = "emergency",
    form: Form = "count",
    events: str | Sequence[str] | None = None,
    first_day: int | None = None,
    last_day: int | None = None,
    stitch_days: int | None = None,
    step_days: int = 30,
    seen: Seen | None = None,
) -> Outcome:
    """Count visits, admissions or overdoses in the time in which they would have been seen.

    The estimand a model on it will answer for is the rate per day observed
    (``count``, ``mirrored``), the mean number of events by a day (``recurrent``),
    or the share of people who have had one by a day (``first``).

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    definition : str or path
        ``emergency``, ``inpatient``, ``detox``, ``overdose``, ``naloxone_given``,
        ``arrest``, ``child_welfare``, or a TOML file of your own. The options
        below replace its parameters.
    form : {"count", "mirrored", "recurrent", "first"}
        One count per person; counts in equal windows before and after time
        zero, for :func:`before_after`; every event in time; or the first, with
        death competing.
    events : str, sequence of str or None
        Kinds of event that count.
    first_day, last_day : int or None
        First and last day of the window, from time zero; 0, for counts only,
        takes in the day of time zero. Mirrored, the window before time zero is
        as long and as far away.
    stitch_days : int or None
        Events up to so many days apart are one; 0 makes those of one day one.
    step_days : int
        Length, in days, of the steps into which mirrored windows are cut.
    seen : {"coverage", "cohort"} or None
        Until when events would be seen: while people are insured, where the
        program has coverage spans, or as long as the cohort is observed.

    Returns
    -------
    Outcome
        Kind ``count`` (``count`` events in ``exposure`` days; mirrored with
        ``period`` and ``step``), ``recurrent`` or ``competing``.

    Raises
    ------
    OutcomeError
        When an option is not allowed, or nobody is observed in the window.

    Notes
    -----
    Time after death or after the end of observation is no exposure. People
    enter a program because of a crisis, so that the window before is worse
    than usual whatever the program does, and nobody died in it: a fall is not
    an effect. A check says where being counted after time zero requires having
    stayed in the program.

    References
    ----------
    Barnett AG, van der Pols JC, Dobson AJ (2005). doi:10.1093/ije/dyh299

    Examples
    --------
    >>> import recoveryeval as rv
    >>> made, truth = rv.synthetic_program(40, rng=1)
    >>> visits = rv.utilization(rv.cohort(made), definition="emergency", last_day=90)
    >>> visits
    <Outcome count: emergency visits; 40 rows; in days>
    """
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "Events are counted for a cohort, and something else was given",
            code="RE-O20",
            do="Choose the people first: utilization(cohort(program, ...)).",
        )
    require_one_of("form", form, FORMS)
    require_events(cohort)
    named = load_definition(definition, family="utilization").with_parameters(
        events=events, first_day=first_day, last_day=last_day,
        stitch_days=stitch_days, seen=seen,
    )  # fmt: skip
    rules = _rules(named, step_days, least=0 if form == "count" else 1)
    forms = {"count": counted, "mirrored": mirrored, "recurrent": recurring, "first": first_event}
    return forms[form](cohort, rules)


def _rules(named: NamedDefinition, step_days: int, *, least: int) -> UtilizationRules:
    """Return the rules of a definition, or say which value is not allowed; days from ``least``."""
    held = named.parameters
    require_one_of("seen", held["seen"], SEEN)
    rules = UtilizationRules(
        named=named,
        events=event_types("events", held["events"]),
        first_day=whole("first_day", held["first_day"], least=least),
        last_day=whole("last_day", held["last_day"], least=1),
        stitch_days=whole("stitch_days", held["stitch_days"]),
        step_days=whole("step_days", step_days, least=1),
        seen=held["seen"],
    )
    if rules.last_day < rules.first_day:
        raise OutcomeError(
            "The window ends before it begins",
            code="RE-O40",
            column="last_day",
            do="Give last_day on or after first_day.",
        )
    return rules
