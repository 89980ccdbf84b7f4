"""Days counted from an episode's anchor, and the episode of rows that name none."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.finding import Finding, finding
from recoveryeval.schema.note import Frames, has
from recoveryeval.schema.table_schema import TableSchema, load_table


def with_days(tables: Frames) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Return the tables with episodes assigned and days derived, and what was counted.

    A day is the date minus the episode's anchor, in calendar days. Days given
    by the source are kept where there is no date or no anchor.
    """
    episode = tables["episode"]
    result = dict(tables)
    found: list[Finding] = []
    for table in tables:
        schema = load_table(table)
        if tables[table].empty or "episode_id" not in schema.columns:
            continue
        if table != "episode" and not episode.empty:
            result[table], notes = _assigned(result[table], schema, episode)
            found += notes
        result[table], notes = _derived(result[table], schema, episode)
        found += notes
    return result, found


def with_person(tables: Frames) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """Return the tables with the person of the episode where a row names only the episode."""
    episode = tables["episode"]
    result = dict(tables)
    filled: dict[str, int] = {}
    if not has(episode, "episode_id", "person_id"):
        return result, filled
    person = episode.drop_duplicates("episode_id").set_index("episode_id")["person_id"]
    for table, frame in tables.items():
        if (
            table == "episode"
            or not has(frame, "episode_id")
            or "person_id" not in load_table(table).columns
        ):
            continue
        held = frame["person_id"] if "person_id" in frame else _missing(frame, "string")
        other = held.fillna(frame["episode_id"].map(person).astype("string"))
        gained = int(held.isna().sum() - other.isna().sum())
        if gained:
            filled[table] = gained
            result[table] = frame.assign(person_id=other)
    return result, filled


def _missing(frame: pd.DataFrame, dtype: str) -> pd.Series:
    """Return an empty column of a type."""
    return pd.Series(pd.NA, index=frame.index, dtype=dtype)


def _assigned(
    frame: pd.DataFrame, schema: TableSchema, episode: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return rows that name no episode with the one they fall into, and the counts."""
    held = frame["episode_id"] if "episode_id" in frame else _missing(frame, "string")
    open_rows = held.isna()
    if "person_id" not in frame or not open_rows.any():
        return frame, []
    open_rows &= frame["person_id"].isin(episode["person_id"].dropna().unique())
    if not open_rows.any():
        return frame, []
    when = _first_date(frame, schema)[open_rows]
    given = _episode_at(frame["person_id"][open_rows], when, episode)
    whole = held.fillna(given.reindex(frame.index))
    named, unclear = int(given.notna().sum()), int(given.isna().sum())
    notes = [finding("episode_assigned", schema.name, "episode_id", named)] if named else []
    if unclear:
        notes.append(finding("episode_unclear", schema.name, "episode_id", unclear))
    return frame.assign(episode_id=whole), notes


def _first_date(frame: pd.DataFrame, schema: TableSchema) -> pd.Series:
    """Return the first date each row holds among those that count from the anchor."""
    when = pd.Series(np.datetime64("NaT"), index=frame.index, dtype="datetime64[s]")
    for field in schema.fields:
        if field.day and field.name in frame:
            when = when.fillna(frame[field.name])
    return when


def _episode_at(person: pd.Series, when: pd.Series, episode: pd.DataFrame) -> pd.Series:
    """Return the person's latest episode with an anchor on or before the date, else the first.

    Without a date only a person's single episode can be told.
    """
    if "anchor" not in episode:
        episode = episode.assign(anchor=pd.Series(np.datetime64("NaT"), index=episode.index))
    held = episode[["person_id", "episode_id", "anchor"]].sort_values(["anchor", "episode_id"])
    number = held.groupby("person_id")["episode_id"].transform("size")
    single = held[number == 1].set_index("person_id")["episode_id"]
    result = person.map(single).astype("string")
    rest = result.isna() & when.notna()
    if rest.any():
        result = result.fillna(_latest(person[rest], when[rest], held.dropna(subset="anchor")))
    return result


def _latest(person: pd.Series, when: pd.Series, held: pd.DataFrame) -> pd.Series:
    """Return the latest of several episodes that had begun, else the first."""
    rows = pd.DataFrame({"person_id": person, "when": when.astype("datetime64[s]")})
    rows = rows.rename_axis("label").reset_index().sort_values("when", kind="stable")
    begun = pd.merge_asof(
        rows,
        held.astype({"anchor": "datetime64[s]"}),
        left_on="when",
        right_on="anchor",
        by="person_id",
    ).set_index("label")
    first = held.groupby("person_id")["episode_id"].first()
    return begun["episode_id"].fillna(begun["person_id"].map(first)).astype("string")


def _anchor(frame: pd.DataFrame, episode: pd.DataFrame) -> pd.Series:
    """Return the anchor of each row's episode."""
    if not has(episode, "anchor") or not has(frame, "episode_id"):
        return pd.Series(np.datetime64("NaT"), index=frame.index, dtype="datetime64[s]")
    anchors = episode.drop_duplicates("episode_id").set_index("episode_id")["anchor"]
    return frame["episode_id"].map(anchors)


def _derived(
    frame: pd.DataFrame, schema: TableSchema, episode: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the table with its day columns, and the days that contradicted a date."""
    anchor = _anchor(frame, episode)
    new: dict[str, pd.Series] = {}
    found: list[Finding] = []
    for field in schema.fields:
        if not field.day or field.name not in frame:
            continue
        days = (frame[field.name] - anchor).dt.days.astype("Int64")
        if field.day in frame:
            given = frame[field.day]
            wrong = int((given != days).fillna(False).sum())
            if wrong:
                found.append(finding("day_conflict", schema.name, field.day, wrong))
            days = days.fillna(given)
        new[field.day] = days
    return frame.assign(**new), found
