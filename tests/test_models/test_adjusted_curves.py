"""Adjusted and predicted curves: R's numbers, sense at the edges, words, refusals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt

GOLDEN: dict[str, Any] = json.loads((FOLDER / "adjusted.json").read_text())
FORMULA = "arm + age + karno"


def frame() -> pd.DataFrame:
    table = pd.DataFrame(GOLDEN["data"])
    return table.assign(arm=table["arm"].map({0: "a", 1: "b"}))


def outcome(table: pd.DataFrame | None = None, **roles: str) -> Any:
    data = frame() if table is None else table
    return rv.time_to_event(data, time="time", event="event", unit="weeks", name="death", **roles)


def test_the_average_its_error_and_the_difference_are_those_of_r() -> None:
    curves = rv.adjusted_curves(outcome(), FORMULA, by="arm")
    found = curves.at(GOLDEN["times"]).tidy()
    for column in ("estimate", "std_error"):
        theirs = np.array(GOLDEN["values"][column]).reshape(2, -1)
        for k, group in enumerate("ab"):
            ours = found.loc[found["group"] == group, column]
            np.testing.assert_allclose(ours, theirs[k], rtol=1e-6)  # derivatives are numerical
    difference = curves.difference(times=GOLDEN["times"]).tidy()
    theirs = GOLDEN["values"]["difference_error"]
    np.testing.assert_allclose(difference["std_error"], theirs, rtol=1e-6)
    assert (difference["std_error"] < 0.2).all()


def test_without_other_covariates_nothing_is_adjusted() -> None:
    curves = rv.adjusted_curves(outcome(), "arm", by="arm")
    people = {"a": {"arm": "a"}, "b": {"arm": "b"}}
    predicted = rv.predicted_curves(outcome(), "arm", people=people)
    for column in ("estimate", "std_error", "conf_low"):
        np.testing.assert_allclose(curves.tidy()[column], predicted.tidy()[column], rtol=1e-10)


def test_groups_as_strata_without_covariates_are_nearly_kaplan_meier() -> None:
    table = frame().assign(noise=np.tile([0.0, 1.0], 69)[:137])
    own = outcome(table)
    ours = rv.adjusted_curves(own, "noise", by="arm", strata="arm").at([4, 20]).tidy()
    km = rv.kaplan_meier(own, "arm").at([4, 20]).tidy()
    np.testing.assert_allclose(ours["estimate"], km["estimate"], atol=0.02)
    assert ours["group"].tolist() == km["group"].tolist()


def test_cells_give_what_rows_give() -> None:
    own = outcome()
    cells = own.cells(covariates=["arm", "karno"]).drop(columns="entry")
    collapsed = rv.time_to_event(cells, time="time", event="event", n="n", name="death")
    first = rv.adjusted_curves(own, "arm + karno", by="arm").tidy()
    second = rv.adjusted_curves(collapsed, "arm + karno", by="arm").tidy()
    for column in ("estimate", "std_error", "n_risk", "n_event", "n_censor"):
        np.testing.assert_allclose(first[column], second[column], rtol=1e-9, equal_nan=True)


def test_counts_are_those_of_kaplan_meier() -> None:
    ours = rv.adjusted_curves(outcome(), FORMULA, by="arm").at_risk([5, 30]).tidy()
    theirs = rv.kaplan_meier(outcome(), "arm").at_risk([5, 30]).tidy()
    assert ours["n_risk"].tolist() == theirs["n_risk"].tolist()


def test_the_picture_and_json() -> None:
    curves = rv.adjusted_curves(outcome(), FORMULA, by="arm")
    assert "Adjusted curves" in get_alt(curves.plot())
    again = rv.Curve.from_json(curves.to_json())
    pd.testing.assert_frame_equal(
        again.difference(times=[8]).tidy(), curves.difference(times=[8]).tidy(), check_dtype=False
    )
    assert "had everyone been in each group of arm" in curves.describe()
    plt.close("all")


def test_numbers_outside_the_data_are_flagged() -> None:
    people = {"old": {"arm": "a", "age": 120, "karno": 60}}
    found = rv.predicted_curves(outcome(), FORMULA, people=people)
    assert found.checks().set_index("id").loc["outside_range", "verdict"] == "concern"


def test_what_is_refused() -> None:
    twice = frame().assign(id=np.arange(137) // 2, start=0.0)
    twice.loc[1::2, "start"] = twice.loc[0::2, "time"].to_numpy()[: len(twice.loc[1::2])]
    twice.loc[1::2, "time"] += twice.loc[1::2, "start"]
    twice.loc[0::2, "event"] = 0
    several = outcome(twice, person="id", entry="start")
    asked: list[tuple[str, Any]] = [
        ("RE-M02", lambda: rv.adjusted_curves(outcome(), FORMULA, by="age")),
        ("RE-M07", lambda: rv.adjusted_curves(several, FORMULA, by="arm")),
        ("RE-M22", lambda: rv.predicted_curves(outcome(), "arm", people={"x": {}})),
        ("RE-M22", lambda: rv.predicted_curves(outcome(), "arm", people={"x": {"arm": "q"}})),
        ("RE-M22", lambda: rv.predicted_curves(outcome(), "arm", people={})),
        ("RE-E11", lambda: rv.adjusted_curves(outcome(frame().assign(event=0)), "arm", by="arm")),
    ]
    for code, ask in asked:
        with pytest.raises(rv.EstimationError) as caught:
            ask()
        assert caught.value.code == code


def test_an_average_that_would_take_hours_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recoveryeval.models.hazards.cox_curves.MOST", 100)
    with pytest.raises(rv.EstimationError, match="Round times"):
        rv.adjusted_curves(outcome(), FORMULA, by="arm")
