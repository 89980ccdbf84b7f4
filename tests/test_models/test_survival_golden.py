"""Kaplan-Meier, log-rank and restricted mean against R's survival, on data sets R ships."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

FOLDER = ROOT / "tests" / "golden" / "survival"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
CLOSED = {"rtol": 1e-10, "atol": 1e-13}
LIMITS = ("estimate", "conf_low", "conf_high")
CONF_TYPES = ("log-log", "log", "plain")
# Where the curve of lower limits rises again after a first dip (few at risk early, late entry), R
# passes its first crossing, and its "lower limit" lies above the estimate. Ours is the crossing.
R_PASSES_THE_FIRST_CROSSING = {("mgus2_age", "M", "log-log")}


@cache
def golden(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def outcome_of(data: dict[str, Any]) -> Any:
    frame = pd.DataFrame(data["input"]).astype({"group": str})
    roles = {role: role for role in ("entry", "person") if role in frame}
    return rv.time_to_event(frame, time="time", event="event", name="event", **roles)


def values(items: Any) -> np.ndarray:
    return np.array(items, dtype=float)


@cache
def curve(name: str, conf_type: str) -> Any:
    data = golden(name)
    weights = "weight" if "weight" in data["input"] else None
    return rv.kaplan_meier(outcome_of(data), "group", weights=weights, conf_type=conf_type)


def test_the_data_cover_what_they_should() -> None:
    inputs = {name: golden(name)["input"] for name in NAMES}
    assert len(NAMES) >= 8
    assert sum("entry" in d for d in inputs.values()) >= 3
    assert sum("weight" in d for d in inputs.values()) >= 2
    assert sum("stratum" in d for d in inputs.values()) >= 5
    assert sum(len(set(d["group"])) > 2 for d in inputs.values()) >= 2
    assert all({"R", "survival"} <= set(golden(name)["meta"]) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_curve_and_its_error(name: str) -> None:
    expected = golden(name)["curves"]["log-log"]
    found = curve(name, "log-log").tidy()
    assert found["group"].tolist() == [str(g) for g in expected["group"]]
    np.testing.assert_allclose(found["time"], expected["time"], **CLOSED)
    np.testing.assert_allclose(found["estimate"], expected["estimate"], **CLOSED)
    inside = ((found["estimate"] > 0) & (found["estimate"] < 1)).to_numpy()
    error = values(expected["std_error"])
    np.testing.assert_allclose(found["std_error"][inside], error[inside], **CLOSED)
    assert found["std_error"][~inside].isna().all()
    if "weight" not in golden(name)["input"]:  # R's counts are sums of weights, ours are people
        # R counts the end of each row of a person as a censoring, ours the end of the last one.
        counts = ["n_risk", "n_event", *([] if "person" in golden(name)["input"] else ["n_censor"])]
        for column in counts:
            np.testing.assert_allclose(found[column], expected[column], **CLOSED)


def test_a_person_with_several_rows_is_censored_once() -> None:
    data = pd.DataFrame(golden("heart")["input"])
    last = ~data["person"].duplicated(keep="last")
    found = curve("heart", "log-log").glance().iloc[0]
    assert found["n_censor"] == (data["event"][last] == 0).sum() == 28
    assert found["n"] == data["person"].nunique() == 103


@pytest.mark.parametrize("conf_type", CONF_TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_limits(name: str, conf_type: str) -> None:
    expected = golden(name)["curves"][conf_type]
    found = curve(name, conf_type).tidy()
    inside = ((found["estimate"] > 0) & (found["estimate"] < 1)).to_numpy()
    for column in ("conf_low", "conf_high"):
        theirs = values(expected[column])[inside]
        np.testing.assert_allclose(found[column][inside], theirs, **CLOSED)


@pytest.mark.parametrize("conf_type", CONF_TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_quantiles(name: str, conf_type: str) -> None:
    expected = golden(name)["curves"][conf_type]["quantiles"]
    found = curve(name, conf_type).quantiles(expected["share"]).tidy()
    for group, *theirs in zip(*(expected[k] for k in ("group", *LIMITS)), strict=True):
        ours = found[found["group"] == str(group)]
        estimate, low, high = (values(v) for v in theirs)
        reached = ~np.isnan(estimate)
        np.testing.assert_allclose(ours["estimate"], estimate, **CLOSED)
        assert (ours["status"].to_numpy() == np.where(reached, "ok", "not_estimable")).all()
        if (name, str(group), conf_type) in R_PASSES_THE_FIRST_CROSSING:
            assert (low[reached] > estimate[reached]).any()
            assert (ours["conf_low"][reached] <= ours["estimate"][reached]).all()
        else:
            np.testing.assert_allclose(ours["conf_low"][reached], low[reached], **CLOSED)
        open_ended = np.where(np.isnan(high), np.inf, high)
        np.testing.assert_allclose(ours["conf_high"][reached], open_ended[reached], **CLOSED)


@pytest.mark.parametrize("name", [n for n in NAMES if "tests" in golden(n)])
def test_logrank_family(name: str) -> None:
    data = golden(name)
    outcome, expected = outcome_of(data), data["tests"]
    asked: dict[str, dict[str, Any]] = {
        "logrank": {},
        "fh_1_0": {"test": "fleming-harrington", "p": 1},
        "fh_half_0": {"test": "fleming-harrington", "p": 0.5},
        "stratified": {"strata": "stratum"},
        "stratified_fh_1_0": {"strata": "stratum", "test": "fleming-harrington", "p": 1},
    }
    tried = 0
    for key, options in asked.items():
        if key in expected:
            row = rv.logrank(outcome, "group", **options).tidy().iloc[0]
            np.testing.assert_allclose(row["statistic"], expected[key], **CLOSED)
            tried += 1
    assert tried >= 1
    if "observed" in expected:
        rows = rv.logrank(outcome, "group").tidy()
        for which in ("observed", "expected"):
            ours = rows[rows["estimand"] == f"{which} events"]["estimate"]
            np.testing.assert_allclose(ours, expected[which], **CLOSED)


@pytest.mark.parametrize("name", [n for n in NAMES if "rmst" in golden(n)])
def test_restricted_mean(name: str) -> None:
    data = golden(name)
    expected = data["rmst"]
    options: dict[str, Any] = {"horizon": expected["horizon"], "conf_type": "plain"}
    found = rv.rmst(outcome_of(data), "group", **options).tidy()
    means = found[found["contrast"] == ""]
    assert means["group"].tolist() == [str(g) for g in expected["group"]]
    np.testing.assert_allclose(means["estimate"], expected["estimate"], **CLOSED)
    np.testing.assert_allclose(means["std_error"], expected["std_error"], **CLOSED)
    difference = found[found["estimand"] == "difference in restricted mean time"].iloc[0]
    mean, error = values(expected["estimate"]), values(expected["std_error"])
    assert difference["estimate"] == pytest.approx(mean[1] - mean[0], rel=1e-10)
    assert difference["std_error"] == pytest.approx(np.hypot(*error[:2]), rel=1e-10)
    # Symmetric limits: recovery of variances is the usual interval.
    reach = 1.959963984540054 * np.hypot(*error[:2])
    assert difference["conf_high"] - difference["estimate"] == pytest.approx(reach, rel=1e-10)
