"""The truth by other means: closed forms, another integrator, and what must add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import integrate, stats

from recoveryeval.errors import OutcomeError
from recoveryeval.results.glossary import assert_columns
from recoveryeval.synthetic.admissions import admission_intensity, admission_shift
from recoveryeval.synthetic.course import EXITS, death_rate, incarceration_rate
from recoveryeval.synthetic.effects import Effects
from recoveryeval.synthetic.scales import scales
from recoveryeval.synthetic.strata import ARMS, strata
from recoveryeval.synthetic.true_readmission import first_event
from recoveryeval.synthetic.true_retention import LEFT, exit_incidence
from recoveryeval.synthetic.true_scales import mean_total
from recoveryeval.synthetic.true_use import weekly_use
from recoveryeval.synthetic.true_values import truth_of

CONTRAST = "coaching - usual care"


@pytest.fixture(scope="module")
def truth():
    return truth_of(Effects())


def test_columns_are_the_glossary_s_and_rows_are_one_each(truth):
    assert_columns(truth.table, "tidy")
    key = ["estimand", "outcome", "cause", "group", "contrast", "level", "time"]
    assert not truth.table.duplicated(key).any()
    assert truth.table["estimate"].notna().all()


def test_table_is_a_copy(truth):
    held = truth.table
    held["estimate"] = 0.0
    assert truth.get(estimand="survival", outcome="retention", group="coaching", time=30) > 0.5


def test_strata_add_up():
    cells = strata(Effects())
    assert cells.joint.sum() == pytest.approx(1)
    for arm in (0, 1):
        assert cells.weights(arm, intervened=True).sum() == pytest.approx(1)
    mean = (cells.joint * cells.z).sum()
    assert mean == pytest.approx(0, abs=1e-12)
    assert (cells.joint * cells.z**2).sum() == pytest.approx(1)


def test_plain_survival_is_exponential_without_covariates():
    plain = Effects(leaving_shape=1.0, leaving_coaching=0.0, leaving_severity=0.0, leaving_dual=0.0)
    rate = np.log(2) / plain.leaving_median_days
    key = {"outcome": "retention", "group": "usual care"}
    found = truth_of(plain)
    assert found.get(estimand="survival", time=90, **key) == pytest.approx(np.exp(-91 * rate))
    area = np.exp(-rate * np.arange(1, 181)).sum()
    assert found.get(estimand="restricted mean time", time=180, **key) == pytest.approx(area)


def test_median_is_the_first_day_half_have_left(truth):
    for arm in ARMS:
        day = truth.get(estimand="median time", outcome="retention", group=arm)
        assert 100 < day < 250


def test_incidence_has_its_closed_form_when_hazards_are_constant():
    plain = Effects(
        readmission_shape=1.0,
        readmission_from_day=0.0,
        readmission_severity=0.0,
        readmission_dual=0.0,
        incarceration_coaching=0.0,
    )
    rates = {
        "readmission": plain.readmission_rate / 365 * np.exp(plain.readmission_coaching),
        "death": plain.death_rate / 365,
        "incarceration": plain.incarceration_rate / 365,
    }
    total = sum(rates.values())
    for cause, rate in rates.items():
        expected = rate / total * -np.expm1(-total * 91)
        found = truth_of(plain).get(
            estimand="cumulative incidence",
            outcome="readmission",
            cause=cause,
            group="coaching",
            time=90,
        )
        assert found == pytest.approx(expected, rel=1e-10)


def test_quadrature_agrees_with_another_integrator():
    effects = Effects()
    cells = strata(effects)
    shift = admission_shift(cells, effects)
    stop = death_rate(cells, effects) + incarceration_rate(cells, effects)
    found = first_event("death", 180, cells, effects)
    for k in (0, 17, 35):

        def density(u, k=k):
            reach = admission_intensity(np.array([[u]]), shift[k : k + 1], effects)[0, 0]
            return death_rate(cells, effects)[k] * np.exp(-reach - stop[k] * u)

        expected, _ = integrate.quad(density, 0, 181, points=[3], epsabs=1e-13, limit=200)
        assert found[k] == pytest.approx(expected, rel=1e-9)


def test_ways_out_and_staying_add_up_to_one():
    effects = Effects()
    cells = strata(effects)
    gone = sum(exit_incidence(cause, 200, cells, effects) for cause in (LEFT, *EXITS))
    plain = replace(effects, completion_from_day=0.0)
    rate = (plain.transfer_rate + plain.completion_rate + plain.death_rate) / 365
    assert (gone < 1).all()
    shift = np.exp(
        plain.leaving_coaching * cells.arm
        + plain.leaving_severity * cells.z
        + plain.leaving_dual * cells.dual
    )
    leaving = np.log(2) * (201 / plain.leaving_median_days) ** plain.leaving_shape * shift
    still = np.exp(-leaving - (rate + incarceration_rate(cells, plain)) * 201)
    gone = sum(exit_incidence(cause, 200, cells, plain) for cause in (LEFT, *EXITS))
    assert gone + still == pytest.approx(1, abs=1e-9)


def test_mean_total_is_that_of_a_rounded_normal():
    effects = Effects(slope_sd=0.0, coach_sd=0.0)
    cells = strata(effects)
    scale = scales(effects)[0]
    spread = np.hypot(scale.sd, scale.noise)
    grid = np.arange(10, 41)
    center = scale.mean + scale.severity * cells.z
    upper = stats.norm.cdf((grid[:, None] + 0.5 - center) / spread)
    upper[-1] = 1.0
    mass = np.diff(np.vstack([np.zeros(len(center)), upper]), axis=0)
    assert mean_total(scale, 0, cells, effects) == pytest.approx(grid @ mass)


def test_weekly_use_tends_to_the_chain_s_share():
    effects = Effects(use_start_severity=0.0)
    cells = strata(effects)
    usual = weekly_use(cells, effects)[-1][cells.arm == 0]
    expected = effects.use_start / (effects.use_start + effects.use_stop)
    assert usual == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"estimand": "surviva", "outcome": "retention"}, "RE-SY3"),
        ({"estimand": "survival", "outcome": "retention", "group": "coaching"}, "RE-SY2"),
        ({"estimand": "survival", "outcome": "retention", "group": "coaching", "time": 31},
         "RE-SY2"),
    ],
)  # fmt: skip
def test_unclear_questions_are_refused(truth, asked, code):
    with pytest.raises(OutcomeError, match=code) as caught:
        truth.get(**asked)
    if code == "RE-SY3":
        assert "'survival'" in str(caught.value)
