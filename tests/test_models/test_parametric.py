"""parametric(): terms, ratios, curves, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "parametric.json").read_text())


def veteran() -> pd.DataFrame:
    """Return R's veteran data."""
    data = GOLDEN["data"]["veteran"]
    x = np.array(data["x"])
    frame = pd.DataFrame({"time": data["lower"], "treatment": x[:, 0], "karno": x[:, 1]})
    return frame.assign(event=np.array(data["upper"]) > 0)


def test_the_public_model_gives_the_numbers_of_survreg() -> None:
    own = rv.time_to_event(veteran(), time="time", event="event", name="death")
    model = rv.parametric(own, "treatment + karno")
    fit = next(
        f for f in GOLDEN["fits"] if f["name"] == "veteran" and f["distribution"] == "weibull"
    )
    table = model.tidy()
    np.testing.assert_allclose(table["estimate"], fit["theta"], rtol=1e-6)
    np.testing.assert_allclose(table["std_error"], fit["std_error"], rtol=1e-6)
    assert table["term"].tolist() == ["intercept", "treatment", "karno", "log(scale)"]
    ratio = model.tidy(exponentiate=True)["estimate"]
    np.testing.assert_allclose(ratio, np.exp(fit["theta"]), rtol=1e-6)


def test_probability_weights_give_the_robust_errors_of_weighted_dfbeta() -> None:
    expected = GOLDEN["weighted"]
    frame = veteran().assign(w=expected["weight"])
    own = rv.time_to_event(frame, time="time", event="event")
    table = rv.parametric(own, "treatment + karno", weights="w").tidy()
    np.testing.assert_allclose(table["estimate"], expected["theta"], rtol=1e-6)
    np.testing.assert_allclose(table["std_error"], expected["std_error"], rtol=1e-6)
    doubled = rv.time_to_event(frame.assign(w=2 * frame["w"]), time="time", event="event")
    again = rv.parametric(doubled, "treatment + karno", weights="w").tidy()
    np.testing.assert_allclose(again["std_error"], table["std_error"], rtol=1e-7)
    lost = rv.time_to_event(
        frame.assign(w=frame["w"].where(frame.index > 3)), time="time", event="event"
    )
    model = rv.parametric(lost, weights="w")
    assert model.glance()["n"].iloc[0] == len(frame) - 4
    assert "missing_weights" in set(model.checks()["id"])


def test_one_curve_of_an_exponential_like_sample_meets_its_own_law() -> None:
    own = rv.time_to_event(veteran(), time="time", event="event")
    model = rv.parametric(own, times=[30, 90, 2000])
    table = model.tidy().set_index("time")
    shape = model.tidy().set_index("term")["estimate"]
    z = (np.log(30.0) - shape["intercept"]) / np.exp(shape["log(scale)"])
    assert table.loc[30.0, "estimate"] == pytest.approx(np.exp(-np.exp(z)), rel=1e-12)
    assert (table.loc[[30.0, 90.0], "conf_low"] < table.loc[[30.0, 90.0], "estimate"]).all()
    assert table.loc[2000.0, "status"] == "flagged"
    with pytest.raises(EstimationError, match="not on a log scale"):
        model.tidy(exponentiate=True)


def test_cells_give_what_rows_give() -> None:
    frame = veteran().assign(arm=lambda f: np.where(f["treatment"] == 2, "b", "a"))
    own = rv.time_to_event(frame, time="time", event="event")
    cells = rv.time_to_event(
        own.cells(by=["arm"]).drop(columns="entry"), time="time", event="event", n="n"
    )
    first, second = rv.parametric(own, "arm").tidy(), rv.parametric(cells, "arm").tidy()
    np.testing.assert_allclose(first["estimate"], second["estimate"], rtol=1e-10)
    np.testing.assert_allclose(first["std_error"], second["std_error"], rtol=1e-10)


def test_brackets_are_used_as_brackets() -> None:
    frame = veteran()
    left = np.where(frame["event"], 30 * (np.ceil(frame["time"] / 30) - 1), frame["time"])
    right = np.where(frame["event"], 30 * np.ceil(frame["time"] / 30), np.inf)
    seen = rv.interval_events(frame.assign(l=left, r=right), left="l", right="r")
    exact = rv.time_to_event(frame, time="time", event="event")
    bracketed = rv.parametric(seen, "karno").tidy().set_index("term")
    known = rv.parametric(exact, "karno").tidy().set_index("term")
    gap = abs(bracketed["estimate"] - known["estimate"]) / known["std_error"]
    assert (gap[["intercept", "karno"]] < 1).all()
    assert bracketed.loc["karno", "std_error"] > known.loc["karno", "std_error"]


def test_contrasts_within_and_their_names() -> None:
    frame = veteran().assign(arm=lambda f: np.where(f["treatment"] == 2, "new", "usual"))
    own = rv.time_to_event(frame, time="time", event="event")
    model = rv.parametric(own, "arm + karno", distribution="log_normal")
    row = model.contrasts("arm").tidy().iloc[0]
    assert row["contrast"] == "usual - new"
    assert row["estimate"] == pytest.approx(
        model.tidy().set_index("term").loc["arm: usual", "estimate"]
    )
    with pytest.raises(EstimationError, match="no means"):
        model.means("arm")


@pytest.mark.parametrize(
    ("change", "code"),
    [({"event": False}, "RE-E03"), ({"time": 0.0, "event": True}, "RE-E21")],
)
def test_what_has_no_maximum_is_refused(change: dict[str, object], code: str) -> None:
    own = rv.time_to_event(veteran().assign(**change), time="time", event="event")
    with pytest.raises(EstimationError) as caught:
        rv.parametric(own)
    assert caught.value.code == code


def test_only_times_to_one_event_are_taken() -> None:
    own = rv.counts(pd.DataFrame({"c": [1, 2], "d": [3, 4]}), count="c", exposure="d")
    with pytest.raises((EstimationError, OutcomeError), match="kind count"):
        rv.parametric(own)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"by": "treatment"}, "no time is given"),
        ({"knots": 5}, "without pieces"),
        ({"knots": 2.5}, "whole number"),
        ({"knots": True}, "whole number"),
    ],
)
def test_options_that_would_do_nothing_are_refused(asked: dict[str, Any], words: str) -> None:
    own = rv.time_to_event(veteran(), time="time", event="event")
    with pytest.raises(EstimationError, match=words):
        rv.parametric(own, "treatment", **asked)
