"""Weekly results of people: one pattern per person, or one row per person and week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.door import covariate_names
from recoveryeval.outcomes.weekly.cohort_weeks import cohort_weeks
from recoveryeval.outcomes.weekly.long_results import long_weeks
from recoveryeval.outcomes.weekly.strings import from_text
from recoveryeval.programs.program import Program
from recoveryeval.release.profile import Profile

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WeeklyResults:
    """Weekly test results of people who never met a Program.

    Parameters
    ----------
    weeks : table
        ``person``, ``week`` from 1 and ``symbol`` (``+ - * o _``), one row for
        every week that was due; it may live in a database.
    people : pandas.DataFrame
        ``person``, ``label`` (the id as it was given) and what models may use.
    covariates : tuple of str
        Columns of ``people`` that models may use.
    """

    weeks: Any
    people: pd.DataFrame
    covariates: tuple[str, ...]

    def plot(self, ax: Axes | None = None, *, profile: Profile = "internal") -> Axes:
        """Draw everyone's weeks, one row per person without any id.

        Parameters
        ----------
        ax : matplotlib.axes.Axes or None
            Axes to draw on; new ones by default.
        profile : {"internal", "funder", "public"}
            Rows of people are internal; other profiles are refused.

        Returns
        -------
        matplotlib.axes.Axes
            People with early use on top; with an alternative text.
        """
        from recoveryeval.outcomes.weekly.drawn import drawn

        return drawn(self.weeks, profile=profile, ax=ax)

    def __repr__(self) -> str:
        """Return the number of people only."""
        return f"<WeeklyResults: {len(self.people)} people>"


def weekly_results(
    data: Any,
    *,
    pattern: str | None = None,
    person: str | None = None,
    week: str | None = None,
    result: str | None = None,
    covariates: Sequence[str] | None = None,
) -> WeeklyResults:
    """Take your own table of weekly results, to ask when people returned to use.

    It estimates nothing itself: give it to :func:`relapse`, whose definition
    says what counts.

    Parameters
    ----------
    data : table or Cohort
        One row per person with a ``pattern``, or one row per ``person`` and
        ``week`` with a ``result``; or a cohort, for its panel.
    pattern : str or None
        Column with one symbol per week from week 1: ``+`` use, ``-`` no use,
        ``*`` mixed results, ``o`` due without a result, ``_`` not due.
    person : str or None
        Column with the person's id; needed with ``week``.
    week : str or None
        Column with the week, a whole number from 1.
    result : str or None
        Column with the same symbols, or ``pos``, ``neg``, ``mixed``,
        ``missing``, ``not due``. Weeks without a row, up to a person's last
        one, are due without a result.
    covariates : sequence of str or None
        Columns to carry for models, with ``pattern`` only; None carries all.

    Returns
    -------
    WeeklyResults
        Give it to :func:`relapse` in the place of a cohort.

    Raises
    ------
    OutcomeError
        When a result is none of these, a week is no whole number from 1, a
        person has two results in a week, or it is unclear which form is meant.

    Notes
    -----
    Rows per week are read where they live: pandas, polars, DuckDB or Spark.
    Only one row per person comes over.

    References
    ----------
    Balise RR, et al. (2024). doi:10.1371/journal.pone.0312695

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> tests = pd.DataFrame({"weeks": ["--++++--", "-o------"], "arm": ["coach", "usual"]})
    >>> back = rv.relapse(rv.weekly_results(tests, pattern="weeks"), definition="ctn0094")
    >>> back.data[["time", "event", "arm"]]
       time  event    arm
    0   3.0   True  coach
    1   5.0  False  usual
    """
    if isinstance(data, Cohort):
        return _from_cohort(data, (pattern, person, week, result, covariates))
    if isinstance(data, Program):
        raise OutcomeError(
            "Weekly results are those of a table or a cohort, and a program was given",
            code="RE-W04",
            do="Choose the people first: weekly_results(cohort(program, ...)).",
        )
    if (pattern is None) == (week is None) or (week is None) != (result is None):
        raise OutcomeError(
            "It is not clear which form the weekly results have",
            code="RE-W04",
            do="Name pattern=, or person=, week= and result=.",
        )
    if pattern is not None:
        return _from_patterns(data, pattern, person, covariates)
    if person is None or covariates is not None:
        raise OutcomeError(
            "Rows per week need person=, and carry no covariates",
            code="RE-W04",
            do="Name person=; to carry covariates give one pattern per person.",
        )
    weeks, people = long_weeks(data, person=person, week=str(week), result=str(result))
    return WeeklyResults(weeks, people, ())


def _from_cohort(cohort: Cohort, named: tuple[object, ...]) -> WeeklyResults:
    """Return the weekly results of a cohort's panel."""
    if any(column is not None for column in named):
        raise OutcomeError(
            "The panel of a cohort has its own columns",
            code="RE-W04",
            do="Leave out the column names.",
        )
    hand = cohort_weeks(cohort, substance=None, source=None, weeks=None)
    return WeeklyResults(hand.weeks, hand.people, hand.covariates)


def _from_patterns(
    data: Any, pattern: str, person: str | None, covariates: Sequence[str] | None
) -> WeeklyResults:
    """Return the weekly results of one pattern per person."""
    roles: dict[str, str | None] = {"pattern": pattern, "person": person}
    table, _ = arrive(data, roles, covariates)
    others = covariate_names(table, roles, "time_to_event")
    if person is not None and (table[person].isna().any() or table[person].duplicated().any()):
        raise OutcomeError(
            "Some people have no id, or several patterns",
            code="RE-W05",
            column=person,
            rows=int((table[person].isna() | table[person].duplicated()).sum()),
            do="Give one row per person.",
        )
    label = pd.Series(range(1, len(table) + 1)) if person is None else table[person]
    people = pd.DataFrame({"person": range(len(table)), "label": label.astype("string")})
    return WeeklyResults(
        from_text(table[pattern]), pd.concat([people, table[others]], axis=1), tuple(others)
    )
