"""Bring your own frame: something that can happen again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring, finite
from recoveryeval.outcomes.frames.door import absent, numbers, persons, pick
from recoveryeval.outcomes.frames.flags import happened
from recoveryeval.outcomes.frames.history import (
    refuse_negative,
    refuse_overlaps,
    refuse_rows_after_event,
    refuse_two_terminal,
)
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.check import Check


def recurrent_events(
    data: Any,
    *,
    start: str,
    stop: str,
    event: str,
    person: str,
    terminal: str | None = None,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "event",
) -> Outcome:
    """Turn your own table into an outcome that can happen to a person again and again.

    The estimand a model on it will answer for is the expected number of events
    per person by a given time, or the ratio of event rates.

    Parameters
    ----------
    data : table
        One row per interval ``(start, stop]`` of a person.
    start, stop : str
        Columns with the limits of the interval, in ``unit``.
    event : str
        Column that is True/1 where the event happened at ``stop``.
    person : str
        Column with the person's id.
    terminal : str or None
        Column that is True/1 where the person died at ``stop``, so that nothing
        can happen any more. An event and death may share a row.
    n : str or None
        Column with how many people had exactly this person's history; the
        same in all rows of a person.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit, name : str
        For labels.

    Returns
    -------
    Outcome
        Kind ``recurrent``; the table's other columns are its covariates.

    Raises
    ------
    OutcomeError
        When intervals of a person overlap, a time is negative, an event is
        coded other than 0/1, a person dies twice or is followed after death,
        or ``n`` differs between rows of a person.

    Notes
    -----
    A person may be out of sight between intervals; such gaps are not at risk.
    Leaving out ``terminal`` treats death as an end of observation: means then
    speak of a world in which nobody dies.

    References
    ----------
    Lawless JF, Nadeau C (1995). doi:10.1080/00401706.1995.10484300
    Ghosh D, Lin DY (2000). doi:10.1111/j.0006-341X.2000.00554.x

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> use = pd.DataFrame(
    ...     {"a": [0, 4, 0], "b": [4, 9, 9], "used": [1, 0, 0], "id": ["x", "x", "y"]}
    ... )
    >>> rv.recurrent_events(use, start="a", stop="b", event="used", person="id")
    <Outcome recurrent: event; 3 rows; in days>
    """
    asked = {"start": start, "stop": stop, "event": event, "person": person}
    table, roles = arrive(data, {**asked, "death": terminal, "n": n}, covariates)
    parts = pick(table, roles)
    starts, stops = numbers(parts["start"], start, unit), numbers(parts["stop"], stop, unit)
    refuse_negative(stops, stop)
    flags, checks = happened(parts["event"], event)
    died, told = _died(parts, terminal)
    who = persons(parts["person"])
    reasons = {
        **finite(stops, "stop"),
        "start missing, or not before stop": np.isnan(starts) | (starts >= stops),
        "event missing": np.isnan(flags),
        **({} if died is None else {"death missing": np.isnan(died)}),
        **absent(parts, "person"),
    }
    fine = ~np.logical_or.reduce(list(reasons.values()))
    if who is not None:
        _refuse_bad(who[fine], starts[fine], stops[fine], None if died is None else died[fine] == 1)
    columns = {"person": who, "start": starts, "stop": stops, "event": flags == 1}
    columns["death"] = None if died is None else died == 1
    made = bring(
        table, "recurrent", columns, roles, reasons, name=name, unit=unit, checks=(*checks, *told)
    )
    _refuse_uneven(made.frame, n)
    return made


def _died(
    parts: dict[str, pd.Series], terminal: str | None
) -> tuple[np.ndarray | None, tuple[Check, ...]]:
    """Return whether death ended each row (rows,), or None where deaths are not recorded."""
    return (None, ()) if terminal is None else happened(parts["death"], terminal)


def _refuse_bad(
    who: pd.Series, starts: np.ndarray, stops: np.ndarray, died: np.ndarray | None
) -> None:
    """Raise where rows of a person overlap, or where life goes on after death."""
    refuse_overlaps(who, starts, stops)
    if died is not None:
        refuse_two_terminal(who, died)
        refuse_rows_after_event(who, stops, died)


def _refuse_uneven(frame: pd.DataFrame, n: str | None) -> None:
    """Raise when rows of one person stand for different numbers of people."""
    n_of = frame.groupby("person", observed=True)["n"]
    uneven = int((n_of.max() > n_of.min()).sum())
    if uneven:
        raise OutcomeError(
            f"The rows of {uneven} people stand for different numbers of people",
            code="RE-E33",
            column=n,
            rows=uneven,
            do="A history stands for the same number of people from its first row to its last.",
        )
