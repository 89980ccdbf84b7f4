"""Enrollments whose end is recorded in a way that nobody can read: neither open nor closed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recoveryeval.schema.episodes import ended_rows
from recoveryeval.schema.note import Frames, Note, has, note

ENDS = ("end", "end_day")
UNKNOWN = "unknown"


def with_unknown_end(
    table: str, frame: pd.DataFrame, unclear: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """Return enrollments with status 'unknown' where an end is there but cannot be read.

    ``unclear`` marks by column the cells (n,) that hold something without
    telling what. An empty status would be taken for open, since no end is left.
    """
    masks = [unclear[name] for name in (*ENDS, "status") if name in unclear]
    lost = np.logical_or.reduce(masks) if masks else np.zeros(len(frame), dtype=bool)
    if table != "episode" or not lost.any():
        return frame
    lost &= ~ended_rows(frame)
    held = frame["status"] if "status" in frame else pd.Series(pd.NA, frame.index, "string")
    return frame.assign(status=held.astype("string").mask(lost & held.isna().to_numpy(), UNKNOWN))


def with_disputed_end(episode: pd.DataFrame, notes: list[Note]) -> pd.DataFrame:
    """Return enrollments with status 'unknown' where sources disagreed on it."""
    unclear = {
        n.column: np.asarray(episode.index.isin(n.labels), dtype=bool)
        for n in notes
        if (n.table, n.kind, n.action) == ("episode", "key_conflict", "cell")
        and n.column in (*ENDS, "status")
    }
    return with_unknown_end("episode", episode, unclear)


def unknown_ends(tables: Frames) -> list[Note]:
    """Count enrollments that ended, or may have ended, on a day that nobody can tell."""
    episode = tables["episode"]
    if not has(episode, "status"):
        return []
    lost = (episode["status"] == UNKNOWN).fillna(False) & ~ended_rows(episode)
    return note("open_closed_conflict", ("episode", "end"), episode, lost, "count")
