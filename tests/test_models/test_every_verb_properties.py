"""What must hold for every model and test of times to events: order, names, clock, cuts, swaps.

Kaplan-Meier, log-rank, restricted means, incidences, repeated and bracketed events have files of
their own; here stand the others. That n copies of a row are one row with n is held for every verb
by ``test_rows_and_cells.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import recoveryeval as rv

FEW = settings(max_examples=2, deadline=None)
CAUSES = {1: "readmission", 2: "death"}
NUMBERS = ["estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
Verb = Callable[[Any], Any]

# Verbs whose numbers are the same on any clock, however far ahead it runs.
ANY_CLOCK: dict[str, Verb] = {
    "cox": lambda o: rv.cox(o, "arm + age"),
    "cox, strata, Breslow": lambda o: rv.cox(o, "arm + age", strata="site", ties="breslow"),
    "cox, robust": lambda o: rv.cox(o, "arm + age", variance="robust"),
    "proportional_hazards": lambda o: rv.proportional_hazards(o, "arm + age"),
    "logrank": lambda o: rv.logrank(o, "arm", strata="site"),
    "adjusted_curves": lambda o: rv.adjusted_curves(o, "arm + age", by="arm"),
    "nelson_aalen": lambda o: rv.nelson_aalen(o, "arm"),
    "kaplan_meier": lambda o: rv.kaplan_meier(o, "arm"),
}
ANY_CLOCK_COMPETING: dict[str, Verb] = {
    "fine_gray": lambda o: rv.fine_gray(o, "arm + age", cause="readmission"),
    "gray_test": lambda o: rv.gray_test(o, "arm", strata="site"),
    "cumulative_incidence": lambda o: rv.cumulative_incidence(o, "arm"),
}
OWN_CLOCK: dict[str, Verb] = {
    "baseline_hazard": lambda o: rv.baseline_hazard(o, "arm + age"),
    "rmst_regression": lambda o: rv.rmst_regression(o, "arm + age", horizon=9),
    "parametric": lambda o: rv.parametric(o, "arm + age"),
    "discrete_hazard": lambda o: rv.discrete_hazard(o, "arm + age", baseline="linear"),
}
SPLIT = ("cox", "cox, strata, Breslow", "logrank", "nelson_aalen", "kaplan_meier")
RATIOS = ("cox", "cox, strata, Breslow", "fine_gray", "rmst_regression", "parametric",
          "discrete_hazard")  # fmt: skip
ALL = {**ANY_CLOCK, **ANY_CLOCK_COMPETING, **OWN_CLOCK}


@st.composite
def people(draw: st.DrawFn) -> pd.DataFrame:
    """Eighty people in twelve tied times, with events of both kinds in both arms throughout."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = 80
    return pd.DataFrame(
        {
            "time": np.where(rng.random(size) < 0.9, rng.integers(1, 13, size), 13).astype(float),
            "status": np.where(np.arange(size) % 5 < 3, 1, np.arange(size) % 5 - 3) % 3
            + (np.arange(size) % 5 == 4),
            "arm": np.where(rng.permutation(size) % 2, "a", "b"),
            "age": rng.normal(size=size).round(1),
            "site": rng.integers(0, 2, size),
        }
    )


def answer(name: str, frame: pd.DataFrame, **roles: str) -> pd.DataFrame:
    if name in ANY_CLOCK_COMPETING:
        own = rv.competing_events(frame, time="time", status="status", causes=CAUSES)
    else:
        flagged = frame.assign(event=frame["status"] == 1).drop(columns="status")
        own = rv.time_to_event(flagged, time="time", event="event", name="relapse", **roles)
    return ALL[name](own).tidy()


def same(first: pd.DataFrame, second: pd.DataFrame, columns: list[str], name: str) -> None:
    kept = [c for c in columns if c in first]
    assert kept, name
    for column in kept:  # a test among the rows has no estimate: NaN equals NaN
        np.testing.assert_allclose(
            first[column].to_numpy(float), second[column].to_numpy(float),
            rtol=1e-7, atol=1e-9, err_msg=f"{name}: {column}",
        )  # fmt: skip


