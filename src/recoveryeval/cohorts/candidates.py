"""Every enrollment with what is recorded about its person: the rows a cohort is chosen from."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from recoveryeval.errors import CohortError
from recoveryeval.programs.program import Program

# Columns a cohort makes; a source's own column of that name is kept under "<name>_recorded".
MADE = ("origin_day", "observed_to", "records_to", "death_day")


def candidates(program: Program) -> tuple[pd.DataFrame, int, Mapping[str, str]]:
    """Return the rows, the number of people assessed, and when each column became known."""
    person, episode = program.tables["person"], program.tables["episode"]
    _require_rows(person, episode)
    known = dict(program.known)
    person = _renamed(person.drop(columns="source"), known)
    episode = _renamed(episode, known)
    twice = [c for c in episode if c in person and c != "person_id"]
    known |= {f"{c}_episode": known[c] for c in twice if c in known}
    episode = episode.rename(columns={c: f"{c}_episode" for c in twice})
    frame = episode.merge(person, on="person_id", how="left", sort=False)
    columns = ["person_id", "episode_id"]
    columns += [c for c in (*person.columns, *episode.columns) if c not in columns]
    assessed = pd.concat([person["person_id"], episode["person_id"]]).nunique()
    return frame[columns], int(assessed), known


def _renamed(frame: pd.DataFrame, known: dict[str, str]) -> pd.DataFrame:
    """Return a table whose own columns do not bear a name that a cohort makes."""
    clash = {c: f"{c}_recorded" for c in frame.columns if c in MADE}
    known |= {new: known[old] for old, new in clash.items() if old in known}
    return frame.rename(columns=clash)


def _require_rows(person: pd.DataFrame, episode: pd.DataFrame) -> None:
    """Raise when there is nobody, or no enrollment."""
    for name, frame in (("person", person), ("episode", episode)):
        if frame.empty:
            raise CohortError(
                f"The program has no rows in the table '{name}'",
                code="RE-K10",
                rows=0,
                do="A cohort needs people and their enrollments: map an export that holds them, "
                "and join it with combine().",
            )
