"""linear() against sandwich and clubSandwich, and the traps of two-wave data it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "least_squares.json").read_text())


def chicks() -> Outcome:
    """Return R's ChickWeight at days 0 and 20 as two waves."""
    data = pd.DataFrame(GOLDEN["data"])
    parts = [
        data.assign(day=0, score=data["weight0"]),
        data.assign(day=20, score=data["weight"]),
    ]
    long = pd.concat(parts)[["id", "day", "score", "diet", "site"]]
    long["diet"] = long["diet"].astype(str)
    return rv.repeated_measures(long, value="score", person="id", wave="day", name="weight")


@pytest.mark.parametrize("variance", ["HC0", "HC1", "HC2", "HC3", "model"])
def test_ancova_equals_sandwich(variance: str) -> None:
    model = rv.linear(chicks(), "diet + baseline", wave=20, baseline=0, variance=variance)  # type: ignore[arg-type]
    table = model.tidy()
    np.testing.assert_allclose(table["estimate"], GOLDEN["beta"], rtol=1e-8)
    errors = GOLDEN["std_error"]["const" if variance == "model" else variance]
    np.testing.assert_allclose(table["std_error"], errors, rtol=1e-8)
    assert (table["df"] == len(GOLDEN["data"]["id"]) - 5).all()


def test_clusters_equal_clubsandwich() -> None:
    model = rv.linear(chicks(), "diet + baseline", wave=20, baseline=0, cluster="site")
    table, golden = model.tidy(), GOLDEN["cr2"]
    np.testing.assert_allclose(table["std_error"], golden["std_error"], rtol=1e-8)
    np.testing.assert_allclose(table["df"], golden["df"], rtol=1e-6)
    np.testing.assert_allclose(table["p_value"], golden["p_value"], rtol=1e-6)
    assert "few_clusters" in model.checks()["id"].tolist()
    assert model.status == "flagged"


def test_means_are_at_the_mean_baseline_and_contrasts_are_coefficients() -> None:
    model = rv.linear(chicks(), "diet + baseline", wave=20, baseline=0)
    means = model.means("diet").tidy().set_index("group")["estimate"]
    found = model.contrasts("diet").tidy()
    assert found["estimate"].iloc[0] == pytest.approx(means["2"] - means["1"], rel=1e-12)
    assert found["estimate"].iloc[0] == pytest.approx(GOLDEN["beta"][1], rel=1e-8)


def test_several_rows_of_a_person_are_not_compared_as_if_independent() -> None:
    with pytest.raises(EstimationError, match="RE-M07"):
        rv.linear(chicks(), "diet")
    with pytest.raises(EstimationError, match="RE-M08"):
        rv.linear(chicks(), "diet", wave=99)


def test_people_lost_after_baseline_are_counted() -> None:
    data = chicks().data
    data = data.drop(data.index[(data["wave"] == 20)][:3])
    own = rv.repeated_measures(data, value="value", person="person", wave="wave")
    model = rv.linear(own, "diet + baseline", wave=20, baseline=0)
    check = model.checks().set_index("id").loc["lost_to_follow_up"]
    assert check["statistic"] == 3
    assert check["verdict"] == "concern"


def test_one_cluster_and_too_few_people_are_refused() -> None:
    data = chicks().data.assign(one="a")
    own = rv.repeated_measures(data, value="value", person="person", wave="wave")
    with pytest.raises(EstimationError, match="RE-E15"):
        rv.linear(own, "diet", wave=20, cluster="one")
    few = data[data["person"].isin(sorted(data["person"].unique())[:3])]
    own = rv.repeated_measures(few, value="value", person="person", wave="wave")
    with pytest.raises(EstimationError, match=r"RE-E32|RE-E20"):
        rv.linear(own, "site + baseline", wave=20, baseline=0)
