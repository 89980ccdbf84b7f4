"""Weights in gee(): the correction for few clusters, and copies of people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv


def seen() -> pd.DataFrame:
    """Return answers of 40 people at three waves, weights by person."""
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"id": np.repeat(np.arange(40), 3), "month": np.tile([0, 3, 6], 40)})
    frame["arm"] = np.array(["a", "b"])[frame["id"] % 2]
    frame["sober"] = rng.random(len(frame)) < 0.5
    frame["score"] = rng.normal(20, 3, 40)[frame["id"]] + rng.normal(0, 2, len(frame))
    return frame.assign(weight=1.0 + frame["id"] % 3, one=1.0)


def answers() -> rv.Outcome:
    return rv.binary(seen(), value="sober", person="id", wave="month")


@pytest.mark.parametrize("structure", ["independence", "exchangeable"])
def test_weights_of_one_are_no_weights(structure: str) -> None:
    plain = rv.gee(answers(), "arm", structure=structure).tidy()  # type: ignore[arg-type]
    ones = rv.gee(answers(), "arm", structure=structure, weights="one").tidy()  # type: ignore[arg-type]
    np.testing.assert_allclose(ones["std_error"], plain["std_error"], rtol=1e-8)


def test_the_correction_of_a_weighted_mean_is_that_written_out() -> None:
    frame = seen()[lambda f: f["month"] == 0]
    own = rv.repeated_measures(frame, value="score", person="id", wave="month")
    found = rv.gee(own, "arm", structure="independence", weights="weight").tidy()
    x = np.column_stack([np.ones(len(frame)), frame["arm"] == "b"]).astype(float)
    w, y = frame["weight"].to_numpy(), frame["score"].to_numpy()
    bread = np.linalg.inv((x.T * w) @ x)
    left = y - x @ bread @ (x.T * w) @ y
    lever = np.einsum("ij,jk,ik->i", x, bread, x) * w
    pull = bread @ (x.T * (w * left / (1 - lever)))
    np.testing.assert_allclose(
        found["std_error"].iloc[:2], np.sqrt((pull**2).sum(axis=1)), rtol=1e-9
    )
