"""Curves whose people belong to few clusters, or to one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, t

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.models.curves import shared_clusters

RNG = np.random.default_rng(11)
SIZE = 240
FRAME = pd.DataFrame(
    {
        "day": RNG.integers(1, 60, SIZE).astype(float),
        "status": RNG.choice([0, 1, 2], SIZE, p=[0.3, 0.5, 0.2]),
        "coach": np.arange(SIZE) % 6,
        "arm": np.where(np.arange(SIZE) % 6 < 3, "coached", "usual"),
    }
)
MODELS = [rv.kaplan_meier, rv.cumulative_incidence, rv.nelson_aalen]


def outcome(frame: pd.DataFrame = FRAME) -> rv.Outcome:
    causes = {1: "readmission", 2: "death"}
    return rv.competing_events(frame, time="day", status="status", causes=causes)


def code(action: Any) -> str:
    with pytest.raises(EstimationError) as caught:
        action()
    return str(caught.value.code)


@pytest.mark.parametrize("model", MODELS)
def test_one_cluster_is_refused(model: Any) -> None:
    assert code(lambda: model(outcome(FRAME.assign(coach=1)), cluster="coach")) == "RE-E15"


@pytest.mark.parametrize("model", MODELS)
def test_two_clusters_give_no_error(model: Any) -> None:
    curve = model(outcome(FRAME.assign(coach=FRAME["coach"] % 2)), cluster="coach")
    tidy = curve.tidy()
    assert tidy["estimate"].notna().all()
    assert tidy[["std_error", "conf_low", "conf_high"]].isna().all(axis=None)
    assert (tidy["status"] == "flagged").all()
    assert (tidy["reason"] == "no error can be estimated from 2 clusters").all()
    assert "few_clusters" in curve.checks()["id"].tolist()


@pytest.mark.parametrize("model", MODELS)
def test_few_clusters_use_t(model: Any) -> None:
    curve = model(outcome(), cluster="coach", conf_type="plain")
    row = curve.tidy().query("n_risk > 100").iloc[-1]
    reach = t.ppf(0.975, 5) * row["std_error"]
    assert row["conf_high"] - row["estimate"] == pytest.approx(reach, rel=1e-12)
    assert "6 clusters, t with 5 df" in row["method"]
    checks = curve.checks().set_index("id")
    assert checks.loc["few_clusters", "verdict"] == "concern"


@pytest.mark.parametrize("model", MODELS)
def test_enough_clusters_use_the_normal(model: Any) -> None:
    many = FRAME.assign(coach=np.arange(SIZE) % 48)
    curve = model(outcome(many), cluster="coach", conf_type="plain")
    row = curve.tidy().query("n_risk > 100").iloc[-1]
    reach = norm.ppf(0.975) * row["std_error"]
    assert row["conf_high"] - row["estimate"] == pytest.approx(reach, rel=1e-12)
    assert "few_clusters" not in curve.checks()["id"].tolist()


@pytest.mark.parametrize("model", MODELS)
def test_people_as_clusters_change_nothing_but_the_name(model: Any) -> None:
    own = outcome(FRAME.assign(coach=np.arange(SIZE)))
    alone = model(own, "arm").tidy()
    named = model(own, "arm", cluster="coach").tidy()
    assert named["method"].str.contains("robust|jackknife|no limits").all()
    np.testing.assert_allclose(named["estimate"], alone["estimate"], rtol=1e-12)
    if model is rv.cumulative_incidence:
        np.testing.assert_allclose(named["std_error"], alone["std_error"], rtol=1e-10)


@pytest.mark.parametrize("model", MODELS)
def test_clusters_that_are_too_alike_by_chance_are_flagged(model: Any) -> None:
    # Every coach sees the same histories, so that coaches do not differ at all.
    same = pd.concat([FRAME.iloc[:40].assign(coach=k) for k in range(6)], ignore_index=True)
    curve = model(outcome(same), cluster="coach")
    assert "cluster_variance_small" in curve.checks()["id"].tolist()
    assert curve.status == "flagged"


@pytest.mark.parametrize("model", MODELS)
def test_curves_that_are_too_many_to_carry_how_they_hang_together_have_no_difference(
    model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = model(outcome(), "arm", cluster="coach").difference(times=20).tidy()
    assert within["estimate"].notna().all()
    across = outcome(FRAME.assign(coach=np.arange(SIZE) % 5))
    known = model(across, "arm", cluster="coach").difference(times=20).tidy()
    assert known["std_error"].notna().all()
    monkeypatch.setattr(shared_clusters, "MOST", 10)
    curve = model(across, "arm", cluster="coach")
    assert code(lambda: curve.difference(times=20)) == "RE-M28"


@pytest.mark.parametrize("model", MODELS)
def test_people_who_change_clusters_are_refused(model: Any) -> None:
    early = FRAME.iloc[:40].assign(who=range(40), start=0.0, day=1.0, status=0)
    late = FRAME.iloc[:40].assign(who=range(40), start=1.0, coach=9).query("day > 1")
    both = pd.concat([early, late], ignore_index=True)
    own = rv.competing_events(
        both, time="day", status="status", causes={1: "a", 2: "b"}, person="who", entry="start"
    )
    assert code(lambda: model(own, cluster="coach")) == "RE-M21"


@pytest.mark.parametrize("model", MODELS)
def test_missing_clusters_are_counted(model: Any) -> None:
    some = FRAME.assign(coach=FRAME["coach"].astype("Float64").where(FRAME.index > 9))
    curve = model(outcome(some), cluster="coach")
    assert curve.spec.dropped == {"coach missing": 10}
