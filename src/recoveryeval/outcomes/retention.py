"""How long people stay: time to the last contact before a gap, or to a recorded end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.kinds import Kind
from recoveryeval.outcomes.leaving import told
from recoveryeval.outcomes.leaving.contacts import (
    Contacts,
    completed_contacts,
    left_by_gap,
    unused,
)
from recoveryeval.outcomes.leaving.covariates import known_covariates
from recoveryeval.outcomes.leaving.earliest import Ended, cut_at, ended
from recoveryeval.outcomes.leaving.limits import limits
from recoveryeval.outcomes.leaving.options import Options, options
from recoveryeval.outcomes.leaving.window import window
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.rules import Role
from recoveryeval.results.check import Check


def retention(
    cohort: Cohort,
    *,
    gap_days: int = 30,
    horizon_days: int | None = None,
    service: str | Sequence[str] | None = None,
    exits: Mapping[str, Role] | None = None,
) -> Outcome:
    """Say for everyone how long they stayed, and by which rule that is known.

    The estimand a model on it will answer for is the share of people who are
    still in the program at a given day after time zero.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    gap_days : int
        Days, one or more. A person has left when more than ``gap_days`` lie
        between a completed contact and the next.
    horizon_days : int or None
        Days from time zero after which nothing is counted.
    service : str, sequence of str or None
        Only contacts of these services show that a person is there, such as
        ``"peer"``; None counts all.
    exits : mapping of str to {"competing", "censor", "event"} or None
        What other ways out mean. By default ``death``, ``incarceration``,
        ``transfer`` and ``completed`` end observation (``censor``), and a check
        says how many; other recorded ends count as leaving.

    Returns
    -------
    Outcome
        Kind ``time_to_event``, or ``competing`` when a way out competes;
        ``rule`` names what ended each person's time.

    Raises
    ------
    OutcomeError
        When an option is not allowed, no contact in the log counts, or nobody
        is observed as long as the horizon.

    Notes
    -----
    Let L be the last contact before the first gap longer than g, and C the last
    day observed. The gap shows only on day L + g, so leaving is an event when
    L + g <= C, and everyone else is censored at C - g: a day that does not
    depend on their contacts. Censoring them at their last contact would be
    informative. A recorded end before L ends the time too. People observed for
    fewer than g days stay in the data with ``n`` = 0.

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
    chosen = options(gap_days, horizon_days, service, exits)
    contacts = completed_contacts(cohort, chosen.services)
    found, checks = _found(cohort, contacts, chosen)
    kind: Kind = "competing" if chosen.competing else "time_to_event"
    covariates = known_covariates(cohort, kind)
    frame = _frame(cohort, found, kind).join(covariates)
    gone = int(found.gone.sum())
    return Outcome(
        kind=kind,
        name="retention",
        frame=frame[~found.gone].reset_index(drop=True),
        definition=told.definition(cohort.origin, chosen, gaps=contacts.any_log),
        origin=cohort.origin,
        unit=cohort.unit,
        covariates=tuple(covariates.columns),
        causes=chosen.causes,
        horizon=None if horizon_days is None else float(horizon_days),
        population=cohort.population,
        rows_in=len(cohort.frame),
        dropped={"had left before time zero": gone} if gone else {},
        check_rows=(*cohort.check_rows, *checks),
    )


def _found(cohort: Cohort, contacts: Contacts, options: Options) -> tuple[Ended, tuple[Check, ...]]:
    """Return what ended everyone's time, and what a reader must know about it."""
    ways = limits(cohort, options)
    seen = window(ways, options, gaps=contacts.any_log)
    left, met = left_by_gap(contacts, seen, options.gap_days)
    found = ended(left, met, ways, seen, options)
    found = cut_at(found, options.horizon_days, seen.to - ways.zero)
    return found, told.checks(found, options, unused(contacts, ways), gaps=contacts.any_log)


def _frame(cohort: Cohort, found: Ended, kind: Kind) -> pd.DataFrame:
    """Return the analysis frame without covariates."""
    what = {"cause": found.cause} if kind == "competing" else {"event": found.cause == 1}
    return pd.DataFrame(
        {
            "person": cohort.frame["person_id"],
            "entry": np.full(len(found.time), -np.inf),
            "time": found.time,
            **what,
            "n": np.where(found.unseen, 0.0, 1.0),
            "rule": pd.array(found.rule, dtype="string"),
        }
    )
