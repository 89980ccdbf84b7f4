"""Covariance with few clusters: known degrees of freedom, limits, and refusals."""

from __future__ import annotations

import numpy as np
import pytest

from recoveryeval.errors import EstimationError
from recoveryeval.stats.few_clusters import few_cluster_covariance
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_robust import robust_covariance
from recoveryeval.stats.survival.cells import make_cells


def trial(n_clusters, seed=0, size=25, by_cluster=True):
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(n_clusters), size)
    arm = cluster % 2 if by_cluster else rng.integers(0, 2, cluster.size)
    time = np.ceil(rng.exponential(20 * np.exp(rng.normal(0, 0.4, n_clusters))[cluster]))
    cells = make_cells(time, rng.random(cluster.size) < 0.8)
    return cox(cox_data(cells, arm[:, None].astype(float))), cluster


@pytest.mark.parametrize("n_clusters", [4, 6, 10])
def test_an_arm_given_to_whole_clusters_leaves_about_two_less_than_their_number(n_clusters):
    result = few_cluster_covariance(*trial(n_clusters, 3))
    assert n_clusters - 4 < result.df[0] <= n_clusters - 2 + 1e-9
    assert result.n_clusters == n_clusters


def test_clusters_of_one_history_give_exactly_two_less():
    time, event = np.array([1.0, 2, 3, 4, 5, 6]), np.array([1, 1, 0, 1, 1, 0])
    cluster = np.repeat(np.arange(6), 6)
    cells = make_cells(np.tile(time, 6), np.tile(event, 6))
    fit = cox(cox_data(cells, (cluster % 2)[:, None].astype(float)))
    np.testing.assert_allclose(few_cluster_covariance(fit, cluster).df, [4.0], rtol=1e-9)


def test_the_correction_makes_the_variance_larger_and_fades():
    for n_clusters, largest in ((6, 3.0), (200, 1.03)):
        fit, cluster = trial(n_clusters, 5)
        ratio = few_cluster_covariance(fit, cluster).covariance / robust_covariance(fit, cluster)
        assert 1.0 < ratio[0, 0] < largest


def test_two_clusters_that_are_the_arms_have_no_variance():
    result = few_cluster_covariance(*trial(2))
    assert np.isnan(result.df).all()
    assert np.isnan(result.covariance).all()


def test_a_coefficient_that_rests_on_one_cluster_is_refused_and_the_other_is_not():
    rng = np.random.default_rng(8)
    cluster = np.repeat(np.arange(8), 20)
    x = np.column_stack([cluster == 3, rng.normal(size=160)]).astype(float)
    fit = cox(cox_data(make_cells(np.ceil(rng.exponential(9, 160)), np.ones(160)), x))
    result = few_cluster_covariance(fit, cluster)
    assert np.isnan(result.df[0])
    assert np.isfinite(result.df[1])
    assert np.isfinite(result.covariance[1, 1])


def test_counts_and_labels_do_not_matter():
    fit, cluster = trial(6, 2)
    a, b = few_cluster_covariance(fit, cluster), few_cluster_covariance(fit, 7 - cluster * 3 + 900)
    np.testing.assert_allclose(a.covariance, b.covariance, rtol=1e-10)
    np.testing.assert_allclose(a.df, b.df, rtol=1e-10)


def test_one_cluster_is_refused_and_has_no_corrected_variance():
    fit, cluster = trial(6, 1, by_cluster=False)
    with pytest.raises(EstimationError, match="RE-E15"):
        robust_covariance(fit, np.zeros_like(cluster))
    assert np.isnan(few_cluster_covariance(fit, np.zeros_like(cluster)).df).all()
