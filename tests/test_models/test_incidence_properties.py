"""Incidences and hazards of any data: order, names, counts, cells, and what adds up to one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv

FEW = settings(max_examples=8, deadline=None)
CAUSES = {1: "readmission", 2: "death", 4: "transfer"}
NUMBERS = ["estimate", "std_error", "conf_low", "conf_high", "n_risk", "n_event", "n_censor"]


@st.composite
def people(draw: st.DrawFn, *, late: bool = False, censored: bool = True) -> pd.DataFrame:
    """Return 8 to 40 people in two groups, each with every cause, in tied times."""
    size = draw(st.integers(8, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    codes = [0, 1, 2, 4] if censored else [1, 2, 4]
    frame = pd.DataFrame(
        {
            "time": rng.integers(1, draw(st.sampled_from([5, 20])), size).astype(float),
            "cause": rng.choice(codes, size),
            "arm": np.where(np.arange(size) % 2 == 0, "coached", "usual"),
            "site": rng.integers(0, 3, size),
        }
    )
    frame.loc[:7, "cause"] = [1, 1, 2, 2, 4, 4, 1, 2]
    if late:
        frame["entry"] = np.where(rng.random(size) < 0.4, frame["time"] - 1, 0.0)
    return frame


def outcome(data: Any, **roles: str) -> rv.Outcome:
    columns = getattr(data, "columns", ())
    if "entry" in columns:
        roles = {"entry": "entry", **roles}
    return rv.competing_events(data, time="time", status="cause", causes=CAUSES, **roles)


def answers(data: Any, **roles: str) -> list[pd.DataFrame]:
    """Return what the two models say about the same people."""
    found = outcome(data, **roles)
    curve = rv.cumulative_incidence(found, "arm")
    return [
        curve.tidy(),
        curve.at([0.0, 2.5, 1e6]).tidy(),
        curve.quantiles(0.2).tidy(),
        rv.cumulative_incidence(found, "arm", variance="aalen", conf_type="plain").tidy(),
        rv.nelson_aalen(found, "arm").tidy(),
        rv.nelson_aalen(found, "arm", ties="fleming-harrington").tidy(),
    ]


def same(first: pd.DataFrame, second: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(first, second, rtol=1e-10, atol=1e-12, check_dtype=False)


@FEW
@given(people(late=True))
def test_shares_of_all_events_and_of_none_add_up_to_one(frame: pd.DataFrame) -> None:
    found = outcome(frame)
    shares = rv.cumulative_incidence(found, "arm").tidy()
    total = shares.groupby(["group", "time"])["estimate"].sum()
    free = rv.kaplan_meier(found, "arm").tidy().set_index(["group", "time"])["estimate"]
    np.testing.assert_allclose(total + free.loc[total.index], 1, rtol=1e-10)


@FEW
@given(people(censored=False))
def test_without_censoring_it_is_the_share_of_people(frame: pd.DataFrame) -> None:
    tidy = rv.cumulative_incidence(outcome(frame)).tidy()
    for code, name in CAUSES.items():
        rows = tidy[tidy["cause"] == name]
        had = [((frame["time"] <= t) & (frame["cause"] == code)).mean() for t in rows["time"]]
        np.testing.assert_allclose(rows["estimate"], had, rtol=1e-10, atol=1e-13)
        some = (rows["estimate"] > 0) & (rows["estimate"] < 1)
        p = rows["estimate"][some]
        np.testing.assert_allclose(rows["std_error"][some] ** 2, p * (1 - p) / len(frame))


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
    cells = outcome(frame).cells(by=["arm"])
    for first, second in zip(answers(frame), answers(cells, n="n"), strict=True):
        same(first, second)


@FEW
@given(people())
def test_codes_and_names_of_causes_carry_no_meaning(frame: pd.DataFrame) -> None:
    renamed = frame.assign(cause=frame["cause"].map({0: 0, 1: 9, 2: 3, 4: 1}))
    other = rv.competing_events(
        renamed,
        time="time",
        status="cause",
        causes={9: "readmission", 3: "death", 1: "transfer"},
    )
    same(
        rv.cumulative_incidence(outcome(frame), "arm").tidy(),
        rv.cumulative_incidence(other, "arm").tidy(),
    )


@FEW
@given(people())
def test_without_competing_events_it_is_one_minus_kaplan_meier(frame: pd.DataFrame) -> None:
    # Where people enter late the jackknife is no longer Greenwood's variance; here nobody does.
    own = rv.time_to_event(frame.assign(event=frame["cause"] == 1), time="time", event="event")
    km = rv.kaplan_meier(own, "arm").tidy()
    share = rv.cumulative_incidence(own, "arm").tidy()
    for column, other in (("estimate",) * 2, ("conf_low", "conf_high"), ("conf_high", "conf_low")):
        np.testing.assert_allclose(share[column], 1 - km[other], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(share["std_error"], km["std_error"], rtol=1e-7, atol=1e-12)
    assert share["status"].tolist() == km["status"].tolist()


@FEW
@given(people(late=True))
def test_a_cause_alone_is_a_hazard_with_the_others_as_censoring(frame: pd.DataFrame) -> None:
    own = rv.time_to_event(
        frame.assign(event=frame["cause"] == 2), time="time", event="event", entry="entry"
    )
    alone = rv.nelson_aalen(own, "arm").tidy()[NUMBERS[:5]]
    among = rv.nelson_aalen(outcome(frame), "arm", cause="death").tidy()[NUMBERS[:5]]
    same(alone, among)


@pytest.mark.engines
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_tables_elsewhere_give_the_numbers_of_pandas(engine: str) -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "time": rng.integers(1, 30, 300).astype(float),
            "cause": rng.choice([0, 1, 2, 4], 300),
            "arm": rng.choice(["coached", "usual"], 300),
        }
    )
    module = pytest.importorskip(engine)
    table = module.from_pandas(frame) if engine == "polars" else module.from_df(frame)
    for first, second in zip(answers(frame), answers(table), strict=True):
        same(first, second)
