"""Firth's penalty: against R, by hand, and where adjusted risks need it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv
from recoveryeval.stats.answers.firth_logistic import firth_logistic

GOLDEN = json.loads((ROOT / "tests/golden/firth_logistic.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(GOLDEN["sets"]))
def test_penalized_coefficients_agree_with_r(name: str) -> None:
    """Coefficients, errors and the penalized likelihood of brglm, with and without separation."""
    held = GOLDEN["sets"][name]
    events, x = np.array(held["events"], float), np.array(held["x"], float)
    found = firth_logistic(events, np.ones(len(events)), x)
    assert found.converged
    np.testing.assert_allclose(found.beta, held["beta"], rtol=1e-7)
    np.testing.assert_allclose(np.sqrt(np.diag(found.covariance)), held["se"], rtol=1e-7)


def test_a_two_by_two_table_gains_half_a_person_in_each_cell() -> None:
    """0 of 12 against 7 of 15: the penalty adds one half to every cell."""
    x = np.array([[1.0, 0.0], [1.0, 1.0]])
    found = firth_logistic(np.array([0.0, 7.0]), np.array([12.0, 15.0]), x)
    first = np.log(0.5 / 12.5)
    assert found.beta == pytest.approx([first, np.log(7.5 / 8.5) - first], rel=1e-9)
    shares = 1 / (1 + np.exp(-(found.intercept + np.array([0, found.beta[1]]))))
    assert shares @ [12, 15] == pytest.approx(7.0, rel=1e-9)


def test_counted_people_give_what_rows_give() -> None:
    """Cells and people are the same study."""
    x = np.array([[1.0, 0.0], [1.0, 1.0]])
    cells = firth_logistic(np.array([1.0, 3.0]), np.array([4.0, 5.0]), x)
    rows = firth_logistic(np.array([1.0, 0, 0, 0, 1, 1, 1, 0, 0]), np.ones(9), x[[0] * 4 + [1] * 5])
    np.testing.assert_allclose(cells.beta, rows.beta, rtol=1e-9)


def study() -> rv.Outcome:
    """Return a yes-or-no outcome that nobody over sixty has."""
    rng = np.random.default_rng(5)
    arm = np.array(["usual", "coaching"])[np.arange(90) % 2]
    old = np.where(rng.random(90) < 0.3, "over 60", "up to 60")
    yes = (rng.random(90) < np.where(arm == "coaching", 0.7, 0.4)) & (old == "up to 60")
    return rv.binary(pd.DataFrame({"y": yes, "arm": arm, "old": old}), value="y", name="housing")


def test_adjusted_risks_fall_back_where_a_covariate_separates() -> None:
    """Finite, marked as a fallback, and near what leaving the level out would show (E08)."""
    table = rv.risk(study(), "arm", adjust="old").tidy()
    adjusted = table[table["term"] == "adjusted"]
    assert set(adjusted["status"]) == {"fallback"}
    assert adjusted["reason"].str.contains("perfectly").all()
    assert np.isfinite(adjusted[["estimate", "conf_low", "conf_high"]]).all(axis=None)
    crude = table[(table["term"] == "crude") & (table["estimand"] == "risk difference")]
    difference = adjusted[adjusted["estimand"] == "risk difference"]
    assert difference["estimate"].iloc[0] == pytest.approx(crude["estimate"].iloc[0], abs=0.12)


def test_without_separation_nothing_is_penalized() -> None:
    """The plain model stays."""
    data = study().data.assign(value=lambda d: d["value"] | (np.arange(len(d)) % 11 == 0))
    table = rv.risk(rv.binary(data, value="value", n="n"), "arm", adjust="old").tidy()
    assert set(table[table["term"] == "adjusted"]["status"]) == {"ok"}
