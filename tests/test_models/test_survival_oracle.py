"""The shared oracle of Kaplan-Meier, log-rank and restricted mean; skipped where it is absent."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from paths import shared_folder

import recoveryeval as rv

CLOSED = {"rtol": 1e-10, "atol": 1e-13}


@pytest.fixture(scope="module")
def oracle() -> dict[str, Any]:
    path = shared_folder().parent / "reference" / "oracles" / "04_km_logrank_rmst.json"
    if not path.is_file():
        pytest.skip("the shared oracle is not here")
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def weeks(oracle: dict[str, Any]) -> Any:
    frame = pd.DataFrame(oracle["input"]["data"])
    return rv.time_to_event(frame, time="week", event="ev", unit="weeks", name="relapse")


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("loglog", {"conf_type": "log-log"}),
        ("log", {"conf_type": "log"}),
        ("plain", {"conf_type": "plain"}),
        ("weighted_robust_loglog", {"weights": "w"}),
    ],
)
def test_curve(oracle: dict[str, Any], weeks: Any, key: str, options: dict[str, str]) -> None:
    expected = {k: np.array(v, dtype=float) for k, v in oracle["output"][key].items()}
    found = rv.kaplan_meier(weeks, **options).tidy()
    moved = expected["surv"] < 1
    np.testing.assert_allclose(found["estimate"], expected["surv"], **CLOSED)
    for ours, theirs in (("std_error", "se"), ("conf_low", "lower"), ("conf_high", "upper")):
        np.testing.assert_allclose(found[ours][moved], expected[theirs][moved], **CLOSED)


def test_quantiles(oracle: dict[str, Any], weeks: Any) -> None:
    expected = oracle["output"]["quantiles"]
    found = rv.kaplan_meier(weeks).quantiles(expected["p"]).tidy()
    assert found["estimate"].tolist() == expected["q"]
    assert found["conf_low"].tolist() == expected["lower"]
    assert found["conf_high"].tolist() == [21.0, np.inf]


@pytest.mark.parametrize(
    ("key", "by", "options"),
    [
        ("logrank", "coach", {}),
        ("grho1", "coach", {"test": "fleming-harrington", "p": 1.0}),
        ("grho_half", "coach", {"test": "fleming-harrington", "p": 0.5}),
        ("logrank_strat_site", "coach", {"strata": "site"}),
        ("logrank_3arm", "arm3", {}),
    ],
)
def test_logrank(
    oracle: dict[str, Any], weeks: Any, key: str, by: str, options: dict[str, Any]
) -> None:
    found = rv.logrank(weeks, by, **options).glance()["statistic"].iloc[0]
    assert found == pytest.approx(oracle["output"][key], rel=1e-10)


def test_restricted_mean(oracle: dict[str, Any], weeks: Any) -> None:
    expected = oracle["output"]["rmst26"]
    found = rv.rmst(weeks, "coach", horizon=26).tidy()
    for row, key in ((0, "coach0"), (1, "coach1")):
        ours = found.loc[row, ["estimate", "std_error"]].astype(float)
        np.testing.assert_allclose(ours, expected[key], **CLOSED)
    assert found.loc[2, "estimate"] == pytest.approx(expected["diff"], rel=1e-10)
    assert found.loc[2, "std_error"] == pytest.approx(expected["se_diff"], rel=1e-10)
