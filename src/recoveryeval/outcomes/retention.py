"""How long people stay: time to the last contact before a gap, or to a recorded end."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving import told
from recoveryeval.outcomes.leaving.analysis_frame import framed
from recoveryeval.outcomes.leaving.by_gap import by_gap
from recoveryeval.outcomes.leaving.by_stays import by_stays
from recoveryeval.outcomes.leaving.by_visits import by_visits
from recoveryeval.outcomes.leaving.by_weeks import by_weeks
from recoveryeval.outcomes.leaving.earliest import cut_at
from recoveryeval.outcomes.leaving.emptied_arms import emptied_arms
from recoveryeval.outcomes.leaving.followed import Followed
from recoveryeval.outcomes.leaving.mixtures import refuse_mixtures
from recoveryeval.outcomes.leaving.options import Options, Reentry, Visits, options
from recoveryeval.outcomes.medication.by_medication import by_medication
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.rules import Role

USUAL = "contact_gap"
ON_A_DAY = "in_care_day_180"
RULES: dict[str, Callable[[Cohort, Options], Followed]] = {
    "gap": by_gap,
    "missed_weeks": by_weeks,
    "last_visit": by_visits,
    "medication": by_medication,
}


def retention(
    cohort: Cohort,
    *,
    definition: str | os.PathLike[str] | None = None,
    gap_days: int | None = None,
    weeks: int | None = None,
    grace_days: int | None = None,
    day: int | None = None,
    service: str | Sequence[str] | None = None,
    products: str | Sequence[str] | None = None,
    visits: Visits | None = None,
    reentry: Reentry | None = None,
    horizon_days: int | None = None,
    exits: Mapping[str, Role] | None = None,
) -> Outcome:
    """Say for everyone how long they stayed, and by which rule that is known.

    The estimand a model on it will answer for is the share of people who are
    still in the program at a given day after time zero.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    definition : str, path or None
        Name of a definition (``rv.definitions("retention")`` lists them), or the
        path of your own TOML file. None is ``contact_gap``, or
        ``in_care_day_180`` where ``day`` is given.
    gap_days, weeks, grace_days : int or None
        The longest gap that is still staying: days between completed contacts,
        missed weeks in a row that mean leaving, uncovered days of medication.
    day : int or None
        Ask who is still there on that day instead of for their time.
    service : str, sequence of str or None
        Only contacts of these services show that a person is there, such as
        ``"peer"`` for coaching, or those of clinical care.
    products : str, sequence of str or None
        Medications whose supply counts.
    visits : {"assessment", "panel"} or None
        Which planned visits count.
    reentry : {"ignore", "same", "new"} or None
        Who comes back after the gap: has left (``ignore``), had never left
        (``same``), or begins a new stay (``new``).
    horizon_days : int or None
        Days from time zero after which nothing is counted.
    exits : mapping of str to {"competing", "censor", "event"} or None
        What other ways out mean. By default ``death``, ``incarceration``,
        ``transfer`` and ``completed`` end observation (``censor``), and a check
        says how many; other recorded ends count as leaving.

    Returns
    -------
    Outcome
        Kind ``time_to_event``, or ``competing`` when a way out competes;
        ``recurrent`` with new stays, ``binary`` with ``day``. ``rule`` names
        what ended each person's time.

    Raises
    ------
    OutcomeError
        When an option is not allowed or not one of the definition's, nothing in
        the source can show that people stay, or nobody is observed long enough.

    Notes
    -----
    Let L be the last contact before the first gap longer than g, and C the last
    day observed. The gap shows only on day L + g, so leaving is an event when
    L + g <= C, and everyone else is censored at C - g: a day that does not
    depend on their contacts. Censoring them at their last contact would be
    informative. A recorded end before L ends the time too. People observed for
    fewer than g days stay in the data with ``n`` = 0. The other rules follow the
    same idea; each definition's sentence says how.

    References
    ----------
    Leung KM, Elashoff RM, Afifi AA (1997). doi:10.1146/annurev.publhealth.18.1.83

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> person = pd.DataFrame({"person_id": ["01", "02"]})
    >>> episode = pd.DataFrame(
    ...     {"episode_id": ["a", "b"], "person_id": ["01", "02"], "anchor": ["2025-01-01"] * 2}
    ... )
    >>> contact = pd.DataFrame(
    ...     {
    ...         "person_id": ["01", "01", "02", "02"],
    ...         "date": ["2025-01-05", "2025-01-20", "2025-01-05", "2025-03-20"],
    ...         "status": "completed",
    ...     }
    ... )
    >>> made = rv.program(
    ...     {"person": person, "episode": episode, "contact": contact}, extract_date="2025-03-31"
    ... )
    >>> stay = rv.retention(rv.cohort(made))
    >>> stay.data[["time", "event", "rule"]]
       time  event rule
    0  19.0   True  gap
    1   4.0   True  gap
    """
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "Retention is derived for a cohort, and something else was given",
            code="RE-O20",
            do="Choose the people first: retention(cohort(program, ...)).",
        )
    chosen = options(
        definition if definition is not None else USUAL if day is None else ON_A_DAY,
        {
            "gap_days": gap_days,
            "weeks": weeks,
            "grace_days": grace_days,
            "day": day,
            "service": service,
            "products": products,
            "visits": visits,
            "reentry": reentry,
        },
        horizon_days=horizon_days,
        exits=exits,
    )
    refuse_mixtures(chosen)
    rule = by_stays if chosen.reentry != "ignore" else RULES[chosen.rule]
    return _outcome(cohort, chosen, rule(cohort, chosen))


def _outcome(cohort: Cohort, chosen: Options, seen: Followed) -> Outcome:
    """Return the outcome of what a rule found."""
    seen = replace(seen, found=cut_at(seen.found, chosen.horizon_days, seen.reach))
    made = framed(cohort, seen, chosen)
    origin = seen.origin or cohort.origin
    horizon = chosen.horizon_days or chosen.day
    return Outcome(
        kind=made.kind,
        name=_name(chosen),
        frame=made.frame,
        definition=told.definition(origin, chosen, log=seen.any_log),
        origin=origin,
        unit=cohort.unit,
        covariates=made.covariates,
        causes=chosen.causes if made.kind == "competing" else {},
        horizon=None if horizon is None else float(horizon),
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped=made.dropped,
        check_rows=(
            *cohort.check_rows,
            *told.checks(seen.found, chosen, log=seen.any_log),
            *seen.checks,
            *made.checks,
            *emptied_arms(cohort, made.frame, chosen),
        ),
    )


def _name(chosen: Options) -> str:
    """Return the outcome's name in words; what can happen again is named after what happens."""
    if chosen.rule == "medication":
        return "continuous medication"
    return "leaving the program" if chosen.reentry == "new" else "retention"
