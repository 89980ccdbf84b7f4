"""The information of a frailty, never written down, against a model with a column per group."""

from __future__ import annotations

import numpy as np
import pytest

from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_likelihood import likelihood
from recoveryeval.stats.hazards.frailty_likelihood import Grouped, penalized
from recoveryeval.stats.hazards.gamma_frailty import gamma_frailty
from recoveryeval.stats.hazards.tied_events import Ties
from recoveryeval.stats.survival.cells import make_cells

SIZE, GROUPS, THETA = 90, 12, 0.4


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_value_score_and_information_are_those_of_a_column_per_group(ties: Ties) -> None:
    rng = np.random.default_rng(6)
    time = rng.integers(3, 12, SIZE).astype(float)
    entry = np.where(rng.random(SIZE) < 0.4, rng.integers(0, 3, SIZE), -np.inf)
    group, stratum = rng.integers(0, GROUPS, SIZE), rng.integers(0, 2, SIZE)
    cells = make_cells(time, rng.random(SIZE) < 0.6, entry=entry, stratum=stratum, cluster=group)
    x = rng.normal(size=(SIZE, 2))
    member = (group[:, None] == np.arange(GROUPS)).astype(float)
    wide, data = cox_data(cells, np.hstack([x, member]), ties=ties), cox_data(cells, x, ties=ties)
    rows = Grouped(data, group[data.layout.row], np.bincount(group, cells.event, GROUPS))
    point = rng.normal(size=2 + GROUPS) / 2
    units = np.concatenate([np.ones(2), wide.scale[2:]])
    w = point[2:]
    dense = likelihood(wide, point * units)
    here = penalized(rows, point, THETA)

    moved = float((w - np.exp(w)).sum()) / THETA
    # Columns of groups are centered, which moves no likelihood.
    assert here.value == pytest.approx(dense.value + moved, rel=1e-12)
    score = dense.score * units
    score[2:] += (1 - np.exp(w)) / THETA
    np.testing.assert_allclose(here.score, score, atol=1e-10)
    information = dense.information * np.outer(units, units)
    information[2:, 2:] += np.diag(np.exp(w)) / THETA
    found = np.array([here.times(one) for one in np.eye(2 + GROUPS)])
    np.testing.assert_allclose(found, information, atol=1e-10)
    np.testing.assert_allclose(
        here.solved(score), np.linalg.solve(information, score), rtol=1e-9, atol=1e-12
    )


def test_a_thousand_groups_and_a_look_at_each_step() -> None:
    rng = np.random.default_rng(2)
    group = np.arange(3000) % 1000
    time = rng.exponential(1 / rng.gamma(2.0, 0.5, 1000)[group])
    cells = make_cells(time, rng.random(3000) < 0.8, cluster=group)
    steps: list[int] = []
    fit = gamma_frailty(cells, rng.normal(size=(3000, 1)), watch=lambda: steps.append(1))
    assert fit.ending == "converged"
    assert fit.theta == pytest.approx(0.5, abs=0.1)
    assert 10 < len(steps) < 60


def test_an_interrupt_passes_through() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    cells = make_cells(np.arange(1.0, 31), np.arange(30) % 3 > 0, cluster=np.arange(30) % 10)
    with pytest.raises(KeyboardInterrupt):
        gamma_frailty(cells, np.sin(np.arange(30.0))[:, None], watch=stop)
    assert gamma_frailty(cells, np.sin(np.arange(30.0))[:, None]).ending == "converged"
