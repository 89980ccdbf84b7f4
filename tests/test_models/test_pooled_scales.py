"""Pooling every kind of row: shares, survival, ratios, tests, and what cannot be pooled."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from lost_scores import study
from paths import ROOT

import recoveryeval as rv

GOLDEN = json.loads((ROOT / "tests/golden/pooled.json").read_text(encoding="utf-8"))


def pooled(build: Callable[[pd.DataFrame], rv.Outcome], model: Callable[[rv.Outcome], rv.Result],
           conf_level: float = 0.95) -> pd.DataFrame:  # fmt: skip
    """Return the pooled rows of the eight versions that R wrote down."""
    frames = [
        pd.DataFrame({"popular": np.array(popular, dtype=float), "sex": np.array(GOLDEN["sex"])})
        for popular in GOLDEN["versions"]
    ]
    made = tuple(build(frame) for frame in frames)
    whole = rv.Imputed(outcomes=made, source=made[0], filled=1, methods_text="")
    return whole.fit(model, conf_level=conf_level).tidy()


def liked(frame: pd.DataFrame) -> rv.Outcome:
    """Return who was liked."""
    return rv.binary(frame.assign(liked=frame["popular"] >= 6)[["liked", "sex"]], value="liked")


def gone(frame: pd.DataFrame) -> rv.Outcome:
    """Return popularity as if it were a time."""
    made = frame.assign(time=frame["popular"].clip(upper=7), event=frame["popular"] <= 7)
    return rv.time_to_event(made[["time", "event", "sex"]], time="time", event="event")


def test_a_share_is_pooled_on_the_logit_scale() -> None:
    """Mean of the shares; error and df as ``mice::pool.scalar`` has them of the log odds."""
    row, want = pooled(liked, rv.risk).iloc[0], GOLDEN["share"]
    assert row["estimate"] == pytest.approx(want["estimate"], rel=1e-12)
    assert row["df"] == pytest.approx(want["df"], rel=1e-9)
    spread = row["std_error"] / (row["estimate"] * (1 - row["estimate"]))
    assert spread == pytest.approx(want["se"], rel=1e-9)
    assert 0 < row["conf_low"] < row["estimate"] < row["conf_high"] < 1


def test_survival_is_pooled_on_the_scale_of_its_limits() -> None:
    """log(-log S), which the rows themselves show: their limits are even around it there."""
    table = pooled(gone, lambda o: rv.kaplan_meier(o).at([5]))
    row, want = table.iloc[0], GOLDEN["survival"]
    assert row["estimate"] == pytest.approx(want["estimate"], rel=1e-9)
    assert row["df"] == pytest.approx(want["df"], rel=1e-9)
    slope = abs(row["estimate"] * np.log(row["estimate"]))
    assert row["std_error"] / slope == pytest.approx(want["se"], rel=1e-8)
    assert "p_value" not in table or table["p_value"].isna().all()


def test_tests_without_an_estimate_are_pooled_as_d2() -> None:
    """The log-rank tests of the versions as mitml pools them."""
    row, want = pooled(gone, lambda o: rv.logrank(o, "sex")).iloc[0], GOLDEN["d2"]
    assert row["statistic"] == pytest.approx(want["F"], rel=1e-9)
    assert row["p_value"] == pytest.approx(want["p"], rel=1e-9)
    assert "1991" in row["method"]


def test_ratios_are_pooled_as_logarithms_and_tested_against_one() -> None:
    """Risk and odds ratios have limits, though score limits come without an error."""
    table = pooled(liked, lambda o: rv.risk(o, "sex")).set_index("estimand")
    rows = table.loc[["risk difference", "risk ratio", "odds ratio"]]
    assert rows[["std_error", "df", "conf_low", "conf_high", "p_value"]].notna().all(axis=None)
    assert rows["p_value"].max() < 3 * rows["p_value"].min()  # they ask much the same question
    even = np.sqrt(rows["conf_low"] * rows["conf_high"]) / rows["estimate"]
    np.testing.assert_allclose(even[["risk ratio", "odds ratio"]], 1, rtol=1e-9)
    narrow = pooled(liked, lambda o: rv.risk(o, "sex"), 0.8).set_index("estimand")
    assert (narrow.loc[rows.index, "conf_low"] > rows["conf_low"]).all()
    np.testing.assert_allclose(narrow.loc[rows.index, "std_error"], rows["std_error"])


def test_adjusted_p_values_are_left_out_and_said_to_be() -> None:
    """A pooled row must not show an unadjusted p value where an adjusted one was asked for."""
    made = rv.impute(study(120), m=3, rng=1, by="arm")
    found = made.fit(lambda o: rv.mmrm(o, "arm * wave").contrasts("arm", by="wave", adjust="holm"))
    assert found.tidy()["p_value"].isna().all()
    assert not found.tidy()["method"].str.contains("Holm").any()
    assert found.checks().set_index("id").loc["pooled_without_p", "verdict"] == "concern"
    joint = made.fit(lambda o: rv.mmrm(o, "arm * wave").terms())
    assert joint.tidy()["p_value"].between(0, 1).all()
    assert joint.tidy()["df"].gt(2).all()


def test_a_ratio_that_runs_off_in_one_version_is_no_number() -> None:
    """Nobody in one arm answered no in one of the versions: the odds ratio has no mean."""

    def all_but(extra: int) -> rv.Outcome:
        rows = [("a", 1)] * (6 + extra) + [("a", 0)] * (2 - extra) + [("b", 1)] * 4 + [("b", 0)] * 4
        return rv.binary(pd.DataFrame(rows, columns=["arm", "well"]), value="well")

    made = tuple(all_but(extra) for extra in (0, 1, 2))
    found = rv.Imputed(outcomes=made, source=made[0], filled=1, methods_text="").fit(
        lambda o: rv.risk(o, "arm")
    )
    table = found.tidy().set_index("estimand")
    shown = table.loc["odds ratio"]
    assert np.isfinite(shown["estimate"]) or shown["status"] == "not_estimable"
    assert not np.isinf(table.select_dtypes("number").drop(columns="df")).any(axis=None)
    assert table.loc["risk difference", "conf_high"] <= 1
