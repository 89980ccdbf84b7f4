"""Imputation as arrays: Rubin's rules against an oracle, the engines against known truths."""

from __future__ import annotations

import numpy as np
import pytest
from oracle_files import oracle

from recoveryeval.stats.missing.chained_equations import Wide, _matched, complete
from recoveryeval.stats.missing.jump_to_reference import Normal, given, jump, normal_draw
from recoveryeval.stats.missing.rubin import pool


@pytest.mark.parametrize(("name", "free"), [("dfcom_40", 40.0), ("dfcom_200", 200.0)])
def test_rubins_rules_agree_with_mice(name: str, free: float) -> None:
    """Total variance, degrees of freedom, increase and missing information."""
    held = oracle("09_mi_pool")
    found = pool(
        np.array(held["input"]["estimate"])[:, None],
        np.array(held["input"]["se"])[:, None],
        np.array([free]),
    )
    want = held["output"][name]
    got = [found.std_error[0] ** 2, found.df[0], found.increase[0], found.missing_information[0]]
    assert got == pytest.approx([want["t"], want["df"], want["riv"], want["fmi"]], rel=1e-10)


def test_imputations_that_agree_cost_nothing() -> None:
    """Without variation between versions the error is the model's own."""
    found = pool(np.full((5, 1), 2.0), np.full((5, 1), 0.5), np.array([np.inf]))
    assert (found.std_error[0], found.missing_information[0]) == (0.5, 0.0)
    assert np.isinf(found.df[0])
    limited = pool(np.full((5, 1), 2.0), np.full((5, 1), 0.5), np.array([40.0]))
    assert limited.df[0] == pytest.approx(41 / 43 * 40)


def test_the_chain_finds_a_normal_mean_under_absence_at_random() -> None:
    """Half of the second score is absent by the first; its mean is 1.5 x 0.8 = 1.2 at x = 1.5."""
    rng = np.random.default_rng(3)
    x = rng.normal(1.5, 1, 4000)
    y = 0.8 * x + rng.normal(0, 0.6, 4000)
    y[x > np.median(x)] = np.nan
    wide = Wide(np.column_stack([x, y]), np.empty((4000, 0)), np.zeros(2, bool))
    for method in ("regression", "matching"):
        filled = complete(wide, method=method, iterations=3, rng=rng)  # type: ignore[arg-type]
        assert np.isfinite(filled).all()
        if method == "regression":  # matching cannot leave the range of what was seen
            assert filled[:, 1].mean() == pytest.approx(1.2, abs=0.06)
        else:
            assert np.isin(filled[np.isnan(y), 1], y).all()
        assert np.array_equal(filled[~np.isnan(y), 1], y[~np.isnan(y)])


def test_binary_helpers_are_filled_with_zeros_and_ones() -> None:
    """Also where the answer separates perfectly."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=300)
    yes = (x > 0).astype(float)
    yes[:60] = np.nan
    wide = Wide(np.column_stack([yes, x]), np.empty((300, 0)), np.array([True, False]))
    filled = complete(wide, method="regression", iterations=2, rng=rng)[:60, 0]
    assert set(filled) <= {0.0, 1.0}
    assert (filled == (x[:60] > 0)).mean() > 0.85  # the prior leaves some doubt near zero


def test_jump_to_reference_has_the_reference_means_after_leaving() -> None:
    """A known normal: the mean after leaving is the reference's, given how far from one's own."""
    rng = np.random.default_rng(5)
    covariance = np.array([[4.0, 2.0], [2.0, 4.0]])
    own, reference = (
        Normal(np.array([10.0, 20.0]), covariance),
        Normal(np.array([10.0, 12.0]), covariance),
    )
    rows = np.column_stack([np.full(20_000, 12.0), np.full(20_000, 99.0)])
    after = np.tile([False, True], (20_000, 1))
    nobody = np.empty((20_000, 0))
    drawn = jump(rows, after, given(own, nobody), given(reference, nobody), rng)
    assert (drawn[:, 0] == 12.0).all()
    assert drawn[:, 1].mean() == pytest.approx(12 + 0.5 * 2, abs=0.06)
    assert drawn[:, 1].var() == pytest.approx(3.0, rel=0.05)


def test_normal_draws_vary_as_their_posterior() -> None:
    """Means with covariance S/n, covariances around S."""
    rng = np.random.default_rng(6)
    rows = rng.multivariate_normal([1, 2], [[2, 1], [1, 3]], 400)
    draws = [normal_draw(rows, rng) for _ in range(600)]
    means = np.array([d.mean for d in draws])
    assert means.mean(axis=0) == pytest.approx(rows.mean(axis=0), abs=0.02)
    assert np.cov(means.T) == pytest.approx(np.cov(rows.T) / 400, rel=0.3)
    square = np.mean([d.covariance for d in draws], axis=0)
    assert square == pytest.approx(np.cov(rows.T), rel=0.05)


@pytest.mark.parametrize("people", [2, 5, 6, 60])
def test_matched_values_are_those_of_the_five_predicted_most_alike(people: int) -> None:
    """All five are drawn, and nobody else; of fewer people, all."""
    rng = np.random.default_rng(7)
    seen, targets, own = rng.normal(size=people), np.array([-9.0, 0.1, 9.0]), np.arange(people)
    drawn = np.array([_matched(seen, targets, own * 1.0, rng) for _ in range(300)])
    for k, target in enumerate(targets):
        assert set(drawn[:, k]) == set(np.argsort(np.abs(seen - target))[:5].astype(float))
