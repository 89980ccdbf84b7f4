"""Whether hazard ratios change over time: R's tests and curves, words, picture, edges."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from golden_sets import FOLDER
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.plots.alt_text import get_alt

SETS: dict[str, Any] = json.loads((FOLDER / "proportional.json").read_text())["sets"]
TRANSFORMS = ("km", "rank", "identity", "log")


def outcome_of(data: dict[str, Any]) -> tuple[Outcome, str]:
    x = pd.DataFrame(data["X"], columns=[f"x{j}" for j in range(len(data["X"][0]))])
    frame = x.assign(time=data["time"], event=data["event"])
    return rv.time_to_event(frame, time="time", event="event"), " + ".join(x.columns)


@pytest.mark.parametrize("transform", TRANSFORMS)
@pytest.mark.parametrize("name", SETS)
def test_the_test_and_the_curve_are_those_of_r(name: str, transform: Any) -> None:
    outcome, formula = outcome_of(SETS[name]["data"])
    theirs = SETS[name]["values"][transform]
    table = rv.proportional_hazards(outcome, formula, transform=transform).tidy()
    tests = table[table["statistic"].notna()]
    np.testing.assert_allclose(tests["statistic"], theirs["statistic"], rtol=1e-8)
    curve = table[table["estimand"] == "log hazard ratio over time"]
    at = {t: i for i, t in enumerate(theirs["time"])}
    for j, rows in enumerate(curve.groupby("term", sort=False)):
        place = [at[t] for t in rows[1]["time"]]
        for column in ("estimate", "std_error"):
            expected = np.array(theirs[column])[place, j]
            np.testing.assert_allclose(rows[1][column], expected, rtol=1e-7, atol=1e-9)


def test_no_row_is_a_person() -> None:
    outcome, formula = outcome_of(SETS["veteran"]["data"])
    table = rv.proportional_hazards(outcome, formula).tidy()
    means = table[table["estimand"] == "log hazard ratio, mean of scaled residuals"]
    assert (means["n_event"] >= 5).all()
    assert means.groupby("term")["n_event"].sum().tolist() == [128.0, 128.0]


def test_the_picture_names_the_ratios_and_survives_json() -> None:
    outcome, formula = outcome_of(SETS["veteran"]["data"])
    result = rv.proportional_hazards(outcome, formula)
    ax = result.plot()
    assert len(ax.child_axes) == 2
    assert "x1 (p < 0.001)" in get_alt(ax)
    assert get_alt(rv.Result.from_json(result.to_json()).plot()) == get_alt(ax)
    plt.close("all")
    assert result.status == "flagged"


def test_a_factor_is_one_test_with_a_curve_per_level() -> None:
    data = SETS["veteran"]["data"]
    outcome, _ = outcome_of(data)
    frame = outcome.data[["time", "event"]].assign(site=np.arange(137) % 3).astype({"site": str})
    own = rv.time_to_event(frame, time="time", event="event")
    table = rv.proportional_hazards(own, "site").tidy()
    tests = table[table["statistic"].notna()]
    assert tests[["term", "df"]].to_numpy().tolist() == [["site", 2.0]]
    assert set(table.loc[table["time"].notna(), "term"]) == {"site: 1", "site: 2"}


def test_few_events_have_no_curve_and_an_event_at_zero_has_no_logarithm() -> None:
    frame = pd.DataFrame(
        {"t": [0, 1, 2, 3, 4, 5], "e": [1, 1, 1, 0, 1, 0], "x": [1, 3, 2, 5, 2, 4]}
    )
    own = rv.time_to_event(frame, time="t", event="e")
    result = rv.proportional_hazards(own, "x", transform="log")
    first = result.tidy().iloc[0]
    assert first["status"] == "not_estimable"
    assert "no logarithm" in first["reason"]
    assert get_alt(result.plot()).startswith("Line chart")
    plt.close("all")


def test_without_an_estimate_there_is_no_test() -> None:
    frame = pd.DataFrame({"t": [1, 2, 3], "e": [0, 0, 0], "x": [1, 3, 2]})
    own = rv.time_to_event(frame, time="t", event="e")
    with pytest.raises(rv.EstimationError, match="nobody had the event"):
        rv.proportional_hazards(own, "x")


def test_all_that_is_drawn_is_a_ratio() -> None:
    outcome, formula = outcome_of(SETS["veteran"]["data"])
    result = rv.proportional_hazards(outcome, formula)
    logs, ratios = result.tidy()["estimate"], result.tidy(exponentiate=True)["estimate"]
    np.testing.assert_allclose(ratios, np.exp(logs), rtol=1e-12, equal_nan=True)
