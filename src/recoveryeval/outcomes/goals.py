"""Goals that people set: met, dropped, or still open."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import Literal, get_args

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.goals_frame import goal_outcome
from recoveryeval.outcomes.goals_table import Goals, goals_of
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.schema.vocabulary import load_vocabulary
from recoveryeval.schema.word_list import word_list

Measure = Literal["met", "any_met", "time"]


def goals(
    cohort: Cohort,
    *,
    measure: Measure = "met",
    days: int = 180,
    self_defined: bool | None = None,
    domain: str | Sequence[str] | None = None,
    set_within: int | None = None,
) -> Outcome:
    """Say which goals were met within a time of being set; a goal still open is not unmet.

    The estimand a model on it will answer for is the share of goals met within
    so many days of being set, or the share of people who met one, or the time
    from setting a goal to meeting it with dropping it as the competing event.

    Parameters
    ----------
    cohort : Cohort
        The people and their time zero.
    measure : {"met", "any_met", "time"}
        Each goal, each person, or the time of each goal.
    days : int
        Days from the day a goal was set, for ``met`` and ``any_met``.
    self_defined : bool or None
        Only goals in the person's own words, or only the others; None is all,
        with ``self_defined`` as a covariate that tells them apart.
    domain : str, sequence of str or None
        Only goals in these domains, such as ``"housing"``.
    set_within : int or None
        Only goals set within so many days from time zero.

    Returns
    -------
    Outcome
        Kind ``binary`` with one row per goal or person, or ``competing`` (1 met,
        2 dropped). Rows of one goal carry ``goal_domain`` and ``self_defined``.

    Raises
    ------
    OutcomeError
        When an option is not allowed, nobody has a goal of the kind, or none is
        observed for so many days.

    Notes
    -----
    A goal counts when the records reach ``days`` days beyond the day it was
    set, whether or not it was met by then: keeping goals met early and leaving
    out those still open would make every program look better. A dropped goal
    is not met.

    References
    ----------
    Kiresuk TJ, Sherman RE (1968). doi:10.1007/BF01530764

    Examples
    --------
    Five people with one goal each: met, met late, dropped, open, set a week ago.

    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> who = ["1", "2", "3", "4", "5"]
    >>> person = pd.DataFrame({"person_id": who})
    >>> episode = pd.DataFrame({"episode_id": who, "person_id": who, "anchor": "2025-01-01"})
    >>> goal = pd.DataFrame(
    ...     {
    ...         "goal_id": who,
    ...         "person_id": who,
    ...         "set": ["2025-01-10"] * 4 + ["2025-12-24"],
    ...         "met": ["2025-03-01", "2025-11-01", None, None, None],
    ...         "dropped": [None, None, "2025-02-01", None, None],
    ...     }
    ... )
    >>> made = rv.program(
    ...     {"person": person, "episode": episode, "goal": goal}, extract_date="2025-12-31"
    ... )
    >>> met = rv.goals(rv.cohort(made), days=180)
    >>> met.data["value"].tolist(), dict(met.dropped)
    ([True, False, False, False], {'goals not observed for 180 days': 1})
    """
    chosen = _require(cohort, measure, days, set_within, domain)
    _require_told(self_defined)
    found = goals_of(cohort, self_defined=self_defined, domains=chosen, within=set_within)
    if measure == "time":
        rows, dropped = _times(found)
    else:
        rows, dropped = _met(found, days)
        if measure == "any_met":
            rows = rows.groupby("place", as_index=False)["value"].max()
    return goal_outcome(cohort, found, rows, dropped, (measure, days, self_defined))


def _met(found: Goals, days: int) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return whether each goal was met within days of being set, where that can be seen."""
    frame = found.frame
    seen = frame["seen_to"] - frame["set"] >= days
    if not seen.any():
        raise OutcomeError(
            "No goal is observed for so many days after it was set",
            code="RE-E25",
            column="set",
            rows=len(frame),
            do="Use fewer days.",
        )
    met = (frame["met"] - frame["set"] <= days) & (frame["met"] <= frame["dropped"])
    lost = int((~seen).sum())
    rows = frame.assign(value=met)[seen]
    return rows, {f"goals not observed for {days} days": lost} if lost else {}


def _times(found: Goals) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the time of each goal to being met or dropped; the goal that is open is censored."""
    frame = found.frame
    first = np.minimum(frame["met"], frame["dropped"])
    cause = np.where(np.isinf(first), 0, np.where(frame["met"] <= frame["dropped"], 1, 2))
    end = np.minimum(first, frame["seen_to"])
    return frame.assign(time=end - frame["set"], cause=cause), {}


def _require(
    cohort: object,
    measure: str,
    days: object,
    set_within: object,
    domain: str | Sequence[str] | None,
) -> tuple[str, ...]:
    """Return the domains, or raise on options that are not allowed."""
    if not isinstance(cohort, Cohort):
        raise OutcomeError(
            "Goals are derived for a cohort, and something else was given",
            code="RE-O28",
            do="Choose the people first: goals(cohort(program, ...)).",
        )
    if measure not in get_args(Measure):
        raise OutcomeError(
            "There is no measure of goals of that name",
            code="RE-O28",
            do=f"Use one of {', '.join(get_args(Measure))}."
            + nearest(str(measure), get_args(Measure)),
        )
    for name, value in (("days", days), ("set_within", 0 if set_within is None else set_within)):
        if isinstance(value, bool) or not isinstance(value, Integral) or value < 0:
            raise OutcomeError(
                f"{name} is not a whole number of zero or more",
                code="RE-O28",
                do=f"Give days, such as {name}=180.",
            )
    return _domains(domain)


def _require_told(self_defined: object) -> None:
    """Raise unless it is said which goals are meant."""
    if self_defined is not None and not isinstance(self_defined, bool):
        raise OutcomeError(
            "self_defined is neither True, False nor None",
            code="RE-O28",
            do="True keeps goals in the person's own words, False the others, None all.",
        )


def _domains(domain: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the domains asked for, or raise on one that is no term."""
    asked = word_list("domain", domain, error=OutcomeError, code="RE-O28")
    needs = load_vocabulary("need").terms
    for name in asked:
        if name not in needs:
            raise OutcomeError(
                "There is no domain of goals of that name",
                code="RE-O28",
                do=f"Use some of {', '.join(needs)}." + nearest(name, needs),
            )
    return asked
