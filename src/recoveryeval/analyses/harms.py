"""Harms by person-time: overdoses, deaths and adverse events, with exact limits, by arm."""

from __future__ import annotations

import os
from collections.abc import Sequence

from recoveryeval.analyses.harms_counts import HarmRules, harm_outcomes
from recoveryeval.analyses.harms_rows import harm_rows
from recoveryeval.analyses.harms_told import harms_result
from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import CohortError
from recoveryeval.models.confidence import check_conf_level
from recoveryeval.outcomes.definition_file import load_definition
from recoveryeval.outcomes.stays.of_cohort import SEEN, Seen
from recoveryeval.outcomes.stays.rules import event_types, require_one_of, whole
from recoveryeval.results.result import Result


def harms(
    cohort: Cohort,
    *,
    definition: str | os.PathLike[str] = "safety",
    events: str | Sequence[str] | None = None,
    by: str | None = None,
    reference: str | None = None,
    last_day: int | None = None,
    stitch_days: int | None = None,
    seen: Seen | None = None,
    conf_level: float = 0.95,
) -> Result:
    """Show how often people came to harm for the time they were observed, arm by arm.

    The estimand is the number of events per 100 person-years under observation,
    and its ratio and difference between groups.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    definition : str or path
        ``"safety"`` (deaths, overdoses, adverse events), or your own file.
    events : str, sequence of str or None
        Kinds of event, such as ``["death", "overdose", "child_removal"]``. A
        kind asked for here counts as recorded even where there is none.
    by : str or None
        Column of groups known at time zero, such as ``"arm"``.
    reference : str or None
        Group that the others are compared with; None is the first.
    last_day : int or None
        Last day from time zero that is counted.
    stitch_days : int or None
        Events of one kind up to so many days apart are one.
    seen : {"coverage", "cohort"} or None
        Until when events would be seen: while people are insured, or as long as
        the cohort is observed.
    conf_level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Result
        Kind ``harms``. Rows by harm (``outcome``) and ``group``: people with
        one or more, ``rate`` with ``n_event`` over ``denominator`` person-years;
        by ``contrast``: ``rate ratio`` and ``rate difference``. ``term`` says
        whether limits are exact or robust.

    Raises
    ------
    OutcomeError
        When an option is not allowed, or nobody is observed.

    Notes
    -----
    Without an event the rate has an exact upper limit (Garwood), and the status
    ``fallback``. Ratios are exact given the number of events in both groups.
    Exact limits take events to come by chance alone; the robust ones allow for
    people with several. A harm is not an effect of what people were offered.

    References
    ----------
    Garwood F (1936). doi:10.2307/2333958

    Examples
    --------
    Five people observed for the year 2025; two of them had an overdose.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> who = ["1", "2", "3", "4", "5"]
    >>> person = pd.DataFrame({"person_id": who})
    >>> episode = pd.DataFrame({"episode_id": who, "person_id": who, "anchor": "2025-01-01"})
    >>> event = pd.DataFrame(
    ...     {
    ...         "event_id": ["a", "b", "c"],
    ...         "person_id": ["1", "1", "2"],
    ...         "type": "overdose",
    ...         "start": ["2025-02-01", "2025-06-01", "2025-03-01"],
    ...     }
    ... )
    >>> made = rv.program(
    ...     {"person": person, "episode": episode, "event": event}, extract_date="2026-01-01"
    ... )
    >>> found = rv.harms(rv.cohort(made), events=["overdose", "death"]).tidy()
    >>> exact = found[(found["estimand"] == "rate") & (found["term"] == "exact")]
    >>> exact[["outcome", "estimate", "conf_high", "n_event"]].round(1)
        outcome  estimate  conf_high  n_event
    2  Overdose      60.0      175.5      3.0
    4     Death       0.0       73.8      0.0
    """
    check_conf_level(conf_level)
    if not isinstance(cohort, Cohort):
        raise CohortError(
            "Harms are counted for a cohort, and something else was given",
            code="RE-A02",
            do="Choose the people first: harms(cohort(program, ...)).",
        )
    named = load_definition(definition, family="harms").with_parameters(
        events=events, last_day=last_day, stitch_days=stitch_days, seen=seen
    )
    held = named.parameters
    require_one_of("seen", held["seen"], SEEN)
    rules = HarmRules(
        named=named,
        kinds=event_types("events", held["events"]),
        last_day=whole("last_day", held["last_day"], least=1),
        stitch_days=whole("stitch_days", held["stitch_days"]),
        seen=held["seen"],
        by_name=events is not None,
    )
    found = harm_outcomes(cohort, rules)
    table, told = harm_rows(found, by=by, reference=reference, conf_level=conf_level)
    asked = {
        "definition": named.id, "events": list(rules.kinds), "by": by, "reference": reference,
        "last_day": rules.last_day, "stitch_days": rules.stitch_days, "seen": rules.seen,
        "conf_level": conf_level,
    }  # fmt: skip
    return harms_result(cohort, rules, found, (table, told), asked)
