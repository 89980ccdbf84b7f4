"""Retention against a known truth: people are seen weekly until they leave, and not after."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.programs.program import Program

MEAN, LAST = 120.0, 500
DAYS = (0, 30, 90, 180, 300, 400)


def world(n: int, seed: int) -> Program:
    """Return people who enroll over 400 days, leave, complete, die or are jailed.

    Death and custody befall anyone, completion only those who are still there.
    """
    rng = np.random.default_rng(seed)
    who = np.array([str(i) for i in range(n)])
    leave = np.floor(rng.exponential(MEAN, n))
    anchor = rng.integers(0, 401, n)
    seen_to = LAST - anchor
    death, jail, done = (np.floor(rng.exponential(365 / r, n)) for r in (0.3, 0.5, 0.5))
    jail, done = jail + 1, np.where(done <= leave, done, np.inf)
    stop = np.minimum(leave, done)
    date = np.datetime64("2024-01-01") + anchor.astype("timedelta64[D]")
    person, day = weekly(np.minimum(stop, seen_to), stop)
    kept = day <= np.minimum.reduce([seen_to, death, stop])[person]
    person, day = person[kept], day[kept]
    end, end_reason = recorded(leave, done, np.minimum(seen_to, death))
    tables = {
        "person": pd.DataFrame({"person_id": who}),
        "episode": pd.DataFrame({"episode_id": who, "person_id": who, "anchor": date}).assign(
            end=date + end.astype("timedelta64[D]"), end_reason=end_reason
        ),
        "contact": pd.DataFrame({"episode_id": who[person], "person_id": who[person]}).assign(
            date=date[person] + day.astype("timedelta64[D]"), status="completed"
        ),
        "event": pd.concat(
            [
                happened(who, date, death, seen_to, "death"),
                happened(who, date, jail, np.minimum(seen_to, death), "incarceration"),
            ]
        ),
    }
    return rv.program(tables, extract_date=str(np.datetime64("2024-01-01") + LAST))


def weekly(until: np.ndarray, stop: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (person, day) of a contact each week, and of one on the last day."""
    number = (until // 7 + 1).astype(int)
    person = np.repeat(np.arange(len(until)), number)
    start = np.repeat(np.cumsum(number) - number, number)
    day = 7.0 * (np.arange(len(person)) - start)
    return np.append(person, np.arange(len(until))), np.append(day, stop)


def recorded(
    leave: np.ndarray, done: np.ndarray, until: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the end on record, NaN while the enrollment is open: a drop-out is closed late."""
    day = np.where(np.isfinite(done), done, leave + 40)
    reason = np.where(np.isfinite(done), "completed", "dropout").astype(object)
    return np.where(day <= until, day, np.nan), np.where(day <= until, reason, None)


def happened(
    who: np.ndarray, date: np.ndarray, when: np.ndarray, until: np.ndarray, kind: str
) -> pd.DataFrame:
    """Return one kind of event, as far as it is seen."""
    seen = when <= until
    start = date[seen] + when[seen].astype("timedelta64[D]")
    made = {"event_id": [f"{kind}{i}" for i in who[seen]], "person_id": who[seen], "start": start}
    return pd.DataFrame(made).assign(type=kind)


def scores(outcome: rv.Outcome) -> np.ndarray:
    """Return how many standard errors the curve is off the truth on each day."""
    found = rv.kaplan_meier(outcome).at(list(DAYS)).tidy()
    truth = np.exp(-(np.array(DAYS) + 1) / MEAN)
    return ((found["estimate"] - truth) / found["std_error"]).to_numpy()


def test_the_curve_agrees_with_the_truth() -> None:
    assert np.abs(scores(rv.retention(rv.cohort(world(3000, seed=1))))).max() < 3


@pytest.mark.slow
@pytest.mark.parametrize("gap_days", [14, 30, 60])
def test_the_curve_converges_to_the_truth_under_any_gap_rule(gap_days: int) -> None:
    found = scores(rv.retention(rv.cohort(world(60_000, seed=2)), gap_days=gap_days))
    assert np.abs(found).max() < 3


@pytest.mark.slow
def test_censoring_when_observation_ends_would_miss_the_truth() -> None:
    # The reason for censoring a gap earlier: the same people, censored at the end of observation.
    cohort = rv.cohort(world(60_000, seed=2))
    data = rv.retention(cohort).data
    people = cohort.people
    to = people["observed_to"].to_numpy(dtype=float)
    late = data.assign(time=np.where(data["rule"] == "end of observation", to, data["time"]))
    own = rv.time_to_event(late[["time", "event"]], time="time", event="event")
    assert np.abs(scores(own)).max() > 5
