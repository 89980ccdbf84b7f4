"""Stays, visits, supplies, states and interviews: the same answer on every engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from engines import ENGINES, answer, on

from recoveryeval.analyses.followup_rate_found import interviews_found
from recoveryeval.outcomes.leaving.stays import stays
from recoveryeval.outcomes.leaving.visits import last_visit
from recoveryeval.outcomes.medication.supply import covered_days, first_run
from recoveryeval.outcomes.states_timeline import runs, timeline

pytestmark = pytest.mark.engines
PEOPLE = ["a", "b", "c", "d"]
N = 60


def planted(seed: int) -> pd.DataFrame:
    """Return rows with ties, missing days, days within a day, nested and overlapping ones."""
    rng = np.random.default_rng(seed)
    start = rng.integers(-10, 90, N).astype(float)
    frame = pd.DataFrame({"person": rng.choice([*PEOPLE, "stranger"], N), "start": start})
    length = rng.choice([1.0, 3.0, 14.5, 28.0, 60.0], N)
    frame = frame.assign(stop=start + length, supply=length, day=start)
    frame = frame.assign(value=rng.choice(["in", "out"], N), product=rng.choice(["x", "y"], N))
    frame.loc[::9, "day"] = np.nan
    frame = frame.assign(
        held=rng.integers(0, 2, N), refused=rng.integers(0, 2, N), labeled=rng.integers(0, 2, N)
    )
    return pd.concat([frame, frame.iloc[:7]], ignore_index=True)


LIMITS = pd.DataFrame(
    {"person": PEOPLE, "start": 0.0, "last": [80.0, 60.0, 95.0, 3.0], "zero": 5.0}
)
EDGES = pd.DataFrame({"unit": PEOPLE, "base": 0.0, "opens": 20.0, "closes": 50.0, "until": 45.0})


def _stays(rows: Any, limits: Any) -> Any:
    return stays(rows, limits, gap_days=7)


def _supply(rows: Any, limits: Any) -> Any:
    return first_run(covered_days(rows, forward=True), limits, grace_days=7)


def _beside(rows: Any, limits: Any) -> Any:
    return first_run(covered_days(rows, forward=False), limits, grace_days=0)


def _states(rows: Any, _: Any) -> Any:
    return timeline(rows)


def _runs(rows: Any, _: Any) -> Any:
    return runs(timeline(rows), stitch_days=2)


KNOWN = ["person", "day", "product", "supply"]
CASES: dict[str, tuple[Callable[..., Any], list[str], pd.DataFrame]] = {
    "stays": (_stays, ["person", "day"], LIMITS),
    "visits": (last_visit, ["person", "day", "held"], LIMITS),
    "supply": (_supply, KNOWN, LIMITS),
    "supply beside": (_beside, KNOWN, LIMITS),
    "states": (_states, ["person", "start", "stop", "value"], LIMITS),
    "runs": (_runs, ["person", "start", "stop", "value"], LIMITS),
    "interviews": (interviews_found, ["unit", "day", "held", "refused", "labeled"], EDGES),
}


def case(name: str, seed: int) -> tuple[Callable[..., Any], pd.DataFrame, pd.DataFrame]:
    """Return a function, its rows and its limits."""
    function, columns, limits = CASES[name]
    rows = planted(seed).rename(columns={"person": "unit"} if "unit" in columns else {})[columns]
    return function, rows.dropna() if "supply" in columns else rows, limits


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("engine", ENGINES[1:])
def test_every_engine_gives_the_answer_of_pandas(name: str, engine: str) -> None:
    function, rows, limits = case(name, 1)
    told = answer(function(*on("pandas", rows, limits)))
    assert len(told) > 2
    turned = rows.sample(frac=1, random_state=1).reset_index(drop=True)
    assert answer(function(*on(engine, turned, limits))) == told


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_rows_changes_nothing(name: str) -> None:
    function, rows, limits = case(name, 3)
    told = answer(function(rows, limits))
    for seed in range(3):
        assert answer(function(rows.sample(frac=1, random_state=seed), limits)) == told


@pytest.mark.spark
@pytest.mark.parametrize("name", CASES)
def test_spark_gives_the_answer_of_pandas(name: str) -> None:
    pytest.importorskip("pyspark")
    function, rows, limits = case(name, 1)
    told = answer(function(rows, limits))
    assert answer(function(*on("spark", rows, limits))) == told


def test_supplies_pushed_forward_are_those_of_a_slow_reading() -> None:
    rows = planted(4)[KNOWN].dropna()
    slow = []
    for (person, _), own in rows.groupby(["person", "product"]):
        end = -np.inf
        for day, supply in own.groupby("day")["supply"].sum().items():
            begin = max(end, day)
            end = begin + supply
            slow.append((person, begin, end))
    longest: dict[tuple[str, float], float] = {}
    for person, begin, end in slow:
        longest[person, begin] = max(end, longest.get((person, begin), -np.inf))
    fast = {(p, s): e for p, s, e in answer(covered_days(rows, forward=True))}
    assert fast == longest


def test_the_state_on_each_day_is_that_of_the_spell_that_began_last() -> None:
    rows = planted(5)[["person", "start", "stop", "value"]]
    found = timeline(rows)
    for person in PEOPLE:
        for day in range(-10, 150, 7):
            held = rows[(rows["person"] == person) & (rows["start"] <= day) & (day < rows["stop"])]
            order = held.sort_values(["start", "stop", "value"], ascending=[False, True, True])
            told = found[
                (found["person"] == person) & (found["start"] <= day) & (day < found["stop"])
            ]
            assert told["value"].tolist() == order["value"].tolist()[:1]
            assert told["n_values"].tolist() == ([held["value"].nunique()] if len(held) else [])
