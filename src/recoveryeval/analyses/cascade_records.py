"""The records of one step: who, and on which day from time zero."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pandas as pd

from recoveryeval.analyses.cascade_people import People
from recoveryeval.analyses.cascade_step import CascadeStep, Rows
from recoveryeval.cohorts.grammar.evaluate import evaluate
from recoveryeval.cohorts.grammar.nodes import names
from recoveryeval.cohorts.grammar.parse import parse
from recoveryeval.cohorts.relative_days import person_rows
from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.engaging.followed import as_floats
from recoveryeval.programs.program import Program


def records_of(step: CascadeStep, people: People, program: Program) -> tuple[pd.DataFrame, int]:
    """Return ``person`` (row of the people) and ``day`` of every row that shows the step.

    The number counts rows that show it and name no person.
    """
    found = [_rows(rows, people, program) for rows in step.rows]
    frame = pd.concat([part for part, _ in found], ignore_index=True)
    return frame, sum(nameless for _, nameless in found)


def _rows(rows: Rows, people: People, program: Program) -> tuple[pd.DataFrame, int]:
    """Return the records of one table."""
    table = program.tables[rows.table]
    if rows.where is not None and len(table):
        table = table[_meets(rows, table)]
    nameless = int(table["person_id"].isna().sum())
    if rows.day not in table:  # the anchor is day 0 of its own enrollment
        table = table.assign(**{rows.day: pd.array([0] * len(table), dtype="Int64")})
    kept = table[["person_id", "episode_id", rows.date, rows.day]]
    met = person_rows(people.frame, kept, (rows.date, rows.day))
    place = met["place"].to_numpy(dtype=np.int64)
    day = met[rows.day].to_numpy() - as_floats(people.frame["origin_day"])[place]
    return pd.DataFrame({"person": place, "day": day}).dropna(), nameless


def _meets(rows: Rows, table: pd.DataFrame) -> np.ndarray:
    """Return which rows (m,) surely meet the condition."""
    parts = parse(rows.where or "")
    for name in (n for part in parts for n in names(part.node)):
        if name not in table.columns:
            raise OutcomeError(
                f"The condition of a step uses a column that the table '{rows.table}' lacks",
                code="RE-O42",
                column=name,
                do="Use a column of that table." + nearest(name, map(str, table.columns)),
            )
    answers = [evaluate(p.node, table).to_numpy(dtype=bool, na_value=False) for p in parts]
    return np.asarray(reduce(np.logical_and, answers))
