"""What must hold for any data: order, names, scale, replication, cells, and no censoring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv

FEW = settings(max_examples=20)  # each example runs several models twice
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "n_risk", "n_event", "n_censor"]


@st.composite
def people(draw: st.DrawFn, *, late: bool = False, integer: bool = False) -> pd.DataFrame:
    """Return 6 to 40 people in two groups, each of at least two, with ties and an event."""
    size = draw(st.integers(6, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    time = rng.integers(1, draw(st.sampled_from([6, 30])), size).astype(float)
    time = time if integer or draw(st.booleans()) else time / 7
    frame = pd.DataFrame(
        {
            "time": time,
            "event": rng.random(size) < draw(st.sampled_from([0.2, 0.7, 1.0])),
            "arm": np.where(np.arange(size) % 2 == 0, "coached", "usual"),
            "site": rng.integers(0, 3, size),
        }
    )
    frame.loc[0, "event"] = True
    if late:
        frame["entry"] = np.where(rng.random(size) < 0.4, frame["time"] / 2, 0.0)
    return frame


def outcome(frame: pd.DataFrame, **roles: str) -> Any:
    if "entry" in frame:
        roles = {"entry": "entry", **roles}
    return rv.time_to_event(frame, time="time", event="event", name="relapse", **roles)


def same(first: pd.DataFrame, second: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(first, second, rtol=1e-10, atol=1e-12)


def answers(frame: pd.DataFrame, **roles: str) -> list[pd.DataFrame]:
    """Return what the three models say about the same people."""
    found = outcome(frame, **roles)
    horizon = float(frame["time"].min() + frame["time"].max()) / 2
    curve = rv.kaplan_meier(found, "arm")
    return [
        curve.tidy(),
        curve.at([0.0, horizon, 1e6]).tidy(),
        rv.logrank(found, "arm", strata="site").tidy(),
        rv.logrank(found, "arm", test="tarone-ware").tidy(),
        rv.rmst(found, "arm", horizon=horizon).tidy(),
    ]


@FEW
@given(people(late=True), st.randoms(use_true_random=False))
def test_row_order_does_not_matter(frame: pd.DataFrame, random: Any) -> None:
    order = list(range(len(frame)))
    random.shuffle(order)
    for first, second in zip(answers(frame), answers(frame.iloc[order]), strict=True):
        same(first, second)


@FEW
@given(people(late=True))
def test_a_count_is_as_many_rows(frame: pd.DataFrame) -> None:
    n = 1 + np.arange(len(frame)) % 3
    repeated = frame.loc[np.repeat(frame.index, n)]
    for first, second in zip(answers(frame.assign(n=n), n="n"), answers(repeated), strict=True):
        same(first, second)


@FEW
@given(people(late=True))
def test_cells_give_the_numbers_of_rows(frame: pd.DataFrame) -> None:
    rows = outcome(frame)
    cells = rows.cells(by=["arm"], covariates=["site"])
    collapsed = answers(cells, n="n")
    for first, second in zip(answers(frame), collapsed, strict=True):
        same(first, second)
    first, second = (
        rv.kaplan_meier(o, "arm").spec.input_hash for o in (rows, outcome(cells, n="n"))
    )
    assert first == second


@FEW
@given(people())
def test_names_of_groups_carry_no_meaning(frame: pd.DataFrame) -> None:
    renamed = frame.assign(arm=frame["arm"].map({"coached": "z", "usual": "y"}))
    first = rv.logrank(outcome(frame), "arm").glance()
    second = rv.logrank(outcome(renamed), "arm").glance()
    same(first, second)
    curves = [rv.kaplan_meier(outcome(f), "arm").tidy() for f in (frame, renamed)]
    for old, new in (("coached", "z"), ("usual", "y")):
        own = [c[c["group"] == g][NUMBERS] for c, g in zip(curves, (old, new), strict=True)]
        same(*(rows.reset_index(drop=True) for rows in own))


@FEW
@given(people(late=True), st.sampled_from([1 / 30.4375, 7.0, 86400.0]))
def test_the_unit_of_time_does_not_matter(frame: pd.DataFrame, factor: float) -> None:
    scaled = frame.assign(time=frame["time"] * factor, entry=frame["entry"] * factor)
    first, second = (rv.kaplan_meier(outcome(f), "arm").tidy() for f in (frame, scaled))
    same(first[NUMBERS], second[NUMBERS])
    np.testing.assert_allclose(first["time"] * factor, second["time"], rtol=1e-10)
    same(*(rv.logrank(outcome(f), "arm").tidy() for f in (frame, scaled)))
    horizon = float(frame["time"].min() + frame["time"].max()) / 2
    means = [
        rv.rmst(outcome(f), horizon=h).tidy()["estimate"]
        for f, h in ((frame, horizon), (scaled, horizon * factor))
    ]
    assert means[1].iloc[0] == pytest.approx(means[0].iloc[0] * factor, rel=1e-10, nan_ok=True)


@FEW
@given(people(integer=True), st.integers(1, 20))
def test_splitting_follow_up_changes_nothing(frame: pd.DataFrame, day: int) -> None:
    whole = frame.assign(person=np.arange(len(frame)).astype(str), entry=0.0)
    later = whole[whole["time"] > day].assign(entry=float(day))
    earlier = whole.assign(
        event=whole["event"] & (whole["time"] <= day), time=whole["time"].clip(upper=day)
    )
    split = pd.concat([later, earlier])
    tidy = [rv.kaplan_meier(outcome(f, person="person"), "arm").tidy() for f in (whole, split)]
    matched = tidy[1].merge(tidy[0][["group", "time"]], on=["group", "time"])
    columns = ["group", "time", *NUMBERS, "n"]
    same(matched[columns], tidy[0][columns])
    tests = [rv.logrank(outcome(f, person="person"), "arm").tidy() for f in (whole, split)]
    same(*tests)


@FEW
@given(people())
def test_without_censoring_the_curve_is_the_empirical_one(frame: pd.DataFrame) -> None:
    frame = frame.assign(event=True)
    table = rv.kaplan_meier(outcome(frame)).tidy()
    share = [(frame["time"] > t).mean() for t in table["time"]]
    np.testing.assert_allclose(table["estimate"], share, rtol=1e-10, atol=1e-13)
    inside = table["estimate"].between(0, 1, inclusive="neither")
    s = table["estimate"][inside]
    np.testing.assert_allclose(table["std_error"][inside] ** 2, s * (1 - s) / len(frame), rtol=1e-9)
    horizon = float(frame["time"].median())
    mean = rv.rmst(outcome(frame), horizon=horizon).tidy().iloc[0]
    kept = frame["time"].clip(upper=horizon)
    assert mean["estimate"] == pytest.approx(kept.mean(), rel=1e-10)
    if kept.std() > 1e-12:
        assert mean["std_error"] == pytest.approx(kept.std(ddof=0) / len(frame) ** 0.5, rel=1e-9)


@FEW
@given(people(), st.floats(0.1, 10))
def test_equal_weights_leave_the_curve(frame: pd.DataFrame, weight: float) -> None:
    plain = rv.kaplan_meier(outcome(frame), "arm").tidy()
    weighted = rv.kaplan_meier(outcome(frame.assign(w=weight)), "arm", weights="w").tidy()
    same(plain[["estimate", "n", "n_risk"]], weighted[["estimate", "n", "n_risk"]])


@FEW
@given(people(late=True))
def test_curves_fall_and_limits_hold_them(frame: pd.DataFrame) -> None:
    for _, rows in rv.kaplan_meier(outcome(frame), "arm").tidy().groupby("group"):
        estimate = rows["estimate"].to_numpy()
        assert (np.diff(estimate) <= 1e-15).all()
        assert ((rows["conf_low"] <= estimate) & (estimate <= rows["conf_high"])).all()
        assert (rows["conf_low"] >= 0).all()
        assert (rows["conf_high"] <= 1).all()
