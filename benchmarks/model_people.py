"""The people and visits whose models are timed by model_verbs.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import recoveryeval as rv


def people(rows: int) -> pd.DataFrame:
    """Return people with a coach, two events in whole days, a yes-or-no answer and a count."""
    rng = np.random.default_rng(1)
    arm, age = rng.integers(0, 2, rows), rng.normal(40, 9, rows)
    events = np.stack([rng.exponential(300 * np.exp(0.2 * arm)), rng.exponential(900, rows)])
    stop, first = rng.uniform(100, 1500, rows), events.min(axis=0)
    odds = np.exp(0.3 * arm - 0.02 * (age - 40))
    table = {
        "person": np.arange(rows), "arm": arm, "age": age, "coach": rng.integers(0, 400, rows),
        "day": np.ceil(np.minimum(first, stop)),
        "status": np.where(first <= stop, events.argmin(axis=0) + 1, 0),
        "yes": (rng.uniform(size=rows) < odds / (1 + odds)).astype(int),
        "days": rng.integers(30, 365, rows),
    }  # fmt: skip
    count = rng.poisson(rng.gamma(1, 1, rows) * table["days"] / 60 * np.exp(0.3 * arm))
    return pd.DataFrame({**table, "visits": count, "event": (table["status"] == 1).astype(int)})


def visits(rows: int) -> pd.DataFrame:
    """Return up to four scores, answers and counts of each person, a fifth of later ones missed."""
    rng, n = np.random.default_rng(4), rows // 4
    person, wave = np.repeat(np.arange(n), 4), np.tile(np.arange(4), n)
    arm, age, own = rng.integers(0, 2, n), rng.normal(40, 9, n), rng.normal(0, 3, n)
    score = 20 + own[person] + 0.05 * age[person] + 0.4 * arm[person] * wave
    score = np.round(score + rng.normal(0, 2, 4 * n), 1)
    yes = (rng.uniform(size=4 * n) < 1 / (1 + np.exp((23 - score) / 3))).astype(int)
    table = {
        "person": person, "wave": wave, "arm": arm[person], "age": age[person],
        "coach": (np.arange(n) % max(8, min(200, n // 10)))[person], "score": score, "yes": yes,
        "visits": rng.poisson(np.exp((score - 24) / 8)), "days": 30,
    }  # fmt: skip
    frame = pd.DataFrame(table)
    return frame[(rng.uniform(size=4 * n) > 0.2) | (wave == 0)].reset_index(drop=True)


def _of(frame: pd.DataFrame, *roles: str) -> pd.DataFrame:
    """Return covariates, people and the columns of roles."""
    shared = [c for c in ("person", "wave", "arm", "age", "coach") if c in frame]
    return frame[[*shared, *roles]]


def times(rows: int) -> Any:
    """Return times to an event."""
    return rv.time_to_event(
        _of(people(rows), "day", "event"), time="day", event="event", person="person"
    )


def causes(rows: int) -> Any:
    """Return times to two competing events."""
    return rv.competing_events(
        _of(people(rows), "day", "status"), time="day", status="status",
        causes={1: "readmission", 2: "death"}, person="person",
    )  # fmt: skip


def once(rows: int) -> Any:
    """Return one answer per person."""
    return rv.binary(_of(people(rows), "yes"), value="yes", person="person")


def counted(rows: int) -> Any:
    """Return one count per person."""
    table = _of(people(rows), "visits", "days")
    return rv.counts(table, count="visits", exposure="days", person="person")


def answers(rows: int) -> Any:
    """Return repeated answers."""
    return rv.binary(_of(visits(rows), "yes"), value="yes", person="person", wave="wave")


def counts(rows: int) -> Any:
    """Return repeated counts."""
    table = _of(visits(rows), "visits", "days")
    return rv.counts(table, count="visits", exposure="days", person="person")


def scores(rows: int) -> Any:
    """Return repeated scores."""
    table = _of(visits(rows), "score")
    return rv.repeated_measures(table, value="score", person="person", wave="wave")
