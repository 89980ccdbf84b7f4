"""E15 to E17, E33: one, two and few clusters, and weights that are not counts."""

from __future__ import annotations

import numpy as np
import pytest
from survival_clusters import CLUSTERED, WEIGHTED, sites
from survival_verbs import outcome_for, rows_of, study

import recoveryeval as rv


@pytest.mark.parametrize("size", [30, 5000])
@pytest.mark.parametrize("name", CLUSTERED)
def test_e15_one_cluster_is_refused(name: str, size: int) -> None:
    own = outcome_for(name, study(size).assign(site=1))
    with pytest.raises(rv.EstimationError) as caught:
        CLUSTERED[name](own, "site")
    assert (caught.value.code, caught.value.column, caught.value.rows) == (
        "RE-E15",
        "site",
        rows_of(name, size),
    )
    assert "ten" in caught.value.do


@pytest.mark.parametrize("name", CLUSTERED)
def test_e16_two_clusters_give_no_error_and_no_test(name: str) -> None:
    result = CLUSTERED[name](outcome_for(name, study(60).assign(site=sites(60, 2))), "site")
    table = result.tidy()
    shown = [c for c in ("std_error", "p_value", "conf_low", "conf_high") if c in table]
    own = table[table["term"] != "all terms"] if "term" in table else table
    edge = own.get("estimate", own["status"]).isin([0.0, 1.0])  # where nothing happened yet
    assert own.loc[~edge, shown].isna().all(axis=None)
    assert set(own["status"]) <= {"not_estimable", "flagged", "ok"}
    assert not own["method"].str.contains("t with").any()  # no limits, so no rule for them
    assert result.status in ("not_estimable", "flagged")
    assert result.checks()["id"].isin(["few_clusters"]).any()


@pytest.mark.parametrize("count", [6, 9])
@pytest.mark.parametrize("name", CLUSTERED)
def test_e17_few_clusters_are_corrected_judged_by_t_and_flagged(name: str, count: int) -> None:
    result = CLUSTERED[name](outcome_for(name, study(60).assign(site=sites(60, count))), "site")
    few = result.checks().set_index("id").loc[["few_clusters"]]
    assert (few["verdict"] == "concern").all()
    assert few["meaning"].str.contains(f"{count} clusters").any()
    assert result.status in ("flagged", "fallback")
    assert result.tidy()["method"].str.contains(" df|degrees of freedom|CR2|bias-reduced").any()


@pytest.mark.parametrize("name", CLUSTERED)
def test_forty_clusters_raise_no_flag(name: str) -> None:
    result = CLUSTERED[name](outcome_for(name, study(800).assign(site=sites(800, 50))), "site")
    assert "few_clusters" not in result.checks()["id"].tolist()


@pytest.mark.parametrize("name", CLUSTERED)
def test_a_missing_cluster_is_counted(name: str) -> None:
    site = sites(60, 20).astype(float)
    site[7] = np.nan
    own, lost = outcome_for(name, study(60).assign(site=site)), rows_of(name, 1)
    result = CLUSTERED[name](own, "site")
    assert result.spec.dropped == {"site missing": lost}
    assert result.spec.rows_used == rows_of(name, 59)
    assert result.checks()["meaning"].str.contains(f"{lost} of {rows_of(name, 60)} rows").any()


@pytest.mark.parametrize("name", CLUSTERED)
def test_e31_most_clusters_missing_is_refused(name: str) -> None:
    site = sites(60, 20).astype(float)
    site[:31] = np.nan
    with pytest.raises(rv.EstimationError, match="RE-E31") as caught:
        CLUSTERED[name](outcome_for(name, study(60).assign(site=site)), "site")
    assert (caught.value.column, caught.value.rows) == ("site", rows_of(name, 31))


@pytest.mark.parametrize("bad", [-1.0, np.inf])
@pytest.mark.parametrize("name", WEIGHTED)
def test_e33_impossible_weights_are_refused(name: str, bad: float) -> None:
    frame = study(30).assign(w=1.5)
    frame.loc[3, "w"] = bad
    with pytest.raises(rv.EstimationError) as caught:
        WEIGHTED[name](outcome_for(name, frame), "w")
    assert (caught.value.code, caught.value.column, caught.value.rows) == (
        "RE-E33",
        "w",
        rows_of(name, 1),
    )


@pytest.mark.parametrize("name", [n for n in WEIGHTED if n != "residuals"])
def test_e33_fractional_weights_force_a_robust_variance(name: str) -> None:
    frame = study(60)
    frame["w"] = 0.5 + (np.arange(60) % 4) / 2
    plain, double = (
        WEIGHTED[name](outcome_for(name, f), "w").tidy()
        for f in (frame, frame.assign(w=frame["w"] * 2))
    )
    # A robust error does not shrink when all weights double; one that took them for counts would.
    if name != "proportional_hazards":
        errors = [t["std_error"] if "std_error" in t else t["p_value"] for t in (plain, double)]
        np.testing.assert_allclose(*errors, rtol=1e-8, equal_nan=True)
        assert plain["method"].str.contains("robust|jackknife|bias-reduced").any()


def test_e33_fractional_counts_are_refused_at_the_door() -> None:
    frame = study(30).assign(k=1.5)
    with pytest.raises(rv.OutcomeError) as caught:
        outcome_for("cox", frame, n="k")
    assert (caught.value.code, caught.value.column, caught.value.rows) == ("RE-E33", "k", 30)
    assert "weights=" in caught.value.do


def test_a_model_variance_is_refused_with_weights() -> None:
    own = outcome_for("cox", study(30).assign(w=1.5))
    with pytest.raises(rv.EstimationError, match="RE-M23"):
        rv.cox(own, "age", weights="w", variance="model")


CURVES = ("kaplan_meier", "nelson_aalen", "logrank", "rmst", "cumulative_incidence")


@pytest.mark.parametrize("name", [*CURVES, "mean_cumulative_function"])
def test_e33_a_weight_of_zero_counts_for_nobody(name: str) -> None:
    frame = study(60).assign(w=lambda f: np.where(f.index % 3 == 0, 0.0, 1 + f.index % 2))
    found = WEIGHTED[name](outcome_for(name, frame), "w")
    left = WEIGHTED[name](outcome_for(name, frame[frame["w"] > 0].reset_index(drop=True)), "w")
    assert found.spec.dropped == {"w zero": rows_of(name, 20)}
    assert found.glance()["n"].iloc[0] == 40
    assert "weights_of_zero" in found.checks()["id"].tolist()
    for column in set(found.tidy()) & {"estimate", "std_error", "p_value", "n", "n_risk"}:
        np.testing.assert_allclose(found.tidy()[column], left.tidy()[column], rtol=1e-12)
    nobody = frame.assign(w=frame["w"].where(frame["arm"] == "peer", 0.0))
    with pytest.raises(rv.EstimationError, match=r"RE-E02.*'usual'"):
        WEIGHTED[name](outcome_for(name, nobody), "w")
