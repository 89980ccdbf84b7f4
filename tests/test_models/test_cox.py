"""cox() and residuals(): R's numbers through the public door, guards, fallbacks, cells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_rossi

import recoveryeval as rv
from recoveryeval.errors import EstimationError
from recoveryeval.outcomes.outcome import Outcome

# survival 3.5-3, coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio), Efron.
COEFFICIENTS = [-0.379422166, -0.057437743, 0.313899788, -0.149795698, -0.433703878, -0.084871083, 0.091497081]  # fmt: skip # noqa: E501
ERRORS = [0.191379481, 0.021999471, 0.307992777, 0.212224296, 0.381868058, 0.195756672, 0.028648550]  # fmt: skip # noqa: E501
ZPH = [0.0624, 5.9740, 2.0683, 4.2246, 1.0110, 0.0184, 0.5206, 17.6944]
ALL = "fin + age + race + wexp + mar + paro + prio"


def rossi(**changes: object) -> Outcome:
    """Return people followed to re-arrest."""
    frame = load_rossi().assign(**changes)
    return rv.time_to_event(frame, time="week", event="arrest", unit="weeks", name="re-arrest")


def test_the_classic_example_equals_r() -> None:
    model = rv.cox(rossi(), ALL)
    table = model.tidy().iloc[:7]
    np.testing.assert_allclose(table["estimate"], COEFFICIENTS, rtol=1e-7)
    np.testing.assert_allclose(table["std_error"], ERRORS, rtol=1e-7)
    checks = model.checks().query("id == 'proportional_hazards'")
    np.testing.assert_allclose(checks["statistic"], ZPH, atol=6e-5)
    summary = model.glance().iloc[0]
    assert summary["log_likelihood"] == pytest.approx(-658.7477, abs=5e-5)
    assert summary["concordance"] == pytest.approx(0.6403292, abs=5e-8)
    assert summary["concordance_error"] == pytest.approx(0.02665812, abs=5e-9)


def test_cells_give_what_rows_give() -> None:
    own = rossi()
    cells = own.cells(covariates=["fin", "race", "mar"]).drop(columns="entry")
    collapsed = rv.time_to_event(cells, time="time", event="event", n="n", name="re-arrest")
    first = rv.cox(own, "fin + race + mar").tidy()
    second = rv.cox(collapsed, "fin + race + mar").tidy()
    for column in ("estimate", "std_error", "statistic", "p_value"):
        np.testing.assert_allclose(first[column], second[column], rtol=1e-9, equal_nan=True)


def test_an_arm_swap_inverts_the_ratio_and_names_the_contrast() -> None:
    arm = load_rossi()["fin"].map({0: "none", 1: "aid"})
    first = rv.cox(rossi(arm=arm), "arm + age").tidy(exponentiate=True).iloc[0]
    order = pd.CategoricalDtype(["none", "aid"])
    second = rv.cox(rossi(arm=arm.astype(order)), "arm + age").tidy(exponentiate=True).iloc[0]
    assert first["contrast"] == "none - aid"
    assert second["contrast"] == "aid - none"
    assert first["estimate"] * second["estimate"] == pytest.approx(1, rel=1e-9)


def test_splitting_follow_up_changes_nothing_but_the_variance_is_by_person() -> None:
    frame = load_rossi().assign(id=range(432), start=0.0)
    early = frame.assign(arrest=frame["arrest"].where(frame["week"] <= 10, 0),
                         week=frame["week"].clip(upper=10))  # fmt: skip
    late = frame[frame["week"] > 10].assign(start=10.0)
    both = pd.concat([early, late])
    split = rv.time_to_event(both, time="week", event="arrest", entry="start", person="id")
    whole = rv.cox(rossi(), "fin + age", variance="robust").tidy().iloc[:2]
    parts = rv.cox(split, "fin + age").tidy().iloc[:2]
    np.testing.assert_allclose(parts["estimate"], whole["estimate"], rtol=1e-9)
    np.testing.assert_allclose(parts["std_error"], whole["std_error"], rtol=1e-9)
    with pytest.raises(EstimationError, match="RE-M23"):
        rv.cox(split, "fin + age", variance="model")


def test_few_clusters_are_flagged_and_judged_by_t_and_one_is_refused() -> None:
    site = np.arange(432) % 6
    model = rv.cox(rossi(site=site), "fin + age", cluster="site")
    table = model.tidy().iloc[:2]
    assert (table["df"] < 6).all()
    assert model.status == "flagged"
    assert "few_clusters" in model.checks()["id"].tolist()
    half = (table["conf_high"] - table["conf_low"]) / 2 / table["std_error"]
    assert (half > 2.4).all()
    with pytest.raises(EstimationError, match="RE-E15"):
        rv.cox(rossi(site=1), "fin", cluster="site")


def test_an_arm_without_events_falls_back_to_firth() -> None:
    frame = pd.DataFrame({"t": range(1, 9), "e": [1, 1, 1, 1, 0, 0, 0, 0], "g": list("aaaabbbb")})
    model = rv.cox(rv.time_to_event(frame, time="t", event="e"), "g")
    row = model.tidy().iloc[0]
    assert model.status == "fallback"
    assert np.isfinite(row["estimate"])
    assert row["conf_high"] < 0
    assert "monotone_likelihood" in model.checks()["id"].tolist()


@pytest.mark.parametrize(
    ("changes", "formula", "code"),
    [
        ({"twin": load_rossi()["age"] * 2}, "age + twin", "RE-E18"),
        ({"same": 1.0}, "age + same", "RE-E19"),
    ],
)
def test_what_has_no_ratio_is_refused(changes: dict[str, object], formula: str, code: str) -> None:
    with pytest.raises(EstimationError) as caught:
        rv.cox(rossi(**changes), formula)
    assert caught.value.code == code


def test_without_events_nothing_is_estimable_but_the_rate_has_an_upper_limit() -> None:
    model = rv.cox(rossi(arrest=0), "fin")
    assert model.status == "not_estimable"
    assert model.tidy()[["estimate", "std_error", "conf_low"]].isna().all(axis=None)
    assert model.contrasts("fin").tidy()["estimate"].isna().all()
    check = model.checks().set_index("id").loc["no_events"]
    at_risk = load_rossi()["week"].sum()
    assert check["statistic"] == pytest.approx(-np.log(0.025) / at_risk, rel=1e-12)


def test_fewer_events_than_covariates_is_not_estimable() -> None:
    model = rv.cox(rossi(arrest=[1] + [0] * 431), "age + prio")
    assert set(model.tidy()["status"]) == {"not_estimable"}
    assert "fewer events (1) than covariates (2)" in model.tidy()["reason"].iloc[0]


def test_a_level_of_one_person_has_no_number_and_the_others_keep_theirs() -> None:
    arm = pd.Series(["a", "b"] * 215 + ["a", "c"])
    left = load_rossi()["arrest"].where(arm != "c", 1)
    model = rv.cox(rossi(arm=arm, arrest=left), "arm + age")
    table = model.tidy().set_index("term")
    assert table.loc["arm: c", "status"] == "not_estimable"
    assert "one person only" in table.loc["arm: c", "reason"]
    assert table.loc[["arm: b", "age"], "estimate"].notna().all()
    assert model.contrasts("arm").tidy()["status"].tolist() == ["ok", "not_estimable"]
    without = rv.cox(rossi(arm=arm, arrest=left.where(arm != "c", 0)), "arm + age").tidy()
    assert without["status"].tolist() == ["fallback", "not_estimable", "fallback"]


def test_two_clusters_leave_the_estimate_without_an_error() -> None:
    own = rossi(site=np.arange(432) % 2)
    model = rv.cox(own, "fin + age", cluster="site")
    table = model.tidy().iloc[:2]
    assert set(table["status"]) == {"flagged"}
    assert "2 clusters" in table["reason"].iloc[0]
    plain = rv.cox(own, "fin + age").tidy().iloc[:2]
    np.testing.assert_allclose(table["estimate"], plain["estimate"], rtol=1e-12)
    assert table[["std_error", "statistic", "p_value", "conf_low"]].isna().all(axis=None)
    assert model.tidy()["status"].iloc[-1] == "not_estimable"  # Wald's test has no statistic
    slope = model.contrasts("age").tidy().iloc[0]
    assert slope["status"] == "flagged"
    assert slope["estimate"] == pytest.approx(table["estimate"].iloc[1])


def test_few_people_with_several_rows_are_corrected_and_flagged() -> None:
    frame = pd.DataFrame(
        {"id": [i // 2 for i in range(16)], "start": [0, 3] * 8, "stop": [3, 6, 3, 8] * 4,
         "event": [0, 1, 0, 0, 0, 1, 0, 1] * 2, "x": [i * 7 % 5 for i in range(16)]}
    )  # fmt: skip
    own = rv.time_to_event(frame, time="stop", event="event", entry="start", person="id")
    model = rv.cox(own, "x")
    assert model.tidy()["df"].iloc[0] < 8
    assert "few_clusters" in model.checks().query("verdict == 'concern'")["id"].tolist()


def test_one_cause_of_several_is_cause_specific() -> None:
    frame = load_rossi().assign(status=lambda f: f["arrest"] * (1 + (f["age"] > 25)))
    own = rv.competing_events(frame, time="week", status="status", causes={1: "young", 2: "older"})
    found = rv.cox(own, "fin", cause="older").tidy().iloc[0]
    alone = rv.cox(rossi(arrest=(frame["status"] == 2).astype(int)), "fin").tidy().iloc[0]
    assert found["estimate"] == pytest.approx(alone["estimate"], rel=1e-12)
    with pytest.raises(EstimationError, match="RE-M22"):
        rv.cox(own, "fin")


def test_contrasts_survive_json() -> None:
    model = rv.cox(rossi(arm=load_rossi()["fin"].map({0: "none", 1: "aid"})), "arm + age")
    again = rv.Result.from_json(model.to_json())
    pd.testing.assert_frame_equal(
        again.contrasts("arm").tidy(),  # type: ignore[attr-defined]
        model.contrasts("arm").tidy(),
        check_dtype=False,
    )


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_residuals_sum_to_what_they_must(ties: str) -> None:
    own = rossi()
    martingale = rv.residuals(own, "fin + age", ties=ties)  # type: ignore[arg-type]
    assert martingale["residual"].sum() == pytest.approx(0, abs=1e-8)
    for kind in ("score", "dfbeta", "schoenfeld"):
        table = rv.residuals(own, "fin + age", kind=kind, ties=ties)  # type: ignore[arg-type]
        np.testing.assert_allclose(table[["fin", "age"]].sum(), 0, atol=1e-6)
    events = rv.residuals(own, "fin + age", kind="schoenfeld", ties=ties)  # type: ignore[arg-type]
    assert len(events) == 114
    assert own.data.loc[events["row"], "event"].all()
