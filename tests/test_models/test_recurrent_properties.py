"""What must hold for repeated events: row order, cuts, scale, copies, and swapped arms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv

ROLES = {"start": "start", "stop": "stop", "event": "event", "person": "person", "terminal": "died"}
TIGHT = {"rtol": 1e-10, "atol": 1e-12}
FEW = settings(max_examples=6, deadline=None)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Histories in whole days of people in two arms; some die, some are out of sight a while."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = []
    for person in range(draw(st.integers(44, 60))):
        days = np.unique(rng.integers(1, 30, rng.integers(2, 6))).astype(float)
        starts = np.concatenate([[0.0], days[:-1]])
        for start, stop in zip(starts, days, strict=True):
            happened = int(rng.random() < 0.7)
            if rng.random() > 0.1 or stop == days[-1]:
                died = int(stop == days[-1] and rng.random() < 0.2)
                rows.append((person, start, stop, happened, died, "ab"[person % 2]))
    return pd.DataFrame(rows, columns=["person", "start", "stop", "event", "died", "arm"])


def answers(frame: pd.DataFrame, **more: Any) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the curve at days 10 and 20 with its test, and the models of two kinds."""
    outcome = rv.recurrent_events(frame, **ROLES, **more)
    curve = rv.mean_cumulative_function(outcome, "arm")
    at = curve.at([10, 20]).tidy()[["estimate", "std_error", "conf_low", "n_event"]]
    test = curve.glance()[["statistic", "n", "n_event"]]
    models = [
        rv.recurrent_cox(outcome, "arm", model=m).tidy()[["estimate", "std_error"]].iloc[:1]
        for m in ("andersen-gill", "pwp-gap")
    ]
    return at, test, pd.concat(models, ignore_index=True)


def same(one: tuple[pd.DataFrame, ...], two: tuple[pd.DataFrame, ...]) -> None:
    for a, b in zip(one, two, strict=True):
        np.testing.assert_allclose(a.to_numpy(float), b.to_numpy(float), **TIGHT)


@FEW
@given(tables(), st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(frame: pd.DataFrame, seed: int) -> None:
    same(answers(frame), answers(frame.sample(frac=1, random_state=seed)))


@FEW
@given(tables(), st.floats(0.2, 0.8))
def test_cutting_follow_up_changes_nothing(frame: pd.DataFrame, share: float) -> None:
    middle = frame["start"] + share * (frame["stop"] - frame["start"])
    cut = pd.concat([frame.assign(stop=middle, event=0, died=0), frame.assign(start=middle)])
    same(answers(frame), answers(cut))


@FEW
@given(tables(), st.sampled_from([0.25, 7.0, 30.4375]))
def test_the_unit_of_time_does_not_matter(frame: pd.DataFrame, scale: float) -> None:
    outcome = rv.recurrent_events(frame, **ROLES)
    scaled = rv.recurrent_events(
        frame.assign(start=frame["start"] * scale, stop=frame["stop"] * scale), **ROLES
    )
    one, two = (rv.mean_cumulative_function(o, "arm").tidy() for o in (outcome, scaled))
    np.testing.assert_allclose(one["time"] * scale, two["time"])
    np.testing.assert_allclose(one["estimate"], two["estimate"], **TIGHT)
    np.testing.assert_allclose(one["std_error"], two["std_error"], **TIGHT)
    for model in ("andersen-gill", "pwp-total"):
        ratios = [rv.recurrent_cox(o, "arm", model=model).tidy() for o in (outcome, scaled)]
        np.testing.assert_allclose(ratios[0]["std_error"][0], ratios[1]["std_error"][0], **TIGHT)


@FEW
@given(tables(), st.integers(2, 3))
def test_n_people_with_one_history_are_n_people(frame: pd.DataFrame, most: int) -> None:
    frame = frame.assign(n=1 + frame["person"] % most)
    written = pd.concat(
        [
            frame[frame["n"] > k].assign(person=lambda f, k=k: f["person"] * 10 + k)
            for k in range(most)
        ]
    )
    same(answers(frame, n="n"), answers(written.drop(columns="n")))


@FEW
@given(tables())
def test_swapping_the_arms_inverts_the_ratio(frame: pd.DataFrame) -> None:
    swapped = frame.assign(arm=frame["arm"].map({"a": "b", "b": "a"}))
    one, two = answers(frame), answers(swapped)
    np.testing.assert_allclose(one[2]["estimate"], -two[2]["estimate"], **TIGHT)
    np.testing.assert_allclose(one[2]["std_error"], two[2]["std_error"], **TIGHT)
    np.testing.assert_allclose(one[1], two[1], **TIGHT)


@FEW
@given(tables())
def test_without_a_second_event_it_is_the_incidence(frame: pd.DataFrame) -> None:
    """With at most one event, which ends observation, the mean is one minus Kaplan-Meier's sum."""
    first = frame[frame.groupby("person")["event"].cumsum() - frame["event"] == 0].assign(died=0)
    outcome = rv.recurrent_events(first, **ROLES)
    mean = rv.mean_cumulative_function(outcome).tidy()
    hazard = (mean["n_event"] / mean["n_risk"]).cumsum()
    np.testing.assert_allclose(mean["estimate"], hazard, **TIGHT)
    fatal = rv.recurrent_events(first.assign(died=first["event"]), **ROLES)
    times = rv.time_to_event(
        first, time="stop", event="event", entry="start", person="person", covariates=[]
    )
    share = 1 - rv.kaplan_meier(times).tidy()["estimate"]
    np.testing.assert_allclose(
        rv.mean_cumulative_function(fatal).tidy()["estimate"], share, **TIGHT
    )
