"""The comparison of mean numbers of events where some people die."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import f

from recoveryeval.stats.competing.counted_curve import counted_curve
from recoveryeval.stats.competing.counted_influence import counted_influence
from recoveryeval.stats.competing.equal_means import same_means, same_rates
from recoveryeval.stats.competing.mean_cumulative import mean_cumulative
from recoveryeval.stats.survival.cells import Cells, make_cells


def histories(rng: np.random.Generator, people: int, groups: int, death: float = 0.01) -> Cells:
    """Histories of people whose own rates differ, in which some die."""
    rows = []
    for person in range(people):
        group = person % groups
        rate = 0.05 * rng.gamma(2.0, 0.5)
        died = rng.exponential(1 / death)
        stop = np.ceil(min(died, rng.uniform(20, 60)))
        now = 0.0
        while True:
            then = np.ceil(now + rng.exponential(1 / rate))
            if then >= stop:
                rows.append((now, stop, 2 if died <= stop else 0, group, person))
                break
            rows.append((now, then, 1, group, person))
            now = then
    entry, time, cause, group, person = np.array(rows).T
    return make_cells(time, cause, entry=entry, group=group, cluster=person)


def by_hand(cells: Cells, groups: int) -> float:
    """The statistic from each row's pull on the mean at every time, written out."""
    totals, spreads = [], []
    for g in range(groups):
        own = cells.where(cells.group == g)
        curve = counted_curve(own, own.cause == 1, own.cause == 2)
        at_risk = [
            [
                ((c.entry < t) & (t <= c.time)).sum()
                for c in (cells.where(cells.group == h) for h in range(groups))
            ]
            for t in curve.time
        ]
        weight = np.array([1 / np.sum(1 / np.array(y)) if min(y) else 0.0 for y in at_risk])
        pull = counted_influence(own, curve, curve.time)
        mean = mean_cumulative(own).mean
        totals.append(weight @ np.diff(mean, prepend=0.0))
        part = np.diff(pull, axis=1, prepend=0.0) @ weight
        people = np.unique(own.cluster)
        square = sum(part[own.cluster == p].sum() ** 2 for p in people)
        spreads.append(square * people.size / (people.size - 1))
    difference = np.array(totals[1:]) - totals[0]
    covariance = np.diag(spreads[1:]) + spreads[0]
    return float(difference @ np.linalg.solve(covariance, difference))


@pytest.mark.parametrize("groups", [2, 3])
def test_running_sums_equal_the_pulls_written_out(groups: int) -> None:
    cells = histories(np.random.default_rng(groups), 60, groups)
    np.testing.assert_allclose(same_means(cells, groups), by_hand(cells, groups), rtol=1e-9)


def test_the_order_of_groups_does_not_matter() -> None:
    cells = histories(np.random.default_rng(5), 80, 3)
    turned = make_cells(
        cells.time, cells.cause, entry=cells.entry, group=2 - cells.group, cluster=cells.cluster
    )
    np.testing.assert_allclose(same_means(turned, 3), same_means(cells, 3), rtol=1e-9)


def test_without_deaths_both_tests_say_much_the_same() -> None:
    cells = histories(np.random.default_rng(8), 400, 2, death=1e-9)
    np.testing.assert_allclose(same_means(cells, 2), same_rates(cells, 2), rtol=0.1, atol=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("people", [80, 300])
def test_it_rejects_a_true_hypothesis_as_often_as_it_says(people: int) -> None:
    rng = np.random.default_rng(people)
    found = [same_means(histories(rng, people, 2), 2) for _ in range(1000)]
    rejected = np.mean(f.sf(found, 1, people - 2) < 0.05)
    assert 0.035 < rejected < 0.065
