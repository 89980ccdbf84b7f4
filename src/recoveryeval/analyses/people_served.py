"""Who was served: counts and shares of a cohort's people, nothing compared or tested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from recoveryeval.analyses.served_rows import (
    Row,
    answers_of,
    is_measured,
    levels_of,
    quantile_rows,
    share_rows,
)
from recoveryeval.errors import CohortError, nearest
from recoveryeval.results.estimand import Estimand
from recoveryeval.results.result import Result
from recoveryeval.results.spec import make_spec

if TYPE_CHECKING:
    from recoveryeval.cohorts.cohort import Cohort

EVERYONE = "Everyone"
WORDS = {
    "age": "Age, years",
    "sex": "Sex",
    "gender": "Gender",
    "ethnicity": "Ethnicity",
    "referral_source": "Referred by",
}


def people_served(cohort: Cohort, *, columns: Sequence[str] = ()) -> Result:
    """Describe the people of a cohort: age, and how many gave each answer.

    Estimand: none. These are counts and quantiles of the people themselves.

    Parameters
    ----------
    cohort : Cohort
        People, with their arm where one was asked for.
    columns : sequence of str
        Further columns of ``cohort.people`` to describe. Columns of free text
        are refused, because a report must not repeat what someone wrote.

    Returns
    -------
    Result
        Kind ``people_served``; rows are characteristic (``term``), answer
        (``level``) and ``group``, with ``estimate`` the share of those with an
        answer (or the quantile of a number), ``n`` and ``denominator``.

    Raises
    ------
    CohortError
        If a column is unknown, or has more answers than a table can show, or
        if nothing is recorded that could be described.
    """
    people = cohort.people
    groups = _groups(people)
    asked = _required(described(people, columns))
    rows = [row for column in asked for row in _column(people, column, groups)]
    table = pd.DataFrame(rows)
    return Result(
        kind="people_served",
        title="Who was served",
        table=table,
        summary=pd.DataFrame({"n": [len(people)], "unit": ["people"]}),
        spec=make_spec(
            "people_served",
            {"columns": list(columns)},
            table,
            rows_in=len(people),
            rows_used=len(people),
        ),
        estimand=Estimand(
            population=cohort.population,
            contrast="number and share of people with each answer; quartiles of numbers",
            time_zero=cohort.origin,
            horizon="none",
            other_events="none",
            missing="people without an answer are counted apart and left out of the shares",
        ),
        methods_text=_METHODS,
        plot_name="none",
    )


def _required(asked: list[str]) -> list[str]:
    """Return the characteristics, of which there must be one."""
    if not asked:
        raise CohortError(
            "Nothing is recorded that would say who the people are",
            code="RE-A08",
            do="Map age, sex or another characteristic, or name columns to describe.",
        )
    return asked


def described(people: pd.DataFrame, columns: Sequence[str] = ()) -> list[str]:
    """Return the characteristics that can be described: of the usual and those asked for."""
    named = dict.fromkeys([*(name for name in WORDS if name in people), *columns])
    return [name for name in named if name not in people or people[name].notna().any()]


_METHODS = (
    "People are described by counts and percentages of those with an answer, and numbers by "
    "median and quartiles. Missing answers are counted. Nothing is tested, since differences "
    "between groups at time zero describe the groups."
)


def _groups(people: pd.DataFrame) -> dict[str, pd.Index]:
    """Return the rows of everyone, then of each arm."""
    groups = {EVERYONE: people.index}
    if "arm" in people:
        for arm in sorted(people["arm"].dropna().unique()):
            groups[str(arm)] = people.index[people["arm"] == arm]
    return groups


def _column(people: pd.DataFrame, column: str, groups: dict[str, pd.Index]) -> list[Row]:
    """Return the rows of one characteristic."""
    if column not in people:
        raise CohortError(
            "The cohort has no such column to describe",
            code="RE-K40",
            column=column,
            do="Use a column of cohort.people." + nearest(column, map(str, people.columns)),
        )
    term = WORDS.get(column, column.replace("_", " ").capitalize())
    values = people[column]
    if values.isna().all():
        return []
    if column == "age" or is_measured(values):
        return [row for name, at in groups.items() for row in quantile_rows(values[at], term, name)]
    answers = answers_of(values, column)
    levels = levels_of(answers)
    return [
        row for name, at in groups.items() for row in share_rows(answers[at], term, name, levels)
    ]
