"""What a Cox model must not answer: each case of bad input, by its code."""

from __future__ import annotations

import numpy as np
import pytest

from recoveryeval.errors import EstimationError
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox, cox_faults
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards
from recoveryeval.stats.survival.cells import make_cells

TIME = np.array([2.0, 3, 3, 5, 6, 6, 8, 9, 4, 5, 7, 8, 9, 9, 10, 11])
EVENT = np.array([1, 1, 1, 0, 1, 1, 1, 0] + [0] * 8)
ARM = np.repeat([0.0, 1.0], 8)
AGE = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3])


def data(event, *columns, **kwargs):
    return cox_data(make_cells(TIME, event, **kwargs), np.column_stack(columns))


def test_an_arm_without_events_is_seen_and_has_no_number():
    fit = cox(data(EVENT, ARM, AGE))
    assert fit.ending == "monotone"
    assert fit.diverging == (0,)
    assert np.isnan(fit.coefficients).all()
    assert np.isnan(fit.covariance).all()


def test_a_ratio_of_e_to_the_eight_is_still_a_ratio():
    rng = np.random.default_rng(0)
    arm = np.repeat([0.0, 1.0], 4000)
    time = rng.exponential(np.exp(8 * arm))
    fit = cox(cox_data(make_cells(time, np.ones(8000)), arm[:, None]))
    assert fit.ending == "converged"
    assert abs(fit.coefficients[0] + 8) < 1


def test_separation_by_a_continuous_covariate_is_seen():
    time = np.arange(1.0, 13.0)
    fit = cox(cox_data(make_cells(time, np.ones(12)), -(time[:, None] ** 3)))
    assert fit.ending == "monotone"


def test_no_events():
    fit = cox(data(np.zeros(16), ARM))
    assert fit.ending == "no events"
    assert np.isnan(fit.coefficients).all()


def test_one_event_and_two_covariates():
    assert cox(data(np.eye(16)[4], ARM, AGE)).ending == "monotone"


def test_collinear_columns_are_named_and_refused():
    event = np.ones(16)
    doubled = data(event, ARM, AGE, 2 * AGE - ARM)
    assert cox_faults(doubled).collinear == (2,)
    with pytest.raises(EstimationError, match="RE-E18"):
        cox(doubled)


def test_constant_columns_are_named_also_when_only_strata_differ():
    event = np.ones(16)
    assert cox_faults(data(event, AGE, np.full(16, 3.0))).constant == (1,)
    assert cox_faults(data(event, AGE, ARM, stratum=ARM)).constant == (1,)


def test_a_large_constant_offset_of_a_covariate_costs_no_digits():
    a, b = cox(data(np.ones(16), ARM, AGE)), cox(data(np.ones(16), ARM, AGE + 1e7))
    np.testing.assert_allclose(a.coefficients, b.coefficients, rtol=1e-8)


def test_missing_covariates_are_refused():
    with pytest.raises(EstimationError, match="RE-E31"):
        data(np.ones(16), np.where(AGE > 8, np.nan, AGE))


def test_an_event_in_a_row_of_no_length_is_refused():
    entry = np.where(TIME == 2, 2 - 1e-13, -np.inf)
    with pytest.raises(EstimationError, match="RE-E27"):
        data(np.ones(16), AGE, entry=entry)


def test_fractional_counts_fall_back_to_the_average_weight_and_say_so():
    part = data(np.ones(16), AGE, n=np.full(16, 0.5))
    assert part.ties.rule == "efron average weight"
    whole = cox(data(np.ones(16), AGE))
    np.testing.assert_allclose(cox(part).coefficients, whole.coefficients, rtol=1e-10)


def test_rows_before_the_first_event_of_their_stratum_change_nothing():
    base = cox(data(np.ones(16), ARM, AGE))
    cells = make_cells(np.append(TIME, 1.0), np.append(np.ones(16), 0))
    more = cox(cox_data(cells, np.vstack([np.column_stack([ARM, AGE]), [1.0, 99.0]])))
    np.testing.assert_allclose(more.coefficients, base.coefficients, rtol=1e-12)


def test_an_event_at_time_zero_counts_but_has_no_logarithm():
    time = np.append(TIME, 0.0)
    cells = make_cells(time, np.ones(17))
    x = np.append(AGE, 4.0)[:, None]
    fit = cox(cox_data(cells, x))
    assert fit.n_event == 17
    assert np.isnan(proportional_hazards(fit, cells, transform="log").statistic).all()
    assert np.isfinite(proportional_hazards(fit, cells, transform="km").statistic).all()


def test_no_covariates_give_the_null_likelihood():
    fit = cox(cox_data(make_cells(TIME, np.ones(16)), np.empty((16, 0))))
    assert fit.ending == "converged"
    assert fit.log_likelihood == fit.log_likelihood_null
