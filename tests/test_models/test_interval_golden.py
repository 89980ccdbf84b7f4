"""Events between visits against R: survfit's curves, a certified re-derivation, and its tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "interval"
SETS = sorted(path.stem for path in FOLDER.glob("*.json"))
TESTS = ("log-rank", "finkelstein", "wilcoxon")


def golden(name: str) -> tuple[dict[str, Any], rv.Outcome]:
    """Return what R wrote and the outcome of the same rows."""
    found = json.loads((FOLDER / f"{name}.json").read_text())
    frame = pd.DataFrame(found["data"])
    right = frame["right"].to_numpy(dtype=float)
    frame["right"] = np.where(right >= 0, right, np.inf)
    return found, rv.interval_events(frame, left="left", right="right")


@pytest.mark.parametrize("name", SETS)
def test_curves_equal_the_certified_maximum(name: str) -> None:
    found, outcome = golden(name)
    curve = rv.interval_censored(outcome, "group")
    total = sum(group["log_likelihood"] for group in found["curves"].values())
    assert curve.glance()["log_likelihood"].iloc[0] == pytest.approx(total, rel=1e-12)
    for label, group in found["curves"].items():
        upper = np.array(group["upper"], dtype=float)
        mass = np.array(group["mass"])
        kept = (mass > 0) & (upper >= 0)
        own = curve.tidy()
        own = own[(own["group"] == label) & own["time"].isin(upper[kept])]
        np.testing.assert_allclose(own["time"], upper[kept], rtol=1e-12)
        np.testing.assert_allclose(own["estimate"], 1 - np.cumsum(mass)[kept], atol=1e-9, rtol=1e-9)


@pytest.mark.parametrize("name", SETS)
def test_survfit_is_met_where_its_steps_have_arrived_and_is_never_more_likely(name: str) -> None:
    found, outcome = golden(name)
    curve, data = rv.interval_censored(outcome, "group"), outcome.data
    for label, group in found["curves"].items():
        time, survival = (np.array(group["survfit"][k]) for k in ("time", "survival"))
        own = data[data["group"] == label]
        after = np.concatenate([[1.0], survival, [0.0]])
        ends = [np.searchsorted(time, own[side], side="right") for side in ("left", "right")]
        chance = after[ends[0]] - after[np.where(np.isinf(own["right"]), -1, ends[1])]
        assert np.log(np.maximum(chance, 1e-300)).sum() <= group["log_likelihood"] + 1e-7
        bound = curve.at(time).tidy().query("group == @label")
        gap = np.minimum(abs(bound["bound_low"] - survival), abs(bound["bound_high"] - survival))
        # survfit stops its EM steps early; where intervals are few it has arrived.
        assert gap.max() < {"pregnancy": 1e-10, "ascites": 1e-3, "vasculopathy": 0.05}[name]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("name", SETS)
def test_comparisons_equal_the_re_derivation(name: str, test: Any) -> None:
    found, outcome = golden(name)
    table = rv.interval_logrank(outcome, "group", test=test).tidy()
    expected = found["tests"][test]
    assert table["statistic"].iloc[0] == pytest.approx(expected["statistic"], rel=1e-8)
    assert table["df"].iloc[0] == expected["df"]
    np.testing.assert_allclose(table["estimate"].iloc[1:], expected["sum"], atol=1e-8, rtol=1e-8)
