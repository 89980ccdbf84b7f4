"""What bracketed times must obey whatever the data: order, labels, units, counts, exact times."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visits import interviews

import recoveryeval as rv

seeds = st.integers(0, 2**32 - 1)
NUMBERS = ["time_from", "time", "estimate", "conf_low", "conf_high", "n", "n_risk"]


def brought(frame: Any, **roles: str) -> rv.Outcome:
    """Return the outcome of a table of interviews."""
    return rv.interval_events(frame, left="left", right="right", **roles)  # type: ignore[arg-type]


def curve(frame: Any, **roles: str) -> pd.DataFrame:
    """Return the rows of the curves by arm, with limits."""
    found = rv.interval_censored(brought(frame, **roles), "arm", rng=1, n_boot=100)
    return found.tidy().reset_index(drop=True)


def same(first: pd.DataFrame, second: pd.DataFrame) -> None:
    """Assert that two curves are one."""
    assert first["group"].tolist() == second["group"].tolist()
    np.testing.assert_allclose(first[NUMBERS], second[NUMBERS], rtol=1e-10, atol=1e-10)


@settings(max_examples=2)
@given(seeds, st.integers(10, 30))
def test_row_order_and_counts_change_nothing(seed: int, size: int) -> None:
    frame = interviews(seed, size)[["left", "right", "arm"]]
    whole = curve(frame)
    same(whole, curve(frame.sample(frac=1, random_state=seed % 1000)))
    cells = brought(frame).cells(by=["arm"])
    same(whole, curve(cells, n="n"))
    statistic = [
        rv.interval_logrank(brought(f, **roles), "arm", rng=1, n_permutations=100).tidy()
        for f, roles in ((frame, {}), (cells, {"n": "n"}))
    ]
    np.testing.assert_allclose(statistic[0]["p_value"], statistic[1]["p_value"], rtol=1e-10)


@settings(max_examples=10)
@given(seeds, st.sampled_from([0.25, 7.0, 30.4375]))
def test_the_unit_of_time_changes_times_only(seed: int, factor: float) -> None:
    frame = interviews(seed, 40)[["left", "right", "arm"]]
    other = frame.assign(left=frame["left"] * factor, right=frame["right"] * factor)
    first = rv.interval_censored(brought(frame), "arm").tidy()
    second = rv.interval_censored(brought(other), "arm").tidy()
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(first["time"] * factor, second["time"], rtol=1e-12)


@settings(max_examples=10)
@given(seeds)
def test_new_names_of_groups_change_names_only(seed: int) -> None:
    frame = interviews(seed, 40)[["left", "right", "arm"]]
    other = frame.assign(arm=frame["arm"].map({"peer": "z", "usual": "y"}))
    first = rv.interval_logrank(brought(frame), "arm").tidy()
    second = rv.interval_logrank(brought(other), "arm").tidy()
    assert first["statistic"].iloc[0] == pytest.approx(second["statistic"].iloc[0], rel=1e-9)
    np.testing.assert_allclose(first["estimate"].iloc[1:], second["estimate"].iloc[:0:-1])


@settings(max_examples=15)
@given(seeds, st.integers(8, 60))
def test_known_times_give_kaplan_meier_and_the_log_rank_sums(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    time, event = rng.integers(1, 9, size).astype(float), rng.random(size) < 0.6
    event[:4], arm = True, np.where(np.arange(size) % 2 == 0, "a", "b")
    frame = pd.DataFrame({"time": time, "event": event, "arm": arm})
    known = rv.time_to_event(frame, time="time", event="event")
    seen = brought(frame.assign(left=time, right=np.where(event, time, np.inf)))
    usual, ours = rv.kaplan_meier(known, "arm"), rv.interval_censored(seen, "arm")
    last = frame.groupby("arm")["time"].max().min()
    at = np.arange(0, last + 0.5, 0.5)
    first, second = usual.at(at).tidy(), ours.at(at).tidy()
    np.testing.assert_allclose(first["estimate"], second["estimate"], atol=1e-8)
    np.testing.assert_allclose(first["n_risk"], second["n_risk"])
    sums = rv.logrank(known, "arm").tidy().set_index(["estimand", "group"])["estimate"]
    scores = rv.interval_logrank(seen, "arm").tidy().set_index("group")["estimate"]
    for group in ("a", "b"):
        expected = sums["observed events", group] - sums["expected events", group]
        assert scores[group] == pytest.approx(expected, abs=1e-7)


@pytest.mark.engines
def test_every_data_engine_gives_the_same_numbers() -> None:
    import duckdb
    import polars as pl

    frame = interviews(3, 40)[["left", "right", "arm"]]
    whole = curve(frame)
    finite = frame.assign(right=frame["right"].replace(np.inf, np.nan))
    same(whole, curve(pl.from_pandas(finite, nan_to_null=True)))
    table = duckdb.from_arrow(pl.from_pandas(finite, nan_to_null=True).to_arrow())
    same(whole, curve(table))
    first, second = (rv.parametric(brought(data), "arm").tidy() for data in (frame, table))
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(first["std_error"], second["std_error"], rtol=1e-10)
