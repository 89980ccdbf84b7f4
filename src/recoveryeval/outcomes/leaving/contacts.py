"""The contacts that show a person is still there, and those that cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recoveryeval.cohorts.cohort import Cohort
from recoveryeval.cohorts.relative_days import person_rows
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


def completed_contacts(
    cohort: Cohort, services: tuple[str, ...], *, every_enrollment: bool = False
) -> Contacts:
    """Return the contacts that took place, of the services that count.

    Those of the enrollment followed, or of all enrollments of the person.
    """
    log = cohort.program.tables["contact"]
    own = _of_people(cohort, log) if every_enrollment else _of_enrollment(cohort, log)
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


def person_contacts(cohort: Cohort, services: tuple[str, ...]) -> pd.DataFrame:
    """Return completed contacts of the cohort's people in any enrollment.

    Columns ``person`` (row of the people), ``day`` from the origin, and ``own``:
    whether the contact belongs to the enrollment followed.
    """
    rows = _of_people(cohort, cohort.program.tables["contact"])
    done = (rows["status"] == "completed").fillna(False)
    if services:
        done &= rows["service"].isin(services).fillna(False)
    kept = rows[done].dropna(subset="day")
    place = kept["place"].to_numpy(dtype="int64")
    begin = days(cohort.frame["origin_day"])[place] - cohort.landmark_day
    own = kept["own"].to_numpy(dtype=bool)
    return pd.DataFrame({"person": place, "day": days(kept["day"]) - begin, "own": own})


def _of_enrollment(cohort: Cohort, log: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the enrollments followed, with ``place`` and ``origin_day``."""
    key = cohort.frame[["episode_id", "origin_day"]].rename_axis("place").reset_index()
    rows = log[["episode_id", "status", "service", "day"]]
    return key.merge(rows, on="episode_id", how="inner")


def _of_people(cohort: Cohort, log: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of everyone in any of their enrollments, days from the anchor followed."""
    columns = ["person_id", "episode_id", "status", "service", "date", "day"]
    rows = person_rows(cohort.frame, log[columns], ("date", "day"))
    place = rows["place"].to_numpy(dtype="int64")
    followed = cohort.frame["episode_id"].to_numpy()[place]
    origin = cohort.frame["origin_day"].to_numpy()[place]
    own = (rows["episode_id"] == followed).fillna(False).to_numpy(dtype=bool)
    return rows.assign(own=own, origin_day=pd.array(origin, dtype="Int64"))


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
