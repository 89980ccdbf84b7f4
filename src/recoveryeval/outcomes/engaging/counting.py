"""Measures that count: contacts, minutes, weeks, completions of attempts, gaps with a contact."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.engaging.gaps_held import gaps_held
from recoveryeval.outcomes.engaging.measured import Measured, Source, in_place
from recoveryeval.outcomes.engaging.told import contact_checks, denominator_check
from recoveryeval.outcomes.engaging.window_summary import WEEK, window_sum, window_summary
from recoveryeval.results.check import Check

EVERYONE = "everyone in the cohort, with the time for which each was observed"


def contacts(source: Source) -> Measured:
    """Return completed contacts, with the days observed as exposure."""
    found = source.contacts()
    window, days = _window(source)
    counts = in_place(window_summary(found.frame[["person", "day"]], window))["n_records"]
    return _counted(source, counts.to_numpy(), days, contact_checks(found.counts))


def weeks(source: Source) -> Measured:
    """Return distinct weeks with a contact, with the weeks observed (begun ones count whole)."""
    found = source.contacts()
    window, days = _window(source)
    counts = in_place(window_summary(found.frame[["person", "day"]], window))["n_weeks"]
    exposure = np.ceil(days / WEEK)
    checks = contact_checks(found.counts)
    return _counted(source, counts.to_numpy(), exposure, checks, unit="weeks")


def minutes(source: Source) -> Measured:
    """Return minutes of completed contacts, with the days observed as exposure."""
    found = source.contacts()
    window, days = _window(source)
    rows = found.frame[["person", "day", "minutes"]]
    held = in_place(window_sum(rows, window, value="minutes"))
    lacking = held["n_missing"].to_numpy()
    _require_minutes(len(rows), int(rows["minutes"].isna().sum()))
    kept = np.ones(len(held), dtype=bool)
    if source.options["missing_minutes"] == "leave_out_person":
        kept = lacking == 0
    checks = (*contact_checks(found.counts), *_missing_minutes(lacking, kept, len(rows)))
    return _counted(source, held["total"].to_numpy(), days, checks, kept=kept)


def completions(source: Source) -> Measured:
    """Return completed contacts, with every attempt as exposure."""
    statuses = source.options["attempts"]
    found = source.contacts(statuses=statuses)
    window, _ = _window(source)
    rows = found.frame[["person", "day"]]
    done = (found.frame["status"] == "completed").fillna(False)
    tried = in_place(window_summary(rows, window))["n_records"].to_numpy()
    count = in_place(window_summary(rows[done], window))["n_records"].to_numpy()
    return _counted(
        source,
        count,
        tried,
        contact_checks(found.counts),
        kept=tried > 0,
        why="no contact was attempted",
        words="people with whom a contact was attempted, with the attempts as exposure",
        unit="attempts",
    )


def gaps_with_coach(source: Source) -> Measured:
    """Return gaps between sessions that hold a coach contact, with all such gaps as exposure."""
    last = source.options["window_days"] or np.inf
    sessions, helps = source.contacts(), source.contacts("coach_service")
    within = [
        found.frame.loc[found.frame["day"] < last, ["person", "day"]] for found in (sessions, helps)
    ]
    found = gaps_held(*within).set_index("person").reindex(range(source.people.n))
    gaps, held = (found[c].fillna(0.0).to_numpy() for c in ("n_gaps", "n_held"))
    return _counted(
        source,
        held,
        gaps,
        contact_checks(sessions.counts),
        kept=gaps > 0,
        why="no gap of a day or more between two sessions",
        words="people with a gap between two sessions, with those gaps as exposure",
        unit="gaps",
    )


def _window(source: Source) -> tuple[pd.DataFrame, np.ndarray]:
    """Return everyone's window from day 0, and how many days of it were observed (n,)."""
    days = source.options["window_days"] or np.inf
    window = source.people.window(0, days - 1)
    return window, np.minimum(source.people.last + 1, days)


def _counted(
    source: Source,
    count: np.ndarray,
    exposure: np.ndarray,
    checks: tuple[Check, ...],
    *,
    kept: np.ndarray | None = None,
    why: str = "minutes are missing",
    words: str = EVERYONE,
    unit: str = "days",
) -> Measured:
    """Return a count per person with its exposure, of the people kept."""
    place = np.flatnonzero(np.ones(len(count), dtype=bool) if kept is None else kept)
    lost = len(count) - len(place)
    return Measured(
        kind="count",
        place=place,
        columns={"count": count[place], "exposure": exposure[place]},
        checks=(denominator_check(len(place), len(count), words), *checks),
        dropped={why: lost} if lost else {},
        unit=unit,
        horizon=float(source.options["window_days"]) or None,
    )


def _require_minutes(rows: int, missing: int) -> None:
    """Raise when hardly any contact has minutes."""
    if rows and missing > rows / 2:
        raise OutcomeError(
            "More than half of the contacts that count have no minutes",
            code="RE-O23",
            column="minutes",
            rows=missing,
            do="Map the column of minutes, or count contacts instead of minutes.",
        )


def _missing_minutes(lacking: np.ndarray, kept: np.ndarray, rows: int) -> tuple[Check, ...]:
    """Return how many contacts have no minutes, and what that does."""
    n = int(lacking.sum())
    if not n:
        return ()
    rule = (
        "add nothing, so that the minutes are at least those told; see also "
        "missing_minutes='leave_out_person'"
        if kept.all()
        else "leave out their people, who may have met more often than others"
    )
    return (
        Check(
            id="minutes_missing",
            verdict="concern",
            statistic=float(n),
            meaning=f"{n} of {rows} contacts in the window have no minutes: they {rule}.",
        ),
    )
