"""Marginal models: against geepack, small-sample corrections by hand, refusals."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from paths import ROOT

import recoveryeval as rv

GOLDEN = json.loads((ROOT / "tests/golden/gee.json").read_text(encoding="utf-8"))
DIGITS = {"independence": 1e-7, "exchangeable": 1e-6}


def ohio() -> rv.Outcome:
    """Return yearly wheezing of children."""
    held = GOLDEN["ohio"]
    frame = pd.DataFrame({k: held[k] for k in ("resp", "id", "age", "smoke")})
    frame = frame.assign(wave=frame["age"] + 3)
    return rv.binary(frame, value="resp", person="id", wave="wave", name="wheezing")


@pytest.mark.parametrize("structure", ["independence", "exchangeable"])
def test_answers_agree_with_geepack(structure: str) -> None:
    """Estimates and sandwich errors of a logistic marginal model."""
    want = GOLDEN["ohio"][structure]
    found = rv.gee(ohio(), "age * smoke", structure=structure, variance="robust")  # type: ignore[arg-type]
    table = found.tidy().iloc[:4]
    np.testing.assert_allclose(table["estimate"], want["beta"], rtol=DIGITS[structure])
    np.testing.assert_allclose(table["std_error"], want["se"], rtol=DIGITS[structure])


@pytest.mark.parametrize("structure", ["independence", "exchangeable"])
def test_counts_agree_with_geepack(structure: str) -> None:
    """Seizures in two weeks each, with observed time as offset."""
    held = GOLDEN["epil"]
    frame = pd.DataFrame({k: held[k] for k in ("y", "trt", "base", "subject")}).assign(weeks=2.0)
    frame["trt"] = pd.Categorical(frame["trt"], categories=["placebo", "progabide"])
    own = rv.counts(frame, count="y", exposure="weeks", person="subject")
    found = rv.gee(own, "trt + base", structure=structure, variance="robust").tidy()  # type: ignore[arg-type]
    want = held[structure]
    np.testing.assert_allclose(found["estimate"].iloc[:3], want["beta"], rtol=DIGITS[structure])
    np.testing.assert_allclose(found["std_error"].iloc[:3], want["se"], rtol=DIGITS[structure])
    rate = found[found["estimand"] == "rate"].set_index("group")["estimate"]
    seen = frame.groupby("trt", observed=True)["y"].mean() / 2
    assert rate["placebo"] == pytest.approx(seen["placebo"], rel=0.2)


def test_one_row_per_cluster_gives_least_squares_with_hc3() -> None:
    """Mancl and DeRouen's variance of single rows is HC3, tested by t with n - q df."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"id": range(30), "arm": list("ab") * 15, "x": rng.normal(size=30)})
    frame["score"] = frame["x"] + rng.normal(size=30)
    own = rv.repeated_measures(frame.assign(month=6), value="score", person="id", wave="month")
    gee = rv.gee(own, "arm + x", structure="independence").tidy().iloc[:3]
    linear = rv.linear(own, "arm + x", wave=6).tidy()
    for name in ("estimate", "std_error", "df", "p_value"):
        np.testing.assert_allclose(gee[name], linear[name], rtol=1e-7)


def test_a_share_is_never_called_an_odds_ratio() -> None:
    """Standardized shares stand beside odds ratios, and stay shares when ratios are asked for."""
    data = ohio().data.assign(smoke=lambda d: np.where(d["smoke"] == 1, "yes", "no"))
    own = rv.binary(data.drop(columns="n"), value="value", person="person", wave="wave")
    found = rv.gee(own, "smoke")
    table = found.tidy(exponentiate=True)
    share = table[table["estimand"] == "share"].set_index("group")["estimate"]
    seen = data.groupby("smoke")["value"].mean()
    assert share.to_dict() == pytest.approx(seen.to_dict(), rel=1e-3)
    odds = found.tidy().iloc[1]["estimate"]
    assert table.iloc[1]["estimate"] == pytest.approx(np.exp(odds))
    assert "odds ratio" not in set(table["estimand"].iloc[2:])


def test_few_clusters_widen_errors_and_are_flagged() -> None:
    """Eight coaches: corrected errors exceed the plain ones, and a check says so."""
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"id": range(160), "coach": np.repeat(list("abcdefgh"), 20)})
    frame["arm"] = np.where(frame["coach"].isin(list("abcd")), "new", "old")
    shift = dict(zip("abcdefgh", rng.normal(0, 0.5, 8), strict=True))
    chance = 1 / (1 + np.exp(-frame["coach"].map(shift)))
    frame["yes"] = rng.random(160) < chance
    own = rv.binary(frame, value="yes", person="id")
    plain, corrected = (
        rv.gee(own, "arm", cluster="coach", variance=v)
        for v in ("robust", "corrected")  # type: ignore[arg-type]
    )
    assert (corrected.tidy()["std_error"] > plain.tidy()["std_error"]).all()
    assert corrected.tidy()["df"].iloc[0] == 6
    assert corrected.checks().set_index("id").loc["few_clusters", "verdict"] == "concern"
    assert corrected.contrasts("arm").tidy()["df"].iloc[0] == 6


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"structure": "toeplitz"}, "RE-M60"),
        ({"variance": "naive"}, "RE-M60"),
        ({"cluster": "town"}, "RE-O03"),
        ({"weights": "age", "variance": "model"}, "RE-E33"),
    ],
)
def test_what_is_no_option_is_refused(options: dict[str, str], code: str) -> None:
    """A typed error with the options that exist."""
    with pytest.raises(rv.RecoveryEvalError) as told:
        rv.gee(ohio(), "smoke", **options)  # type: ignore[arg-type]
    assert told.value.code == code


def test_one_cluster_and_separation_are_refused() -> None:
    """No variance from one cluster; no number where nobody in a group said yes (E15, E08)."""
    frame = pd.DataFrame({"id": range(40), "site": "one", "arm": list("ab") * 20})
    frame["yes"] = (frame["arm"] == "a") & (frame["id"] % 3 == 0)
    own = rv.binary(frame, value="yes", person="id")
    with pytest.raises(rv.EstimationError) as told:
        rv.gee(rv.binary(frame, value="yes", person="id"), "1", cluster="site")
    assert told.value.code == "RE-E15"
    with pytest.raises(rv.EstimationError) as told:
        rv.gee(own, "arm")
    assert told.value.code in ("RE-E08", "RE-E11")
