"""What must hold for any Cox model, whatever the data."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from small_studies import Study, studies

from recoveryeval.stats.hazards.cox_curve import baseline_hazard
from recoveryeval.stats.hazards.cox_data import cox_data
from recoveryeval.stats.hazards.cox_fit import cox
from recoveryeval.stats.hazards.cox_residuals import martingale_residuals, score_residuals
from recoveryeval.stats.hazards.cox_robust import robust_covariance
from recoveryeval.stats.hazards.proportional_hazards import proportional_hazards
from recoveryeval.stats.survival.cells import make_cells

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
TIES = st.sampled_from(["efron", "breslow"])


def everything(s: Study, ties: str, x=None, **changes) -> dict[str, np.ndarray]:
    """Fit, and return every number that a report would print."""
    columns = {k: getattr(s, k) for k in ("time", "cause", "entry", "stratum", "cluster", "n")}
    columns |= changes
    cells = make_cells(columns.pop("time"), columns.pop("cause"), **columns)
    fit = cox(cox_data(cells, s.x if x is None else x, ties=ties))
    zph = proportional_hazards(fit, cells, transform="identity")
    base = baseline_hazard(fit)
    return {
        "ending": np.array([fit.ending == "converged"]),
        "coefficients": fit.coefficients,
        "covariance": fit.covariance,
        "log_likelihood": np.array([fit.log_likelihood, fit.log_likelihood_null]),
        "cluster": robust_covariance(fit, cells.cluster),
        "hazard": base.cumulative,
        "zph": zph.statistic,
    }


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> None:
    if not a["ending"][0] or not b["ending"][0]:
        assert a["ending"][0] == b["ending"][0]
        return
    for key, value in a.items():
        np.testing.assert_allclose(value, b[key], **CLOSE, err_msg=key)


@settings(max_examples=40)
@given(studies(), TIES, st.randoms())
def test_order_of_rows_does_not_matter(s, ties, random):
    order = np.arange(s.time.size)
    random.shuffle(order)
    changes = {
        k: getattr(s, k)[order] for k in ("time", "cause", "entry", "stratum", "cluster", "n")
    }
    same(everything(s, ties), everything(s, ties, s.x[order], **changes))


@settings(max_examples=40)
@given(studies(), TIES)
def test_counts_are_repeated_rows(s, ties):
    repeat = np.repeat(np.arange(s.time.size), s.n.astype(int))
    changes = {k: getattr(s, k)[repeat] for k in ("time", "cause", "entry", "stratum", "cluster")}
    rows = everything(s, ties, s.x[repeat], **changes, n=np.ones(repeat.size))
    same(everything(s, ties), rows)


@settings(max_examples=40)
@given(studies(), TIES, st.lists(st.integers(1, 120), min_size=1, max_size=4))
def test_cutting_follow_up_into_pieces_changes_nothing(s, ties, cuts):
    parts = {k: getattr(s, k) for k in ("time", "cause", "entry", "stratum", "cluster", "n")}
    x = s.x
    for tenth in cuts:
        cut = tenth / 10
        inside = (parts["entry"] < cut) & (cut < parts["time"])
        head = {k: v[inside] for k, v in parts.items()}
        head["time"], head["cause"] = np.full(inside.sum(), cut), np.full(inside.sum(), -1)
        parts = {
            k: np.concatenate([np.where(inside, cut, v) if k == "entry" else v, head[k]])
            for k, v in parts.items()
        }
        x = np.vstack([x, x[inside]])
    same(everything(s, ties), everything(s, ties, x, **parts))


@settings(max_examples=40)
@given(studies(), TIES)
def test_swapping_the_arms_inverts_the_ratio(s, ties):
    a = everything(s, ties)
    b = everything(s, ties, s.x * [-1, 1] + [1, 0])
    if a["ending"][0]:
        np.testing.assert_allclose(a["coefficients"] * [-1, 1], b["coefficients"], **CLOSE)
        np.testing.assert_allclose(np.diag(a["cluster"]), np.diag(b["cluster"]), **CLOSE)
    assert a["ending"][0] == b["ending"][0]


@settings(max_examples=40)
@given(studies(), TIES, st.sampled_from([7.0, 1 / 30.4375, 365.25]))
def test_unit_of_time_does_not_matter(s, ties, unit):
    shifted = everything(s, ties, time=s.time * unit, entry=s.entry * unit)
    same(everything(s, ties), shifted)


@settings(max_examples=40)
@given(studies(), TIES)
def test_residuals_add_up_to_nothing(s, ties):
    cells = make_cells(s.time, s.cause, entry=s.entry, n=s.n, stratum=s.stratum)
    fit = cox(cox_data(cells, s.x, ties=ties))
    if fit.ending != "converged":
        return
    np.testing.assert_allclose(s.n @ martingale_residuals(fit), 0, atol=1e-8)
    np.testing.assert_allclose(s.n @ score_residuals(fit), 0, atol=1e-6)
