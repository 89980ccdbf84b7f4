"""Estimating equations solved for all clusters at once against statsmodels, cluster by cluster."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from recoveryeval.stats.answers.gee_fit import fit_gee


def answers(family: str) -> dict[str, Any]:
    """Return unsorted rows of 40 clusters with one to four answers."""
    rng = np.random.default_rng(11)
    cluster, time = np.repeat(np.arange(40), 4), np.tile(np.arange(4.0), 40)
    seen = (rng.uniform(size=160) > 0.25) | (time == 0)
    cluster, time = cluster[seen], time[seen]
    x = np.column_stack([np.ones(cluster.size), rng.normal(size=40)[cluster], time])
    eta = x @ [-0.3, 0.4, 0.1] + rng.normal(0, 0.8, 40)[cluster]
    drawn = {
        "binomial": (rng.uniform(size=eta.size) < 1 / (1 + np.exp(-eta))).astype(float),
        "poisson": rng.poisson(np.exp(eta)).astype(float),
        "gaussian": eta + rng.normal(size=eta.size),
    }
    weights = rng.uniform(0.5, 2, 40)[cluster]
    order = rng.permutation(cluster.size)
    found = {"y": drawn[family], "x": x, "cluster": cluster, "occasion": time, "weights": weights}
    return {name: values[order] for name, values in found.items()}


@pytest.mark.parametrize("family", ["binomial", "poisson", "gaussian"])
def test_errors_are_those_of_the_library_under_independence(family: Any) -> None:
    import statsmodels.api as sm

    given = answers(family)
    given.pop("weights")
    name = {"binomial": "Binomial", "poisson": "Poisson", "gaussian": "Gaussian"}[family]
    order = np.argsort(given["cluster"], kind="stable")
    other = sm.GEE(
        given["y"][order], given["x"][order], groups=given["cluster"][order],
        family=getattr(sm.families, name)(),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = other.fit(maxiter=50, ctol=1e-10, cov_type="bias_reduced")
    own = fit_gee(**given, family=family, structure="independence")
    np.testing.assert_allclose(own.beta, theirs.params, rtol=1e-9)
    for mine, known in (
        (own.robust, theirs.cov_robust), (own.corrected, theirs.cov_robust_bc),
        (own.naive, theirs.cov_naive),
    ):  # fmt: skip
        np.testing.assert_allclose(mine, known, rtol=1e-9)


@pytest.mark.parametrize("structure", ["exchangeable", "autoregressive", "unstructured"])
def test_all_at_once_solves_what_cluster_by_cluster_is_written_down(structure: Any) -> None:
    given = answers("binomial")
    fit = fit_gee(**given, family="binomial", structure=structure)
    mean = 1 / (1 + np.exp(-given["x"] @ fit.beta))
    spread = np.sqrt(mean * (1 - mean))
    slopes = given["x"] * (spread**2)[:, None]
    parts = []
    for code in range(40):
        at = np.flatnonzero(given["cluster"] == code)
        time = given["occasion"][at].astype(int)
        if structure == "unstructured":
            alike = fit.correlation[np.ix_(time, time)]
        else:
            apart = np.abs(time[:, None] - time[None, :])
            power = apart if structure == "autoregressive" else (apart > 0).astype(int)
            alike = fit.correlation[0] ** power
        inverse = np.linalg.inv(np.outer(spread[at], spread[at]) * alike)
        turned = slopes[at].T @ inverse @ np.diag(given["weights"][at])
        parts.append((slopes[at], turned, given["y"][at] - mean[at]))
    score = np.sum([turned @ left for _, turned, left in parts], axis=0)
    bread = np.linalg.inv(sum(turned @ slope for slope, turned, _ in parts))
    assert np.abs(bread @ score).max() < 1e-9
    pulls = [
        turned @ np.linalg.solve(np.eye(len(left)) - slope @ bread @ turned, left)
        for slope, turned, left in parts
    ]
    middle = sum(np.outer(pull, pull) for pull in pulls)
    np.testing.assert_allclose(fit.corrected, bread @ middle @ bread.T, rtol=1e-8)
    np.testing.assert_allclose(fit.naive, bread, rtol=1e-8)
