"""Cox models of repeated events: against R, strata by order, few people, and refusals."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER

import recoveryeval as rv
from recoveryeval.errors import EstimationError

SETS = json.loads((FOLDER / "recurrent_cox.json").read_text())["sets"]
MODELS = ("andersen-gill", "pwp-total", "pwp-gap")
ROLES = {"start": "start", "stop": "stop", "event": "event", "person": "person"}


@cache
def outcome_of(name: str) -> rv.Outcome:
    return rv.recurrent_events(pd.DataFrame(SETS[name]["data"]), **ROLES)


def simulated(people: int, *, seed: int = 3, rate: float = 0.06) -> pd.DataFrame:
    """Histories of 60 days in two arms; the second has events at 0.6 times the rate."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        own = rate * rng.gamma(2.0, 0.5) * (0.6 if person % 2 else 1.0)
        stops = np.cumsum(rng.exponential(1 / own, 40))
        stops = np.unique(np.ceil(stops[stops < 59]))
        for start, stop in zip([0.0, *stops], [*stops, 60.0], strict=True):
            rows.append((person, start, stop, int(stop < 60), "ab"[person % 2], person % 6))
    return pd.DataFrame(rows, columns=["person", "start", "stop", "event", "arm", "coach"])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", list(SETS))
def test_coefficients_and_robust_errors_equal_those_of_r(name: str, model: Any, ties: Any) -> None:
    expected = SETS[name][ties][model]
    last = None if model == "andersen-gill" else SETS[name]["max_order"]
    found = rv.recurrent_cox(outcome_of(name), "x1 + x2", model=model, max_order=last, ties=ties)
    table = found.tidy()
    np.testing.assert_allclose(table["estimate"][:2], expected["coef"], rtol=1e-8)
    np.testing.assert_allclose(table["std_error"][:2], expected["std_error"], rtol=1e-8)
    np.testing.assert_allclose(table["statistic"][2], expected["wald"], rtol=1e-8)
    summary = found.glance().iloc[0]
    np.testing.assert_allclose(summary["log_likelihood"], expected["loglik"], rtol=1e-8)
    assert summary["n_event"] == expected["n_event"]


def test_orders_that_hold_few_events_share_a_stratum() -> None:
    found = rv.recurrent_cox(outcome_of("bladder2"), "x1", model="pwp-total")
    check = found.checks().set_index("id").loc["event_order"]
    assert check["meaning"].startswith("Events are compared with events of the same order: 47 of")
    assert check["statistic"] == 4
    named = rv.recurrent_cox(outcome_of("bladder2"), "x1", model="pwp-total", max_order=4)
    assert named.tidy()["estimate"][0] == found.tidy()["estimate"][0]


def test_too_few_events_by_order_are_refused_with_their_number() -> None:
    few = rv.recurrent_events(simulated(10, rate=0.02), **ROLES)
    with pytest.raises(EstimationError, match=r"RE-M30: Only \d+ first events and \d+ later ones"):
        rv.recurrent_cox(few, "arm", model="pwp-gap")
    insisted = rv.recurrent_cox(few, "arm", model="pwp-gap", max_order=2)
    assert insisted.checks().set_index("id").loc["event_order", "verdict"] == "concern"


def test_few_people_have_a_corrected_variance_and_t_limits() -> None:
    few = rv.recurrent_cox(rv.recurrent_events(simulated(14), **ROLES), "arm")
    row = few.tidy().iloc[0]
    assert row["df"] < 13
    assert "bias-reduced" in row["method"]
    many = rv.recurrent_cox(rv.recurrent_events(simulated(80), **ROLES), "arm").tidy().iloc[0]
    assert np.isnan(many["df"])


def test_clusters_of_people_are_few_and_said_so() -> None:
    outcome = rv.recurrent_events(simulated(60), **ROLES)
    found = rv.recurrent_cox(outcome, "arm", cluster="coach")
    assert "few_clusters" in set(found.checks()["id"])
    assert "clustered by coach" in found.tidy()["method"][0]
    frame = simulated(60)
    split = frame.assign(coach=np.arange(len(frame)) % 6)
    with pytest.raises(EstimationError, match="more than one cluster"):
        rv.recurrent_cox(rv.recurrent_events(split, **ROLES), "arm", cluster="coach")


def test_the_gap_clock_restarts_after_an_event_only() -> None:
    """Cutting a row, or leaving for a while, does not restart the clock; entering late is late."""
    whole = simulated(40)
    long = whole["stop"] - whole["start"] > 2
    first, second = whole[long].copy(), whole[long].copy()
    first["stop"], first["event"] = first["start"] + 1, 0
    second["start"] += 1
    cut = pd.concat([whole[~long], first, second])
    one, two = (
        rv.recurrent_cox(rv.recurrent_events(f, **ROLES), "arm", model="pwp-gap")
        for f in (whole, cut)
    )
    pd.testing.assert_frame_equal(one.tidy(), two.tidy(), rtol=1e-10)


def test_an_arm_without_events_has_no_ratio() -> None:
    frame = simulated(20)
    outcome = rv.recurrent_events(
        frame.assign(event=frame["event"].where(frame["arm"] == "a", 0)), **ROLES
    )
    found = rv.recurrent_cox(outcome, "arm")
    assert found.status == "not_estimable"
    assert found.tidy()["estimate"].isna().all()
    assert "infinity" in found.tidy()["reason"][0]


@pytest.mark.parametrize("model", MODELS)
def test_no_events_give_no_number(model: Any) -> None:
    outcome = rv.recurrent_events(simulated(20).assign(event=0), **ROLES)
    found = rv.recurrent_cox(outcome, "arm", model=model)
    assert found.status == "not_estimable"
    assert found.kind == "recurrent_cox"


def test_words_say_whose_ratio_it_is() -> None:
    frame = simulated(50)
    last = ~frame["person"].duplicated(keep="last")
    outcome = rv.recurrent_events(
        frame.assign(died=last & (frame["person"] % 10 == 0)),
        **ROLES,
        terminal="died",
        name="relapse",
    )
    found = rv.recurrent_cox(outcome, "arm")
    assert found.title == "Andersen-Gill model of the rate of return to use"
    assert found.tidy()["estimand"][0] == "log rate ratio"
    assert found.contrasts("arm").tidy()["estimand"][0] == "log rate ratio"
    assert found.spec.function == "recurrent_cox"
    assert "doi:10.1214/aos/1176345976" in found.methods()
    assert "5 people died" in " ".join(found.checks()["meaning"])


@pytest.mark.parametrize(
    "asked",
    [
        {"model": "wei-lin-weissfeld"},
        {"model": "andersen-gill", "max_order": 3},
        {"model": "pwp-total", "max_order": 0},
    ],
)
def test_unknown_models_and_orders_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(EstimationError, match="RE-M31"):
        rv.recurrent_cox(outcome_of("cgd"), "x1", **asked)
