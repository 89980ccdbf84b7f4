"""References from table to table."""

from __future__ import annotations

from recoveryeval.schema.note import Frames, Note, has, note
from recoveryeval.schema.table_schema import load_table


def person_episode_conflict(tables: Frames) -> list[Note]:
    """Set aside rows that name a person and an episode of somebody else."""
    episode = tables["episode"]
    if not has(episode, "episode_id", "person_id"):
        return []
    owner = episode.drop_duplicates("episode_id").set_index("episode_id")["person_id"]
    found: list[Note] = []
    for table, frame in tables.items():
        if table != "episode" and has(frame, "episode_id", "person_id"):
            other = frame["episode_id"].map(owner) != frame["person_id"]
            place = (table, "episode_id")
            found += note("person_episode_conflict", place, frame, other, "row")
    return found


def unresolved_reference(tables: Frames) -> list[Note]:
    """Count rows whose id does not occur in the table it refers to; nothing is set aside.

    A table that was not loaded at all is not held against the others, since a
    program may come from one export.
    """
    found: list[Note] = []
    for table, frame in tables.items():
        for key in load_table(table).foreign_keys:
            target = tables[key.table]
            if not has(frame, key.column) or not has(target, key.reference):
                continue
            column = frame[key.column]
            lost = column.notna() & ~column.isin(target[key.reference].dropna().unique())
            found += note("unresolved_reference", (table, key.column), frame, lost, "count")
    return found
