"""The guard against immortal time: what decides who is compared must be known at time zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from recoveryeval.errors import CohortError, nearest
from recoveryeval.programs.known import TIMES

_DO = (
    "Use something known at time zero, or rv.landmark(...), which moves time zero. If the column "
    "was fixed by then although the data do not say so, declare it: known={{'{name}': 'anchor'}}."
)


def declared(
    known: Mapping[str, str], told: Mapping[str, str] | None, frame: pd.DataFrame
) -> dict[str, str]:
    """Return when each column became known, with what the caller declares on top."""
    made = {"origin_day": "anchor", "age": "always"}
    if told is not None and not isinstance(told, Mapping):
        raise CohortError(
            "known= is not a table of columns and the times they became known",
            code="RE-K20",
            do="Write known={'severity': 'anchor'}.",
        )
    for name, time in (told or {}).items():
        if name not in frame.columns:
            raise CohortError(
                "A column whose time was declared is not in person or episode",
                code="RE-K20",
                column=str(name),
                do="Name a column of person or episode."
                + nearest(str(name), map(str, frame.columns)),
            )
        if time not in TIMES and time not in frame.columns:
            raise CohortError(
                "The time a column became known is neither a word for it nor a day column",
                code="RE-K20",
                column=str(name),
                do=f"Use one of {', '.join(TIMES)}, or name a column that holds the day."
                + nearest(str(time), [*TIMES, *map(str, frame.columns)]),
            )
    return {**known, **made, **(told or {})}


def require_known(
    columns: Iterable[str], frame: pd.DataFrame, known: Mapping[str, str]
) -> tuple[str, ...]:
    """Raise when a column became known after time zero; return those of unknown time."""
    unsure: list[str] = []
    for name in columns:
        time = known.get(name, "later")
        if time == "later":
            raise immortal(name, "became known after time zero")
        if time == "unknown":
            unsure.append(name)
        elif time not in TIMES:
            late = ~(_days(frame, time) <= frame["origin_day"].to_numpy(dtype="float64"))
            if late.any():
                raise immortal(
                    name, "became known after time zero, or on an unknown day", int(late.sum())
                )
    return tuple(unsure)


def _days(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Return a column that holds when something became known, as days from the anchor (n,)."""
    held = frame[name]
    if pd.api.types.is_datetime64_any_dtype(held.dtype):
        held = (held - frame["anchor"]).dt.days
    if not pd.api.types.is_numeric_dtype(held.dtype):
        raise CohortError(
            "The column that should hold the day on which another became known holds neither days "
            "nor dates",
            code="RE-K20",
            column=name,
            do="Name a column of dates, or of days from the anchor.",
        )
    return np.asarray(held.to_numpy(dtype="float64", na_value=np.nan))


def immortal(name: str, how: str, rows: int | None = None) -> CohortError:
    """Return the refusal of a column that would build immortal time into a comparison."""
    return CohortError(
        f"The column {how}. Groups made from it hold immortal time: people had to stay until then "
        "to be in them, so they would look better than they fared",
        code="RE-K21",
        column=name,
        rows=rows,
        do=_DO.format(name=name),
    )
