"""Dates in their order: end after start, nothing after the extract or after death."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from recoveryeval.schema.note import Frames, Note, has, note
from recoveryeval.schema.table_schema import load_table

# What may truly be dated after a death: help for the family, the team's own meetings.
_AFTER_DEATH = ("family", "team")


def end_before_start(tables: Frames) -> list[Note]:
    """Set aside rows whose end lies before their start, by dates or by days."""
    found: list[Note] = []
    for table, frame in tables.items():
        for first, last in load_table(table).ordered:
            if has(frame, first, last):
                found += note(
                    "end_before_start", (table, last), frame, frame[last] < frame[first], "row"
                )
    return found


def after_extract(tables: Frames, extract: dt.date | None) -> list[Note]:
    """Set aside rows, or end dates alone, that lie after the extract date."""
    if extract is None:
        return []
    limit = pd.Timestamp(extract)
    found: list[Note] = []
    for table, frame in tables.items():
        for field in load_table(table).fields:
            if field.type != "date" or field.future == "allowed" or not has(frame, field.name):
                continue
            late = frame[field.name] > limit
            found += note("after_extract", (table, field.name), frame, late, field.future)
    return found


def deaths(tables: Frames) -> pd.DataFrame:
    """Return the latest date of death of each person and how many dates there are."""
    event = tables["event"]
    if not has(event, "type", "start", "person_id"):
        return pd.DataFrame(
            {"death": pd.Series(dtype="datetime64[s]"), "dates": pd.Series(dtype="int64")}
        )
    died = event[(event["type"] == "death").fillna(False) & event["start"].notna()]
    grouped = died.groupby("person_id")["start"]
    return pd.DataFrame({"death": grouped.max(), "dates": grouped.nunique()})


def after_death(tables: Frames) -> list[Note]:
    """Set aside services and events dated after the person's death."""
    died = deaths(tables)
    if died.empty:
        return []
    found: list[Note] = []
    for table, date in (
        ("contact", "date"),
        ("assessment", "date"),
        ("event", "start"),
        ("drug", "date"),
    ):
        frame = tables[table]
        if not has(frame, "person_id", date):
            continue
        late = frame[date] > frame["person_id"].map(died["death"])
        found += note(
            "after_death", (table, date), frame, late & _by_the_person(table, frame), "row"
        )
    return found


def _by_the_person(table: str, frame: pd.DataFrame) -> pd.Series:
    """Return the rows in which the person took part; attempts may follow a death."""
    part = pd.Series(True, index=frame.index, dtype="boolean")
    if table == "contact" and "status" in frame:
        part &= (frame["status"] == "completed").fillna(True)
    if table == "contact" and "service" in frame:
        part &= ~frame["service"].isin(_AFTER_DEATH)
    if table == "assessment" and "status" in frame:
        part &= ~frame["status"].isin(("refused", "not_held"))
    if table == "assessment" and "subject" in frame:
        part &= (frame["subject"] == "client").fillna(True)
    if table == "event" and "type" in frame:
        part &= (frame["type"] != "death").fillna(True)
    return part


def several_deaths(tables: Frames) -> list[Note]:
    """Count the death events of people with more than one date of death."""
    died = deaths(tables)
    twice = died.index[died["dates"] > 1]
    if not len(twice):
        return []
    event = tables["event"]
    mask = (event["type"] == "death").fillna(False) & event["person_id"].isin(twice)
    return note("several_deaths", ("event", "start"), event, mask, "count")
