"""How long each person can be observed, from study spans, the extract date and death."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.cohorts.relative_days import largest, person_rows
from recoveryeval.errors import CohortError
from recoveryeval.programs.program import Program

# The program's own view of a person comes first; insurance coverage only where there is no other.
PREFERRED = ("study", "source")
OTHERWISE = "coverage"
_KEY = ("person_id", "episode_id")


def with_observation(frame: pd.DataFrame, program: Program) -> pd.DataFrame:
    """Return the enrollments with ``death_day``, ``records_to`` and ``observed_to``.

    ``records_to`` is the last day that the records would show, ``observed_to``
    the same or the day of death. Both are missing for people whom no span
    covers at time zero, and for those with neither a span nor a date of intake.
    Days count from the anchor.
    """
    extract = _extract_day(frame, program)
    covered, has_span = _covered_to(frame, program, extract)
    if program.extract_date is None:
        _require_spans(frame, has_span)
    died = death_days(frame, program)
    # A span that ends on the day of death ends because of it: the records would have gone on.
    bound = np.where(has_span & (covered != died), covered, np.inf)
    records = np.minimum(bound, np.where(np.isnan(extract), np.inf, extract))
    records = np.where(np.isinf(records), died, records)
    observed = np.where(np.isnan(records), np.nan, np.fmin(records, died))
    made = {"death_day": died, "records_to": records, "observed_to": observed}
    return frame.assign(**{c: as_days(values) for c, values in made.items()})


def as_days(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return days (n,) as whole numbers that may be missing."""
    return pd.array(values, dtype="Float64").astype("Int64")


def death_days(frame: pd.DataFrame, program: Program) -> np.ndarray:
    """Return the day of death (n,), from events, else from the end of the enrollment."""
    event = program.tables["event"]
    event = event.loc[(event["type"] == "death").fillna(False), [*_KEY, "start", "start_day"]]
    rows = person_rows(frame, event, ("start", "start_day"))
    told = largest(len(frame), rows["place"], rows["start_day"]).to_numpy(dtype="float64")
    ended = frame["end_day"].to_numpy(dtype="float64", na_value=np.nan)
    by_death = (frame["end_reason"] == "death").fillna(False).to_numpy(dtype=bool)
    return np.asarray(np.where(np.isnan(told) & by_death, ended, told))


def _extract_day(frame: pd.DataFrame, program: Program) -> np.ndarray:
    """Return the extract date as a day from each anchor (n,), missing where there is none."""
    if program.extract_date is None:
        return np.full(len(frame), np.nan)
    gap = pd.Timestamp(program.extract_date) - frame["anchor"]
    return np.asarray(gap.dt.days.to_numpy(dtype="float64", na_value=np.nan))


def _covered_to(
    frame: pd.DataFrame, program: Program, extract: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the end (n,) of the unbroken stretch that holds time zero, and who has spans (n,)."""
    span = program.tables["span"]
    span = span[span["kind"].isin([*PREFERRED, OTHERWISE]).fillna(False)]
    rows = person_rows(frame, span, ("start", "start_day"), ("end", "end_day"))
    rows = rows.assign(
        preferred=rows["kind"].isin(PREFERRED).to_numpy(dtype=bool),
        start_day=rows["start_day"].fillna(-np.inf),
    )
    best = rows.groupby("place")["preferred"].transform("max").astype(bool)
    rows = rows[rows["preferred"] | ~best]
    open_end = rows["end_day"].isna() & rows["end"].isna()
    place = rows["place"].to_numpy()
    # An open span runs to the extract; without an extract date its end is not known.
    rows = rows.assign(end_day=np.where(open_end, extract[place], rows["end_day"]))
    rows = rows.dropna(subset="end_day")
    has_span = np.isin(np.arange(len(frame)), rows["place"])
    zero = frame["origin_day"].to_numpy(dtype="float64", na_value=np.nan)
    return stretch_end(rows, zero), has_span


def stretch_end(rows: pd.DataFrame, zero: np.ndarray) -> np.ndarray:
    """Return the end of the stretch of touching spans that holds time zero (n,), else missing."""
    rows = rows.sort_values(["place", "start_day", "end_day"])
    reach = rows.groupby("place")["end_day"].cummax()
    before = reach.groupby(rows["place"]).shift()
    fresh = before.isna() | (rows["start_day"] > before + 1)
    # A stretch starts at its first row and ends where the next one begins.
    begins = np.flatnonzero(fresh.to_numpy(dtype=bool))
    ends = np.append(begins[1:], len(rows)) - 1
    place = rows["place"].to_numpy(dtype=np.int64)[begins]
    first = rows["start_day"].to_numpy(dtype="float64")[begins]
    last = reach.to_numpy(dtype="float64")[ends] if len(rows) else np.empty(0)
    holds = (first <= zero[place]) & (zero[place] <= last)
    result = np.full(len(zero), np.nan)
    result[place[holds]] = last[holds]
    return result


def _require_spans(frame: pd.DataFrame, has_span: np.ndarray) -> None:
    """Raise when it is not known until when somebody would have been seen."""
    people = frame.loc[~has_span, "person_id"].nunique()
    if people:
        raise CohortError(
            f"It is not known until when {people} people would have been seen: they have no "
            "span of observation, and the program has no extract date",
            code="RE-K12",
            rows=int((~has_span).sum()),
            do="Give the date the data were drawn (extract_date=...), or a span table of kind "
            "study, source or coverage. Without it people who are still enrolled cannot be told "
            "from people whose records end.",
        )
