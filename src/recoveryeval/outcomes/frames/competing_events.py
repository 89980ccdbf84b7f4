"""Bring your own frame: time until the first of several things happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.frames.arrive import arrive
from recoveryeval.outcomes.frames.bring import bring, finite
from recoveryeval.outcomes.frames.door import numbers, persons, pick
from recoveryeval.outcomes.frames.history import (
    entries,
    nameless,
    refuse_bad_histories,
    refuse_negative,
)
from recoveryeval.outcomes.outcome import Outcome


def competing_events(
    data: Any,
    *,
    time: str,
    status: str,
    causes: Mapping[int, str],
    entry: str | None = None,
    person: str | None = None,
    n: str | None = None,
    covariates: Sequence[str] | None = None,
    unit: str = "days",
    name: str = "event",
) -> Outcome:
    """Turn your own table into an outcome in which one event can prevent another.

    The estimand a model on it will answer for is the share of people who have
    had each event by a given time, in a world where the others happen too.

    Parameters
    ----------
    data : table
        Table of pandas, polars, arrow, DuckDB or Spark.
    time : str
        Column with the time of the first event or of the end of observation,
        in ``unit``, zero or more.
    status : str
        Column with 0 where observation ended first, else a code of ``causes``.
    causes : mapping of int to str
        Code and name of each event; 0 is reserved for censoring.
    entry, person, n : str or None
        As in :func:`time_to_event`.
    covariates : sequence of str or None
        Columns to carry for models; None carries all others. A table that
        stays in a database (DuckDB, Spark, lazy polars) is counted there, so
        that only distinct rows come over: name the few columns you need.
    unit, name : str
        For labels.

    Returns
    -------
    Outcome
        Kind ``competing``; the table's other columns are its covariates.

    Raises
    ------
    OutcomeError
        When a status is not 0 or a code of ``causes``, or a time is negative.

    Notes
    -----
    A row is at risk of every cause at ``t`` when ``entry < t <= time``.

    References
    ----------
    Putter H, Fiocco M, Geskus RB (2007). doi:10.1002/sim.2712

    Examples
    --------
    >>> import pandas as pd
    >>> import recoveryeval as rv
    >>> stays = pd.DataFrame({"days": [3, 5, 9], "status": [1, 0, 2]})
    >>> rv.competing_events(
    ...     stays, time="days", status="status", causes={1: "readmission", 2: "death"}
    ... )
    <Outcome competing: event; 3 rows; in days>
    """
    table, roles = arrive(
        data, {"time": time, "status": status, "entry": entry, "person": person, "n": n}, covariates
    )
    parts = pick(table, roles)
    times = numbers(parts["time"], time, unit)
    refuse_negative(times, time)
    _refuse_text(parts["status"], status)
    codes = numbers(parts["status"], status)
    _refuse_unknown(codes, causes, status)
    starts, late = entries(parts.get("entry"), entry, times, unit)
    who = persons(parts.get("person"))
    refuse_bad_histories(who, starts, times, codes > 0)
    whole = np.nan_to_num(codes).astype("int64")
    return bring(
        table,
        "competing",
        {"person": who, "entry": starts, "time": times, "cause": whole},
        roles,
        {
            **finite(times, "time"),
            "status missing": np.isnan(codes),
            "entry missing, or not before the end": late,
            "person missing": nameless(who, len(table)),
        },
        name=name,
        unit=unit,
        causes={int(k): str(v) for k, v in causes.items()},
    )


def _refuse_text(column: pd.Series, name: str) -> None:
    """Raise on a status in words, with how it becomes a code."""
    found = pd.api.types.infer_dtype(column, skipna=True)
    if found in ("string", "categorical") and not pd.api.types.is_numeric_dtype(column.dtype):
        raise OutcomeError(
            "The status is text, and the events are told apart by numbers",
            code="RE-F11",
            column=name,
            rows=len(column),
            do="Give each event a number and 0 to those without one, for example df['code'] = "
            "df['status'].map({'none': 0, 'readmission': 1, 'death': 2}), and name them: "
            "causes={1: 'readmission', 2: 'death'}.",
        )


def _refuse_unknown(codes: np.ndarray, causes: Mapping[int, str], column: str) -> None:
    """Raise on a code that nobody declared, and on a declared zero."""
    if not _named_by_code(causes):
        raise OutcomeError(
            "Code 0 stands for censoring and at least one cause must be named",
            code="RE-O08",
            do="Name causes with whole numbers from 1 on.",
        )
    stray = ~np.isnan(codes) & ~np.isin(codes, [0, *causes])
    if stray.any():
        raise OutcomeError(
            "Status codes that are neither 0 nor a declared cause",
            code="RE-V09",
            column=column,
            rows=int(stray.sum()),
            do="Name every code in causes=, or set unknown ones to missing.",
        )


def _named_by_code(causes: object) -> bool:
    """Return whether causes are named, each by a code."""
    return isinstance(causes, Mapping) and bool(causes) and all(map(_is_code, causes))


def _is_code(code: object) -> bool:
    """Return whether a code is a whole number above zero."""
    return isinstance(code, int | np.integer) and not isinstance(code, bool) and bool(code > 0)
