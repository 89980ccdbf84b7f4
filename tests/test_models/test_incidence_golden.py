"""cumulative_incidence() by group against R's survfit (multi-state) and cmprsk's cuminc."""

from __future__ import annotations

import numpy as np
import pytest
from incidence_sets import CLOSED, CONF_TYPES, NAMES, each, golden, matched, numbers, outcome, roles

import recoveryeval as rv


def test_the_data_cover_what_they_should() -> None:
    data = {name: golden(name)["data"] for name in NAMES}
    assert len(NAMES) >= 6
    assert any("entry" in d for d in data.values())
    assert any("weight" in d for d in data.values())
    assert sum("cluster" in d for d in data.values()) >= 2
    assert any(len(set(d["group"])) > 2 for d in data.values())
    assert any(max(d["event"]) > 2 for d in data.values())
    assert all({"R", "survival", "cmprsk"} <= set(golden(name)["header"]) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_shares_errors_and_counts(name: str) -> None:
    tidy = rv.cumulative_incidence(outcome(name), "group", **roles(name, "weight")).tidy()
    for group, r in each(name, "incidence"):
        for k, (estimate, error) in enumerate(zip(r["estimate"], r["std_error"], strict=True)):
            ours = matched(tidy, group, f"cause {k + 1}", r["time"])
            np.testing.assert_allclose(ours["estimate"], estimate, **CLOSED)
            inside = (ours["estimate"] > 0).to_numpy()
            np.testing.assert_allclose(ours["std_error"][inside], numbers(error)[inside], **CLOSED)
            if "n_event" in r:
                np.testing.assert_array_equal(ours["n_event"], r["n_event"][k])
                np.testing.assert_array_equal(ours["n_risk"], r["n_risk"])


@pytest.mark.parametrize("conf_type", CONF_TYPES)
@pytest.mark.parametrize("name", NAMES)
def test_limits(name: str, conf_type: str) -> None:
    curve = rv.cumulative_incidence(
        outcome(name), "group", conf_type=conf_type, **roles(name, "weight")
    )
    for group, r in each(name, "incidence"):
        limits = r["limits"][conf_type]
        for k in range(len(limits["low"])):
            ours = matched(curve.tidy(), group, f"cause {k + 1}", r["time"])
            inside = (ours["estimate"] > 0).to_numpy()
            for column, side in (("conf_low", "low"), ("conf_high", "high")):
                theirs = numbers(limits[side][k])[inside]
                np.testing.assert_allclose(ours[column][inside], theirs, **CLOSED)


@pytest.mark.parametrize("name", [n for n in NAMES if "cluster" in golden(n)["data"]])
def test_errors_by_cluster(name: str) -> None:
    found = outcome(name)
    curve = rv.cumulative_incidence(found, "group", **roles(name, "weight", "cluster"))
    frame = found.data
    for group, r in each(name, "incidence"):
        count = frame.loc[frame["group"] == group, "cluster"].nunique()
        # R adds up clusters without a correction for their number.
        factor = np.sqrt(count / (count - 1)) if count < 40 else 1.0
        for k, theirs in enumerate(r["cluster_error"]):
            ours = matched(curve.tidy(), group, f"cause {k + 1}", r["time"])
            inside = (ours["estimate"] > 0).to_numpy()
            np.testing.assert_allclose(
                ours["std_error"][inside], factor * numbers(theirs)[inside], **CLOSED
            )


@pytest.mark.parametrize("name", [n for n in NAMES if next(each(n, "aalen"))[1]])
def test_aalens_variance(name: str) -> None:
    tidy = rv.cumulative_incidence(outcome(name), "group", variance="aalen").tidy()
    for group, r in each(name, "aalen"):
        for k, (estimate, variance) in enumerate(zip(r["estimate"], r["variance"], strict=True)):
            ours = matched(tidy, group, f"cause {k + 1}", r["time"])
            np.testing.assert_allclose(ours["estimate"], estimate, **CLOSED)
            inside = (ours["estimate"] > 0).to_numpy()
            np.testing.assert_allclose(
                ours["std_error"][inside] ** 2, numbers(variance)[inside], **CLOSED
            )
