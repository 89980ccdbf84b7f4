"""How often a Cox model with few clusters sees an effect where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from recoveryeval.stats.few_clusters import few_cluster_covariance
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_robust import robust_covariance
from recoveryeval.stats.survival.cells import make_cells

REPEATS = 600


def one_study(rng, n_clusters, by_cluster):
    """Return whether the plain and the corrected test reject, in a study without an effect."""
    cluster = np.repeat(np.arange(n_clusters), rng.integers(10, 50, n_clusters))
    shared = rng.normal(0, 0.35, n_clusters)[cluster]
    arm = cluster % 2 if by_cluster else rng.integers(0, 2, cluster.size)
    age = rng.normal(size=cluster.size)
    time = rng.exponential(20 * np.exp(-shared - 0.3 * age))
    end = rng.uniform(5, 40, cluster.size)
    cells = make_cells(np.ceil(np.minimum(time, end)), time <= end)
    fit = cox(cox_data(cells, np.column_stack([arm, age]).astype(float)))
    plain = abs(fit.coefficients[0]) / np.sqrt(robust_covariance(fit, cluster)[0, 0])
    few = few_cluster_covariance(fit, cluster)
    corrected = abs(fit.coefficients[0]) / np.sqrt(few.covariance[0, 0])
    return plain > 1.959964, corrected > student.ppf(0.975, few.df[0])


@pytest.mark.slow
@pytest.mark.parametrize("n_clusters", [4, 6, 10, 20])
@pytest.mark.parametrize("by_cluster", [True, False])
def test_false_alarms_stay_near_five_percent(n_clusters, by_cluster):
    rng = np.random.default_rng(n_clusters)
    plain, corrected = np.mean([one_study(rng, n_clusters, by_cluster) for _ in range(REPEATS)], 0)
    # 600 studies tell 5 % from 7.7 % with three standard errors.
    assert corrected < 0.077
    assert plain > corrected
