"""gray_test() and fine_gray() through the public door, against cmprsk and survival."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome

FILE = Path(__file__).parents[1] / "golden" / "competing" / "mgus_years.json"
GOLDEN = json.loads(FILE.read_text(encoding="utf-8"))
NAMES = {1: "progression", 2: "death"}


def mgus() -> Outcome:
    """Return R's mgus2 in whole years: many ties of both events."""
    data = GOLDEN["data"]
    x = np.array(data["X"], dtype=float)
    frame = pd.DataFrame({"time": data["time"], "event": data["event"], "group": data["group"]})
    covariates = pd.DataFrame(x, columns=[f"x{j}" for j in range(x.shape[1])])
    own = pd.concat([frame, covariates], axis=1).assign(group=lambda f: f["group"].astype(str))
    return rv.competing_events(own, time="time", status="event", causes=NAMES, unit="years")


def test_grays_test_equals_cmprsk() -> None:
    table = rv.gray_test(mgus(), "group").tidy()
    expected = GOLDEN["values"]["gray"]["rho0"]
    np.testing.assert_allclose(table["statistic"], [row[0] for row in expected], rtol=1e-10)
    np.testing.assert_allclose(table["p_value"], [row[1] for row in expected], rtol=1e-8)
    assert table["cause"].tolist() == ["progression", "death"]


def test_cause_specific_ratios_always_stand_beside() -> None:
    own = mgus()
    formula = " + ".join(c for c in own.covariates if c.startswith("x"))
    table = rv.fine_gray(own, formula, cause="progression").tidy()
    beside = table[table["estimand"] == "log cause-specific hazard ratio"]
    assert set(beside["cause"]) == {"progression", "death"}
    alone = rv.cox(own, formula, cause="death").tidy().iloc[0]["estimate"]
    found = beside[beside["cause"] == "death"].iloc[0]["estimate"]
    assert found == pytest.approx(alone, rel=1e-12)


def test_without_competing_events_it_is_a_cox_model() -> None:
    own = mgus()
    data = own.data
    frame = data.assign(cause=np.where(data["cause"] == 1, 1, 0))[["time", "cause", "x0"]]
    only = rv.competing_events(
        frame, time="time", status="cause", causes={1: "progression"}, unit="years"
    )
    # With one cause nobody stays in the risk set after another one; ties are Breslow's.
    found = rv.fine_gray(only, "x0", cause="progression").tidy().iloc[0]
    plain = rv.cox(only, "x0", cause="progression", ties="breslow").tidy().iloc[0]
    assert found["estimate"] == pytest.approx(plain["estimate"], rel=1e-8)


def test_contrasts_and_refusals() -> None:
    own = mgus()
    model = rv.fine_gray(own, "group", cause="death")
    row = model.contrasts("group").tidy(exponentiate=True).iloc[0]
    assert row["estimate"] == pytest.approx(model.tidy(exponentiate=True).iloc[0]["estimate"])
    with pytest.raises(EstimationError, match="Name cause="):
        rv.fine_gray(own, "group", cause="relapse")
    with pytest.raises(EstimationError, match="Name cause="):
        rv.gray_test(own, "group", cause="relapse")
    plain = rv.time_to_event(own.data[["time"]].assign(e=1), time="time", event="e")
    with pytest.raises(EstimationError):
        rv.gray_test(plain, "group")
