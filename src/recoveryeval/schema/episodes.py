"""Plausibility of people and their episodes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.schema.note import Frames, Note, has, note

OLDEST = 110
_FAR = pd.Timestamp("2200-01-01")


def birth_implausible(tables: Frames) -> list[Note]:
    """Set aside years of birth after intake, or that make a person older than 110."""
    person, episode = tables["person"], tables["episode"]
    if not (has(person, "birth_year") and has(episode, "anchor", "person_id")):
        return []
    years = episode.assign(year=episode["anchor"].dt.year).groupby("person_id")["year"]
    first, last = person["person_id"].map(years.min()), person["person_id"].map(years.max())
    birth = person["birth_year"]
    wrong = (birth > first).fillna(False) | (last - birth > OLDEST).fillna(False)
    return note("birth_implausible", ("person", "birth_year"), person, wrong, "cell")


def overlapping_episodes(tables: Frames) -> list[Note]:
    """Count episodes that begin before an earlier one of the same person and program ended."""
    episode = tables["episode"]
    if not has(episode, "person_id", "anchor"):
        return []
    keys = ["person_id", "program"] if "program" in episode else ["person_id"]
    held = episode[episode["anchor"].notna()]
    end = held["end"].fillna(_FAR) if "end" in held else pd.Series(_FAR, index=held.index)
    held = held.assign(until=end).sort_values(["anchor", "until"], kind="stable")
    by = [held[key] for key in keys]
    until = pd.Series(_seconds(held["until"]), index=held.index)
    latest = until.groupby(by, dropna=False).cummax().groupby(by, dropna=False).shift()
    early = _seconds(held["anchor"]) < latest.to_numpy()
    return note("overlapping_episodes", ("episode", "anchor"), held, early, "count")


def _seconds(dates: pd.Series) -> np.ndarray:
    """Return dates (n,) as numbers that can be compared and accumulated."""
    return np.asarray(dates.to_numpy().astype("datetime64[s]").astype("int64"))


def open_closed_conflict(tables: Frames) -> list[Note]:
    """Count episodes that are closed without an end, or open with one."""
    episode = tables["episode"]
    if not has(episode, "status"):
        return []
    ended = ended_rows(episode)
    status = episode["status"]
    wrong = ((status == "closed") & ~ended) | ((status == "open") & ended)
    return note("open_closed_conflict", ("episode", "status"), episode, wrong, "count")


def ended_rows(episode: pd.DataFrame) -> np.ndarray:
    """Return which episodes (n,) have a recorded end."""
    ended = np.zeros(len(episode), dtype=bool)
    for column in ("end", "end_day"):
        if column in episode:
            ended |= episode[column].notna().to_numpy(dtype=bool)
    return ended


def with_status(episode: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return episodes whose empty status is told by their end, and how many were told.

    An episode without an end is open: it is observed up to the extract date
    and never dropped.
    """
    held = episode["status"] if "status" in episode else pd.Series(pd.NA, episode.index, "string")
    ended = ended_rows(episode)
    # What one source could not tell, another may have told since.
    empty = held.isna() | ((held == "unknown").fillna(False) & ended)
    if not empty.any():
        return episode, 0
    told = pd.Series(np.where(ended, "closed", "open"), episode.index).astype("string")
    return episode.assign(status=held.mask(empty, told)), int(empty.sum())


def outside_episode(tables: Frames) -> list[Note]:
    """Count contacts before the start or after the end of the episode they name."""
    contact, episode = tables["contact"], tables["episode"]
    if not (has(contact, "episode_id", "day") and has(episode, "episode_id")):
        return []
    keyed = episode.drop_duplicates("episode_id").set_index("episode_id")
    outside = pd.Series(False, index=contact.index, dtype="boolean")
    if has(episode, "end_day"):
        outside |= (contact["day"] > contact["episode_id"].map(keyed["end_day"])).fillna(False)
    before = contact["day"] < 0
    if has(episode, "start_day"):
        start = contact["episode_id"].map(keyed["start_day"]).fillna(0)
        before = contact["day"] < start.clip(upper=0)
    if "service" in contact:  # outreach comes before enrollment by its nature
        before &= (contact["service"] != "outreach").fillna(True)
    outside |= before.fillna(False)
    return note("outside_episode", ("contact", "day"), contact, outside, "count")