@FEW
@given(people(), st.randoms(use_true_random=False))
def test_row_order_does_not_matter(frame: pd.DataFrame, random: Any) -> None:
    order = list(range(len(frame)))
    random.shuffle(order)
    for name in ALL:
        same(answer(name, frame), answer(name, frame.iloc[order]), NUMBERS, name)


@FEW
@given(people())
def test_names_of_levels_carry_no_meaning(frame: pd.DataFrame) -> None:
    renamed = frame.assign(arm=frame["arm"].map({"a": "first", "b": "second"}))
    for name in ALL:
        same(answer(name, frame), answer(name, renamed), NUMBERS, name)


@FEW
@given(people(), st.sampled_from([3.0, 365.0]), st.sampled_from([7.0, 1 / 30.4375]))
def test_neither_a_later_start_nor_another_unit_changes_anything(
    frame: pd.DataFrame, ahead: float, unit: float
) -> None:
    for name in (*ANY_CLOCK, *ANY_CLOCK_COMPETING):
        moved = frame.assign(time=(frame["time"] + ahead) * unit)
        same(answer(name, frame), answer(name, moved), NUMBERS, name)


@FEW
@given(people(), st.sampled_from([7.0, 1 / 30.4375]))
def test_another_unit_moves_the_scale_alone(frame: pd.DataFrame, unit: float) -> None:
    scaled = frame.assign(time=frame["time"] * unit)
    one, two = answer("parametric", frame), answer("parametric", scaled)
    moved = one["estimate"] + np.where(one["term"] == "intercept", np.log(unit), 0.0)
    np.testing.assert_allclose(two["estimate"], moved, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(two["std_error"], one["std_error"], rtol=1e-5)
    base = [answer("baseline_hazard", f) for f in (frame, scaled)]
    same(*base, ["estimate", "std_error"], "baseline_hazard")


@FEW
@given(people(), st.integers(1, 12))
def test_splitting_follow_up_changes_nothing(frame: pd.DataFrame, day: int) -> None:
    whole = frame.assign(person=np.arange(len(frame)).astype(str), entry=0.0)
    cut = whole["time"] > day
    later = whole[cut].assign(entry=float(day))
    earlier = whole.assign(
        status=whole["status"].where(~cut, 0), time=whole["time"].clip(upper=day)
    )
    roles = {"person": "person", "entry": "entry"}
    for name in SPLIT:
        one, two = answer(name, frame), answer(name, pd.concat([later, earlier]), **roles)
        if "time" in one:  # a cut at which nobody ends adds a row without an event
            two = two.merge(one[["group", "time"]], on=["group", "time"])
        # Rows of a person make Cox take a robust variance, so that errors are not the same.
        if name.startswith("cox"):
            one, two = (t.dropna(subset="estimate")[["estimate"]] for t in (one, two))
        same(one, two, NUMBERS, name)


@FEW
@given(people())
def test_swapping_the_arms_inverts_the_ratio(frame: pd.DataFrame) -> None:
    swapped = frame.assign(arm=frame["arm"].map({"a": "b", "b": "a"}))
    for name in RATIOS:
        one, two = (t[t["term"].str.startswith("arm")] for t in map_pair(name, frame, swapped))
        sign = np.where(one["estimand"].str.startswith("ratio"), np.nan, -1.0)
        ratio = np.isnan(sign)
        turned = np.where(ratio, 1 / one["estimate"], -one["estimate"])
        np.testing.assert_allclose(two["estimate"], turned, rtol=1e-6, err_msg=name)
        error = two["std_error"][~ratio]
        np.testing.assert_allclose(error, one["std_error"][~ratio], rtol=1e-6, err_msg=name)
    for name in ("gray_test", "logrank"):
        same(*map_pair(name, frame, swapped), ["statistic", "p_value"], name)


def map_pair(name: str, *frames: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    return tuple(answer(name, frame) for frame in frames)
