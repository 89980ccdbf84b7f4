"""E03 to E07 and E10: no events, no events in an arm, everyone, one event, infinite ratios."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_verbs import (
    ADJUSTED,
    ALL,
    OF_ONE_EVENT,
    answer,
    asked,
    every,
    no_numbers,
    rows_of,
    study,
)

# Without an estimate there is nothing to draw, test or list: these say so by a typed refusal.
REFUSE = ("proportional_hazards", "adjusted_curves", "predicted_curves", "baseline_hazard",
          "residuals", "parametric", "parametric between visits", "discrete_hazard",
          "fine_gray")  # fmt: skip


def without(frame: pd.DataFrame, rows: Any) -> pd.DataFrame:
    """Return the study in which nothing happened to some rows."""
    kept = ~np.asarray(rows)
    return frame.assign(event=frame["event"] * kept, status=frame["status"] * kept)


@pytest.mark.parametrize(("name", "size"), every(ALL))
def test_e03_e05_no_events_at_all(name: str, size: int) -> None:
    kind, told = answer(name, without(study(size), [True] * size))
    if kind == "refused":
        assert told.code in ("RE-E03", "RE-E11", "RE-E20")
        assert told.rows == rows_of(name, size)
        assert size == 1 or name in REFUSE
        return
    assert told.status in ("not_estimable", "fallback")
    if told.status == "fallback":  # exact limits: a curve at 1 has a lower limit below it
        table = told.tidy()
        table = table[table["status"] == "fallback"]
        exact = table["conf_low"] if table["estimate"].iloc[0] > 0 else table["conf_high"]
        assert (exact != table["estimate"]).all()
        assert "no_events" in told.checks()["id"].tolist() or table["reason"].ne("").all()
    elif name == "logrank":  # expected events of 0 are known; the test is not
        assert told.tidy()[["statistic", "p_value"]].isna().all(axis=None)
    else:
        assert no_numbers(told)


def test_e03_the_rate_has_an_exact_upper_limit() -> None:
    for name in ("cox", "cause-specific cox"):
        model = asked(name, without(study(30), [True] * 30))
        check = model.checks().set_index("id").loc["no_events"]
        assert check["statistic"] == pytest.approx(-np.log(0.025) / study(30)["day"].sum())


def test_e05_the_median_is_not_reached() -> None:
    curve = asked("kaplan_meier", without(study(30), [True] * 30))
    median = curve.quantiles(0.5).tidy()
    assert set(median["status"]) == {"not_estimable"}
    assert median["reason"].str.contains("not reached").all()


@pytest.mark.parametrize(("name", "size"), [("cox", 30), ("cox", 5000), ("cause-specific cox", 30)])
def test_e04_e10_an_arm_without_events_falls_back_to_firth(name: str, size: int) -> None:
    frame = study(size)
    model = asked(name, without(frame, frame["arm"] == "usual"))
    row = model.tidy().iloc[0]
    assert model.status == "fallback"
    assert "monotone_likelihood" in model.checks()["id"].tolist()
    assert np.isfinite(row[["estimate", "conf_low", "conf_high"]].astype(float)).all()
    assert row["estimate"] < 0
    assert abs(row["estimate"]) < 12  # no number that ran off


@pytest.mark.parametrize(
    ("name", "size"),
    [*((name, 30) for name in ADJUSTED if not name.endswith(" cox")), ("fine_gray", 5000)],
)
def test_e04_no_model_gives_a_ratio_that_ran_off(name: str, size: int) -> None:
    frame = study(size)
    kind, told = answer(name, without(frame, frame["arm"] == "usual"))
    if kind == "refused":
        assert told.code in ("RE-E08", "RE-E10", "RE-E11")
        return
    table = told.tidy()
    known = table[table["status"].isin(["ok", "flagged", "fallback"])]
    assert not (known["std_error"] > 50).any()
    assert len(known) or table["reason"].str.contains("infinity").all()


@pytest.mark.parametrize(("name", "size"), [(n, s) for n, s in every(OF_ONE_EVENT) if s > 1])
def test_e06_everyone_has_the_event(name: str, size: int) -> None:
    frame = study(size, event=1, status=1)
    kind, told = answer(name, frame)
    assert kind == "result"
    if name == "kaplan_meier":
        end = told.tidy().groupby("group").tail(1)
        assert (end["estimate"] == 0).all()
        assert (end["conf_high"] > 0).all()  # exact, not the point [0, 0]
        assert set(end["status"]) == {"flagged"}


@pytest.mark.parametrize(
    ("name", "size"), [*((name, 30) for name in ADJUSTED), ("cox", 5000), ("fine_gray", 5000)]
)
def test_e07_one_event_and_two_covariates(name: str, size: int) -> None:
    frame = study(size)
    kind, told = answer(name, without(frame, np.arange(size) != size // 2).assign(
        event=(np.arange(size) == size // 2).astype(int),
        status=(np.arange(size) == size // 2).astype(int),
    ))  # fmt: skip
    if kind == "refused":
        assert told.code in ("RE-E07", "RE-E08", "RE-E10", "RE-E11")
    elif name == "rmst_regression":
        assert told.status in ("flagged", "not_estimable")
    else:
        assert told.status in ("not_estimable", "fallback")
