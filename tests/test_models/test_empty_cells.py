"""Combinations of factors that nobody is in: no number for them, and the rest as in emmeans."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome

GOLDEN = json.loads((ROOT / "tests/golden/empty_cells.json").read_text(encoding="utf-8"))


def gains() -> Outcome:
    """Return gains in knowledge of nutrition: three of Hispanic race, all of one age group."""
    table = pd.DataFrame(GOLDEN["nutrition"]["data"]).assign(id=range(107), v=0)
    return rv.repeated_measures(table.astype({"age": str}), value="gain", person="id", wave="v")


def distances() -> Outcome:
    """Return distances of children at four ages, girls without the last."""
    table = pd.DataFrame(GOLDEN["orthodont"]["data"])
    table["sex"] = pd.Categorical(table["sex"], ["Male", "Female"])
    return rv.repeated_measures(table, value="distance", person="id", wave="age")


def same(found: pd.DataFrame, want: dict[str, list[Any]], rtol: float) -> None:
    """Hold rows to what emmeans has, blank where it has nothing."""
    for mine, theirs in (("estimate", "estimate"), ("std_error", "se"), ("df", "df")):
        known = np.array([np.nan if v in (None, "NA") else v for v in want[theirs]], dtype=float)
        np.testing.assert_allclose(found[mine], known, rtol=rtol)
    silent = np.isnan(found["estimate"])
    assert (found.loc[silent, "status"] == "not_estimable").all()
    if silent.any():
        assert found.loc[silent, "reason"].str.contains("nobody").all()


def test_one_score_per_person_agrees_with_emmeans() -> None:
    """A comparison within a race whose means are unknown can be known."""
    model = rv.linear(gains(), "(age + group + race)**2", variance="model")
    means = model.means(["age", "race"]).tidy()
    races = ["Black", "Hispanic", "White"]
    order = [f"race: {race}" for race in races]
    means = means.assign(at=means["level"].map(order.index)).sort_values(["at", "group"])
    same(means, GOLDEN["nutrition"]["means"], 1e-8)
    pairs = model.contrasts("group", by="race", reference="FoodStamps").tidy()
    same(pairs, GOLDEN["nutrition"]["pairs"], 1e-8)
    assert float(model.glance()["df"].iloc[0]) == GOLDEN["nutrition"]["df"]


def test_coefficients_that_need_a_term_left_out_have_no_number() -> None:
    """Being Hispanic, at an age that nobody Hispanic has, is compared with nothing."""
    model = rv.linear(gains(), "(age + group + race)**2", variance="model")
    table = model.tidy().set_index("term")
    assert table["status"].value_counts()["not_estimable"] == 4
    assert np.isnan(table.loc["race: Hispanic", "estimate"])
    assert table.loc["group: NoAid", "estimate"] == pytest.approx(-8.380645, abs=1e-5)
    assert "empty_cells" in set(model.checks()["id"])
    back = type(model).from_json(model.to_json())
    assert back.means("race").tidy()["estimate"].isna().tolist() == [False, True, False]


def test_repeated_scores_agree_with_emmeans_of_lmer() -> None:
    """Girls have no last visit; a term that needs it has no test."""
    model = rv.mixed_model(distances(), "sex * wave", ddf="kenward-roger")
    means = model.means(["sex", "wave"]).tidy().iloc[[0, 4, 1, 5, 2, 6, 3, 7]]
    same(means, GOLDEN["orthodont"]["means"], 1e-5)
    same(model.contrasts("sex", by="wave").tidy(), GOLDEN["orthodont"]["pairs"], 1e-5)
    terms = model.terms().tidy().set_index("term")
    assert terms.loc["sex x wave", "status"] == "not_estimable"
    assert model.glance()["status"].tolist() == ["not_estimable"]  # as linear() says it
    assert float(model.glance()["log_likelihood"].iloc[0]) == pytest.approx(
        GOLDEN["orthodont"]["log_likelihood"], rel=1e-7
    )


def test_planned_visits_leave_the_combination_out_too() -> None:
    """Other means are those of the arms by themselves; a constrained baseline still refuses."""
    model = rv.mmrm(distances(), "sex * wave")
    means = model.means(["sex", "wave"]).tidy()
    assert means["status"].eq("not_estimable").sum() == 1
    seen = distances().data.groupby(["sex", "wave"], observed=True)["value"].mean()
    assert means["estimate"].iloc[0] == pytest.approx(seen.iloc[0], rel=1e-9)
    with pytest.raises(rv.EstimationError, match="combination"):
        rv.gee(distances(), "sex * wave")


def test_other_dependence_is_refused_as_before() -> None:
    """Only combinations of levels are left out: a covariate told twice is a mistake."""
    frame = gains().data.assign(twice=lambda t: 2 * t["value"] + 1, once=lambda t: t["value"])
    own = rv.repeated_measures(
        frame.drop(columns="value").assign(y=np.arange(107.0) % 7),
        value="y", person="person", wave="wave",
    )  # fmt: skip
    with pytest.raises(rv.EstimationError, match="exact combination"):
        rv.linear(own, "once + twice")
