"""The number of nodes of glmm(): doubled until the integral over people is exact."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import logsumexp

import recoveryeval as rv
from recoveryeval.stats.answers.glmm_families import family
from recoveryeval.stats.answers.glmm_likelihood import Clustered, quadrature


def answers() -> pd.DataFrame:
    """Return seven answers each of 300 people who differ a great deal."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {"id": np.repeat(np.arange(300), 7), "month": np.tile(np.arange(7.0), 300)}
    )
    chance = -1.5 - 0.4 * frame["month"] + 4 * rng.normal(size=300)[frame["id"]]
    return frame.assign(use=rng.random(len(frame)) < 1 / (1 + np.exp(-chance)))


def slope(frame: pd.DataFrame, beta: np.ndarray, sigma: float) -> np.ndarray:
    """Return the gradient of the log-likelihood by a fine trapezoid, (intercept, month)."""
    z = np.linspace(-9, 9, 6001)
    x = np.column_stack([np.ones(len(frame)), frame["month"]])
    eta = (x @ beta)[:, None] + sigma * z
    y = frame["use"].to_numpy(dtype=float)[:, None]
    height = np.add.reduceat(y * eta - np.logaddexp(0, eta), np.arange(0, len(frame), 7), axis=0)
    height = height - z**2 / 2
    weight = np.exp(height - logsumexp(height, axis=1, keepdims=True))
    left = ((y - 1 / (1 + np.exp(-eta))) * weight[frame["id"]]).sum(axis=1)
    return np.asarray(x.T @ left)


def test_nodes_are_doubled_until_the_maximum_is_that_of_the_exact_integral() -> None:
    frame = answers()
    seen = rv.binary(frame.assign(months=frame["month"]), value="use", person="id", wave="month")
    model = rv.glmm(seen, "months")
    table = model.tidy()
    sigma = float(table.loc[table["estimand"].str.startswith("standard dev"), "estimate"].iloc[0])
    beta, error = (table[c].to_numpy()[:2] for c in ("estimate", "std_error"))
    assert model.spec.parameters["nodes"] > 50
    assert np.abs(slope(frame, beta, sigma) * error).max() < 1e-5


def test_effects_of_people_are_found_from_any_start() -> None:
    y = np.array([0.0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
    eta = np.linspace(-12.0, 3.0, 12)
    data = Clustered(
        y=y, x=np.ones((12, 1)), offset=eta, starts=np.array([0]), of=np.zeros(12, dtype=int),
        n=np.ones(1),
    )  # fmt: skip
    theta = np.array([0.0, np.log(7.0)])
    found = [
        quadrature(data, family("binomial"), theta, 50, np.array([start]), sized=False).modes[0]
        for start in (-6.0, -1.0, 0.0, 1.0, 2.0, 6.0)
    ]
    np.testing.assert_allclose(found, found[0], atol=1e-10)
    left = 7.0 * (y - 1 / (1 + np.exp(-eta - 7.0 * found[0]))).sum() - found[0]
    assert abs(left) < 1e-8


@pytest.mark.parametrize("nodes", [5, 200])
def test_any_allowed_number_of_nodes_runs_without_a_warning(nodes: int) -> None:
    frame = answers().head(560).assign(months=lambda f: f["month"])
    seen = rv.binary(frame, value="use", person="id", wave="month")
    model = rv.glmm(seen, "months", nodes=nodes)
    assert model.spec.parameters["nodes"] == nodes
