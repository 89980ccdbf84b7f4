"""Matched comparisons and reliability of public data, held against R."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv


def golden(name: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / f"tests/golden/{name}.json").read_text(encoding="utf-8")))


PAIRED, RELIABLE = golden("paired_real"), golden("reliability")
LIMITED = ["estimate", "conf_low", "conf_high"]


def compared(before: list[float], after: list[float]) -> pd.DataFrame:
    """Return the rows of ``paired`` by estimand."""
    n = len(before)
    frame = pd.DataFrame({"id": [*range(n)] * 2, "w": [0] * n + [1] * n, "y": [*before, *after]})
    outcome = rv.repeated_measures(frame.sample(frac=1, random_state=1), value="y", person="id",
                                   wave="w")  # fmt: skip
    return rv.paired(outcome, before=0, after=1).tidy().set_index("estimand")


@pytest.mark.parametrize("name", sorted(PAIRED["sets"]))
def test_scores_of_public_data(name: str) -> None:
    """Paired t to 1e-10; ranks, their p value and limits as wilcox.test, which searches limits."""
    held = PAIRED["sets"][name]
    rows = compared(held["before"], held["after"])
    columns = ["estimate", "statistic", "df", "p_value", "conf_low", "conf_high"]
    found = rows.loc["mean change", columns].tolist()
    assert found == pytest.approx(held["t"], rel=1e-10)
    ranked = rows.loc["pseudo-median change"]
    assert ("exact" in ranked["method"]) == ("exact" in held["how"])
    v, p, middle, low, high = held["rank"]
    assert ranked["statistic"] == v
    assert ranked["p_value"] == pytest.approx(p, rel=1e-10)
    near = 1e-6 * (abs(low) + abs(high) + abs(middle))
    assert ranked[LIMITED].tolist() == pytest.approx([middle, low, high], abs=near)


@pytest.mark.parametrize("name", ["few", "few_tied"])
def test_limits_that_few_changes_cannot_reach_say_so(name: str) -> None:
    """Five changes: 2 / 32 lie outside, so that the widest limits hold 93.75 percent."""
    held = PAIRED["sets"][name]
    ranked = compared(held["before"], held["after"]).loc["pseudo-median change"]
    assert ranked["status"] == "flagged"
    assert ranked["conf_level"] < 0.95
    if name == "few":
        assert ranked["conf_level"] == 1 - 2 / 32
    change = np.subtract(held["after"], held["before"])
    assert ranked[["conf_low", "conf_high"]].tolist() == [change.min(), change.max()]


@pytest.mark.parametrize("name", sorted(RELIABLE["items"]))
def test_items_of_public_data(name: str) -> None:
    held = RELIABLE["items"][name]
    data = pd.DataFrame(held["data"]).add_prefix("i")
    table = rv.reliability(data).tidy()
    by = table.set_index("estimand")
    found = by.loc["coefficient alpha", LIMITED].tolist()
    assert found == pytest.approx([held["alpha"], held["low"], held["high"]], rel=1e-10)
    assert by.loc["omega total", "estimate"] == pytest.approx(held["omega"], rel=1e-6)
    for word, key in (("item-rest correlation", "rest"), ("alpha without the item", "without")):
        assert by.loc[word, "estimate"].tolist() == pytest.approx(held[key], rel=1e-10)


@pytest.mark.parametrize("name", sorted(RELIABLE["scores"]))
def test_intraclass_correlations_of_public_data(name: str) -> None:
    """Of one score and of the mean of all, with their limits."""
    held = RELIABLE["scores"][name]
    data = pd.DataFrame(held["data"])
    by = rv.reliability(data, of="scores").tidy().set_index("estimand")
    for form in ("agreement", "consistency", "one-way"):
        words = f"intraclass correlation, {form}"
        for row, key in ((words, form), (f"{words}, mean of {data.shape[1]}", f"{form}_mean")):
            assert by.loc[row, LIMITED].tolist() == pytest.approx(held[key], rel=1e-9)


@pytest.mark.parametrize("weighting", ["none", "linear", "quadratic"])
def test_kappa_of_public_data(weighting: Any) -> None:
    """Status of fathers and sons; the error by the delta method on all cells."""
    held = RELIABLE["categories"]["status"]
    counts = np.array(held["counts"], dtype=int)
    first, second = (np.repeat(grid.ravel(), counts.ravel()) for grid in np.indices(counts.shape))
    data = pd.DataFrame({"father": first, "son": second})
    row = rv.reliability(data, of="categories", weighting=weighting).tidy().iloc[0]
    value, error = held[weighting]
    assert row["estimate"] == pytest.approx(value, rel=1e-10)
    assert row["std_error"] == pytest.approx(error, rel=1e-7)
