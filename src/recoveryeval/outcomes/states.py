"""States of life: housed, employed, in custody, on a day or for how long."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Any, Literal, get_args

import numpy as np

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.leaving.limits import IN_CUSTODY
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.outcomes.states_frame import StateQuestion, state_outcome
from recoveryeval.outcomes.states_measures import Measured, again, days_in, first_time, on_days
from recoveryeval.outcomes.states_spells import CUSTODY, IN, Spells, require_domain, spells_of
from recoveryeval.schema.word_list import word_list

Measure = Literal["on_day", "days", "first", "return", "again"]
Overlaps = Literal["latest", "refuse"]
Death = Literal["censor", "competing"]


def states(
    cohort: Cohort,
    domain: str,
    *,
    values: str | Sequence[str] | None = None,
    measure: Measure = "on_day",
    day: int | Sequence[int] = 180,
    horizon_days: int | None = None,
    without_spell: Literal["unknown", "no"] | None = None,
    overlaps: Overlaps = "latest",
    stitch_days: int = 0,
    death: Death = "censor",
) -> Outcome:
    """Say for everyone whether they were in a state on a day, for how long, or when it came back.

    The estimand a model on it will answer for is the share of people in the
    state on a day, the days in it per day known, or the time until it begins.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    domain : str
        ``"housing"``, ``"employment"``, ``"custody"``, ``"legal"`` or another
        domain of the table ``state``.
    values : str, sequence of str or None
        The recorded words that mean yes, such as ``["housed", "rents"]``; case
        does not matter. None is for custody, where the words are known.
    measure : {"on_day", "days", "first", "return", "again"}
        Whether on ``day``; the number of days up to ``horizon_days``; the time
        until it first begins; from its first end, the time until it returns
        (re-incarceration from release), or every return.
    day : int or sequence of int
        Days from time zero, for ``on_day``.
    horizon_days : int or None
        Days from time zero that ``days`` counts; None is all observed.
    without_spell : {"unknown", "no"} or None
        What a day without any spell of the domain means. None is ``"no"`` for
        custody and ``"unknown"`` for the others.
    overlaps : {"latest", "refuse"}
        Where spells overlap, the one that began last holds, or it is an error.
    stitch_days : int
        Days between two spells in the state over which they are one.
    death : {"censor", "competing"}
        What a death before the state begins means, for times.

    Returns
    -------
    Outcome
        Kind ``binary`` (``wave`` is the day), ``count``, ``time_to_event`` (or
        ``competing``) or ``recurrent``.

    Raises
    ------
    OutcomeError
        When an option is not allowed, nobody has a spell of the domain, none
        has one of the words, or spells overlap and that is refused.

    Notes
    -----
    A spell holds from its start until the day before its end, one that ends on
    the day it began for that day, one without an end as long as the person is
    observed. Dates count across enrollments. People who died before a day, are
    not observed to it, or have no state on it are left out and counted apart.

    References
    ----------
    Andersen PK, Keiding N (2002). doi:10.1191/0962280202SM276ra

    Examples
    --------
    Five people: two housed on day 90, two not, and one of whom it is not known.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> who = ["1", "2", "3", "4", "5"]
    >>> person = pd.DataFrame({"person_id": who})
    >>> episode = pd.DataFrame({"episode_id": who, "person_id": who, "anchor": "2025-01-01"})
    >>> state = pd.DataFrame(
    ...     {
    ...         "person_id": ["1", "1", "2", "3", "4"],
    ...         "domain": "housing",
    ...         "value": ["shelter", "housed", "housed", "shelter", "housed"],
    ...         "start": ["2025-01-01", "2025-02-01", "2025-01-01", "2025-01-01", "2025-01-01"],
    ...         "end": ["2025-02-01", None, None, None, "2025-03-01"],
    ...     }
    ... )
    >>> state.loc[5] = ["4", "housing", "shelter", "2025-03-01", None]
    >>> made = rv.program(
    ...     {"person": person, "episode": episode, "state": state}, extract_date="2025-12-31"
    ... )
    >>> housed = rv.states(rv.cohort(made), "housing", values="housed", day=90)
    >>> housed.data["value"].tolist(), dict(housed.dropped)
    ([True, True, False, False], {'state not known on the day': 1})
    """
    _require(cohort, measure, overlaps, death)
    asked = _whole("day", [day] if isinstance(day, Integral) else day)
    _whole("horizon_days", [] if horizon_days is None else [horizon_days])
    _whole("stitch_days", [stitch_days])
    words = _words(domain, values)
    spells = spells_of(cohort, domain, words)
    if overlaps == "refuse" and spells.overlapping:
        raise OutcomeError(
            "Spells of people overlap with different states", code="RE-O26",
            rows=spells.overlapping,
            do="Correct them, or use overlaps='latest': the spell that began last holds.",
        )  # fmt: skip
    inside = np.asarray((spells.line["value"] == IN).to_numpy(dtype=bool))
    known = without_spell == "no" if without_spell else domain == CUSTODY
    question = StateQuestion(
        domain=domain, words=words, measure=measure, days=asked, horizon=horizon_days,
        known=known, stitch=stitch_days, death=death,
    )  # fmt: skip
    return state_outcome(cohort, spells, _measured(spells, inside, question), question)


def _measured(spells: Spells, inside: np.ndarray, question: StateQuestion) -> Measured:
    """Return what is asked of the states."""
    if question.measure == "on_day":
        return on_days(spells, inside, question.days, known=question.known)
    if question.measure == "days":
        return days_in(spells, inside, question.horizon or np.inf, known=question.known)
    if question.measure == "first":
        return first_time(spells, inside, question.stitch, known=question.known)
    return again(spells, inside, question.stitch, every=question.measure == "again")


def _require(cohort: object, measure: str, overlaps: str, death: str) -> None:
    """Raise on something else than a cohort, and on options that do not exist."""
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "States are derived for a cohort, and something else was given",
            code="RE-O24",
            do="Choose the people first: states(cohort(program, ...), 'housing', ...).",
        )
    for name, given, allowed in (
        ("measure", measure, get_args(Measure)),
        ("overlaps", overlaps, get_args(Overlaps)),
        ("death", death, get_args(Death)),
    ):
        if given not in allowed:
            raise OutcomeError(
                f"There is no {name} of that name",
                code="RE-O24",
                do=f"Use one of {', '.join(allowed)}." + nearest(str(given), allowed),
            )


def _whole(name: str, given: Any) -> tuple[int, ...]:
    """Return days that are whole numbers of zero or more."""
    given = given if hasattr(given, "__len__") else [given]
    if any(isinstance(d, bool) or not isinstance(d, Integral) or d < 0 for d in given):
        raise OutcomeError(
            f"{name} is not a whole number of zero or more",
            code="RE-O24",
            do=f"Give days from time zero, such as {name}=90.",
        )
    return tuple(int(str(d)) for d in given)


def _words(domain: str, values: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the recorded words that mean yes, in small letters."""
    require_domain(domain)
    if values is None:
        if domain == CUSTODY:
            return IN_CUSTODY
        raise OutcomeError(
            "It is not said which recorded states mean yes",
            code="RE-O24",
            column="value",
            do="Name them, such as values=['housed', 'rents'].",
        )
    listed = [str(v) for v in values] if isinstance(values, list | tuple) else values
    given = word_list("values", listed, error=OutcomeError, code="RE-O24")
    return tuple(word.strip().lower() for word in given)
