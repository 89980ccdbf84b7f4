"""The contacts that show a person is still there, and those that cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.leaving.gaps import last_before_gap
from recoveryeval.outcomes.leaving.limits import Limits, days, never
from recoveryeval.outcomes.leaving.window import Window


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Completed contacts of the cohort: ``place`` (row of the people) and ``day`` from the origin.

    ``any_log`` says whether the program has contacts at all; ``counts`` how
    many contacts cannot be used, by reason.
    """

    frame: pd.DataFrame
    any_log: bool
    counts: Mapping[str, int]


def completed_contacts(cohort: Cohort, services: tuple[str, ...]) -> Contacts:
    """Return the contacts that took place, of the services that count."""
    log = cohort.program.tables["contact"][["episode_id", "status", "service", "day"]]
    people = cohort.frame[["episode_id", "origin_day"]]
    key = people.rename_axis("place").reset_index()
    own = key.merge(log, on="episode_id", how="inner")
    done = (own["status"] == "completed").fillna(False)
    counts = {"status_missing": int(own["status"].isna().sum())}
    if services:
        counts["service_missing"] = int((done & own["service"].isna()).sum())
        done &= own["service"].isin(services).fillna(False)
    kept = own[done]
    counts["day_missing"] = int(kept["day"].isna().sum())
    kept = kept.dropna(subset="day")
    begin = days(kept["origin_day"]) - cohort.landmark_day
    frame = pd.DataFrame(
        {"person": kept["place"].to_numpy(dtype="int64"), "day": days(kept["day"]) - begin}
    ).astype({"day": "int64"})
    if len(log) and frame.empty:
        raise _none_completed(len(own), services)
    return Contacts(frame, bool(len(log)), counts)


def _none_completed(rows: int, services: tuple[str, ...]) -> OutcomeError:
    """Return the error for a log in which nothing counts: everyone would seem to have left."""
    which = f" of the service {' or '.join(services)}" if services else ""
    return OutcomeError(
        f"The contact log holds no completed contact{which} with anyone in the cohort, so everyone "
        "would seem to have left on the first day",
        code="RE-O21",
        column="service" if services else "status",
        rows=rows,
        do="Map the column that says whether a contact took place; where the log holds completed "
        "contacts only, map status to the constant value 'completed'.",
    )


def left_by_gap(contacts: Contacts, window: Window, gap_days: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the day of leaving by the gap rule, infinite without one, and who was met, (n,)."""
    n = len(window.to)
    if not contacts.any_log:
        return np.full(n, np.inf), np.zeros(n, dtype=bool)
    people = pd.DataFrame(
        {
            "person": np.arange(n),
            "start": np.zeros(n, dtype="int64"),
            "last": window.last.astype("int64"),
            "closing": window.closing.astype("int64"),
        }
    )
    found = last_before_gap(contacts.frame, people, gap_days=gap_days)
    found = found.sort_values("person")
    return never(days(found["left_day"])), found["n_days"].to_numpy() > 0


def unused(contacts: Contacts, limits: Limits) -> dict[str, int]:
    """Return how many contacts lie where they cannot count, by reason."""
    place, day = contacts.frame["person"].to_numpy(), contacts.frame["day"].to_numpy()
    beyond = day > limits.seen_to[place]
    after = ~beyond & (day > limits.any_end[place])
    return {
        **contacts.counts,
        "before_zero": int((day < 0).sum()),
        "after_observation": int(beyond.sum()),
        "after_end": int(after.sum()),
    }
