"""Adjusted and predicted curves of people with weights, or who share a coach."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from survival_kinds import once
from survival_verbs import study

import recoveryeval as rv

FRAME = study(120).assign(
    one=1.0, w=np.arange(120) % 3 + 1.0, person_of=np.arange(120), coach=np.arange(120) % 7
)
PEOPLE = {"older": {"arm": "peer", "age": 60}, "younger": {"arm": "usual", "age": 30}}
VERBS: dict[str, Any] = {
    "adjusted": lambda o, **k: rv.adjusted_curves(o, "arm + age", by="arm", **k),
    "predicted": lambda o, **k: rv.predicted_curves(o, "arm + age", people=PEOPLE, **k),
}


@pytest.mark.parametrize("name", VERBS)
def test_weights_count_people_as_often_as_they_stand_for(name: str) -> None:
    ask = VERBS[name]
    weighted = ask(once(FRAME), weights="w", ties="breslow").at([10, 30]).tidy()
    copies = FRAME.loc[FRAME.index.repeat(FRAME["w"])].drop(columns="w")
    repeated = ask(once(copies), ties="breslow").at([10, 30]).tidy()
    np.testing.assert_allclose(weighted["estimate"], repeated["estimate"], rtol=1e-9)
    assert (weighted["std_error"] > repeated["std_error"]).all()


@pytest.mark.parametrize("name", VERBS)
def test_people_as_clusters_of_their_own_are_people_with_weights_of_one(name: str) -> None:
    ask = VERBS[name]
    alone = ask(once(FRAME), weights="one").difference(times=[10, 30]).tidy()
    joined = ask(once(FRAME), cluster="person_of").difference(times=[10, 30]).tidy()
    plain = ask(once(FRAME)).difference(times=[10, 30]).tidy()
    for column in ("estimate", "std_error", "conf_low"):
        np.testing.assert_allclose(alone[column], joined[column], rtol=1e-9)
    np.testing.assert_allclose(alone["std_error"], plain["std_error"], rtol=0.2)
    assert (alone["std_error"] != plain["std_error"]).all()


@pytest.mark.parametrize("name", VERBS)
def test_few_clusters_are_corrected_and_two_give_no_error(name: str) -> None:
    curves = VERBS[name](once(FRAME), cluster="coach")
    told = curves.at([20]).tidy().iloc[0]
    assert told["method"].endswith("robust clustered by coach, 7 clusters, t with 6 df")
    checks = curves.checks().set_index("id")
    assert checks.loc["few_clusters", "meaning"].startswith("There are 7 clusters")
    assert "add up people of one coach" in curves.methods()
    first = curves.difference(times=[20]).tidy().iloc[0]
    reach = (first["conf_high"] - first["estimate"]) / first["std_error"]
    assert reach == pytest.approx(2.446912, abs=1e-6)  # t with 6 df
    again = rv.Curve.from_json(curves.to_json()).difference(times=[20]).tidy().iloc[0]
    assert again["std_error"] == pytest.approx(first["std_error"], rel=1e-12)
    two = VERBS[name](once(FRAME.assign(coach=FRAME["coach"] % 2)), cluster="coach").tidy()
    assert two["std_error"].isna().all()
    assert two["reason"].str.contains("2 clusters").all()
    assert two["estimate"].notna().all()


def test_rows_without_a_coach_are_counted_and_one_coach_is_refused() -> None:
    frame = FRAME.assign(coach=FRAME["coach"].where(FRAME.index > 2))
    curves = VERBS["adjusted"](once(frame), cluster="coach")
    assert curves.spec.dropped == {"coach missing": 3}
    with pytest.raises(rv.EstimationError, match="RE-E15"):
        VERBS["adjusted"](once(FRAME.assign(coach="A")), cluster="coach")


def test_strata_that_share_clusters_hang_together() -> None:
    ask = {"formula": "age", "by": "arm", "strata": "arm"}
    apart = FRAME.assign(coach=FRAME["coach"] + 100 * (FRAME["arm"] == "peer"))
    shared = rv.adjusted_curves(once(FRAME), cluster="coach", **ask).difference(times=[20]).tidy()
    alone = rv.adjusted_curves(once(apart), cluster="coach", **ask).difference(times=[20]).tidy()
    assert shared["estimate"].iloc[0] == alone["estimate"].iloc[0]
    assert shared["std_error"].iloc[0] != pytest.approx(alone["std_error"].iloc[0], rel=1e-3)


def test_times_and_strata_beyond_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recoveryeval.models.hazards.cox_curve_error.LARGEST", 100)
    with pytest.raises(rv.EstimationError, match="Round times"):
        VERBS["adjusted"](once(FRAME), cluster="coach")


def test_several_rows_each_stay_refused_with_clusters() -> None:
    frame = pd.concat([FRAME.assign(start=0, event=0), FRAME.assign(start=FRAME["day"], day=99)])
    outcome = once(frame, person="person_of", entry="start")
    with pytest.raises(rv.EstimationError, match="RE-M07"):
        VERBS["adjusted"](outcome, cluster="coach")
