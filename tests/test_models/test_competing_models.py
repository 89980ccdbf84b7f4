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


def test_weights_of_time_and_strata_equal_cmprsk() -> None:
    own = mgus()
    data = own.data.assign(stratum=GOLDEN["data"]["stratum"])
    own = rv.competing_events(
        data[["time", "cause", "group", "stratum"]], time="time", status="cause", causes=NAMES
    )
    for options, name in (({"rho": 1}, "rho1"), ({"strata": "stratum"}, "stratified")):
        table = rv.gray_test(own, "group", **options).tidy()
        expected = np.array(GOLDEN["values"]["gray"][name])
        np.testing.assert_allclose(table["statistic"], expected[:, 0], rtol=1e-10)


def test_pairs_are_tests_of_two_groups_with_corrected_p_values() -> None:
    own = mgus()
    thirds = own.data.assign(third=np.arange(len(own.data)) % 3)[["time", "cause", "third"]]
    roles = {"time": "time", "status": "cause", "causes": NAMES}
    three = rv.competing_events(thirds, **roles)
    table = rv.gray_test(three, "third", pairwise="holm").tidy()
    assert table["contrast"].tolist() == ["", "1 - 0", "2 - 0", "2 - 1"] * 2
    alone = rv.competing_events(thirds[thirds["third"] != 1], **roles)
    two = rv.gray_test(alone, "third").tidy()
    pairs = table[table["contrast"] == "2 - 0"]
    np.testing.assert_allclose(pairs["statistic"], two["statistic"], rtol=1e-12)
    raw = rv.gray_test(three, "third", pairwise="none").tidy()
    own_pairs = (raw["contrast"] != "") & (raw["cause"] == "death")
    smallest = raw.loc[own_pairs, "p_value"].min()
    corrected = table.loc[own_pairs, "p_value"].min()
    assert corrected == pytest.approx(min(3 * smallest, 1.0))
    assert corrected > smallest
    assert (
        rv.gray_test(three, "third", pairwise="holm").glance()["n_event"].iloc[0]
        == (own.data["cause"] > 0).sum()
    )


def test_what_gray_cannot_weigh_or_correct_is_refused() -> None:
    with pytest.raises(EstimationError, match="RE-M34"):
        rv.gray_test(mgus(), "group", rho=-1)
    with pytest.raises(EstimationError, match=r"RE-M30.*nearest valid name is 'holm'"):
        rv.gray_test(mgus(), "group", pairwise="holms")  # type: ignore[arg-type]
