"""Programs made of a few lines, for tests about cohorts and retention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recoveryeval.programs.build import program
from recoveryeval.programs.program import Program


def plain_program(
    people: Mapping[str, Mapping[str, Any]],
    contacts: Mapping[str, Sequence[int | None]] | None = None,
    *,
    extract: str | None = "2025-12-31",
    events: Sequence[Mapping[str, Any]] = (),
    known: Mapping[str, str] | None = None,
    **tables: pd.DataFrame,
) -> Program:
    """Return a program with one enrollment per person, days counted from 2025-01-01.

    ``people`` gives columns of person and episode by id (``end`` is a day),
    ``contacts`` the days of completed contacts.
    """
    rows = [{"person_id": who, **told} for who, told in people.items()]
    frame = pd.DataFrame(rows)
    own = [c for c in frame if c not in ("site", "anchor", "end", "end_reason")]
    episode = frame[["person_id", *(c for c in frame if c not in own)]].assign(
        episode_id=frame["person_id"]
    )
    if "anchor" not in episode:
        episode["anchor"] = "2025-01-01"
    episode["anchor"] = episode["anchor"].fillna("2025-01-01").replace("unknown", None)
    if "end" in episode:
        episode["end"] = [day(value) for value in episode["end"]]
    made = {"person": frame[own], "episode": episode, **tables}
    if contacts is not None:
        made["contact"] = pd.DataFrame(
            [
                {"person_id": who, "date": day(value), "status": "completed", "service": "peer"}
                for who, days in contacts.items()
                for value in days
            ]
        )
    if events:
        made["event"] = pd.DataFrame(
            [{**event, "start": day(event["start"])} for event in events]
        ).assign(event_id=[f"v{i}" for i in range(len(events))])
    return program(made, extract_date=extract, known=known)


def day(value: float | None) -> str | None:
    """Return the date of a day counted from 2025-01-01."""
    if value is None or pd.isna(value):
        return None
    return str((pd.Timestamp("2025-01-01") + pd.Timedelta(days=int(value))).date())
