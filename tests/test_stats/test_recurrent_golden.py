"""Mean cumulative counts, and their K-sample test, against R's survival."""

from __future__ import annotations

import numpy as np
import pytest
from golden_sets import golden, names

from recoveryeval.stats.competing.mean_cumulative import mean_cumulative
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_robust import robust_score_test
from recoveryeval.stats.survival.cells import make_cells


@pytest.mark.parametrize("name", names("recurrent"))
def test_mean_count_and_its_robust_error(name):
    case = golden("recurrent", name)
    d, r = case.data, case.values
    cells = make_cells(d["time"], d["event"], entry=d["entry"], cluster=d["person"])
    ours = mean_cumulative(cells)
    np.testing.assert_array_equal(ours.time, r["time"])
    np.testing.assert_array_equal(ours.n_risk, r["n_risk"])
    np.testing.assert_allclose(ours.mean, r["mean"], rtol=1e-10)
    np.testing.assert_allclose(ours.std_error, r["std_error"], rtol=1e-10)


@pytest.mark.parametrize("name", names("recurrent"))
def test_groups_are_compared_by_a_robust_score_test(name):
    case = golden("recurrent", name)
    d = case.data
    cells = make_cells(d["time"], d["event"], entry=d["entry"], cluster=d["person"])
    dummies = d["group"][:, None] == np.arange(1, d["group"].max() + 1)
    data = cox_data(cells, dummies.astype(float), ties="breslow")
    np.testing.assert_allclose(robust_score_test(data, d["person"]), case.values["test"], rtol=1e-8)
