"""The baseline hazard: R's numbers by both rules for ties, strata, picture."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lifelines.datasets import load_rossi
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt

OWN = rv.time_to_event(load_rossi(), time="week", event="arrest", unit="weeks", name="re-arrest")


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_the_baseline_is_that_of_the_stats_below_and_follows_the_tie_rule(ties: str) -> None:
    found = rv.baseline_hazard(OWN, "fin + age", at="zero", ties=ties)  # type: ignore[arg-type]
    # survival 3.5-3: basehaz(coxph(Surv(week, arrest) ~ fin + age), centered = FALSE)
    theirs = {"efron": (0.2198536799, 1.9398390598), "breslow": (0.2186076958, 1.9256607435)}[ties]
    values = found.at([10, 52]).tidy()["estimate"]
    np.testing.assert_allclose(values, theirs, rtol=1e-7)
    centered = rv.baseline_hazard(OWN, "fin + age", ties=ties)  # type: ignore[arg-type]
    ratio = centered.at(30).tidy()["estimate"].iloc[0] / found.at(30).tidy()["estimate"].iloc[0]
    b = rv.cox(OWN, "fin + age", ties=ties).tidy()["estimate"]  # type: ignore[arg-type]
    mean = load_rossi()[["fin", "age"]].mean()
    assert np.log(ratio) == pytest.approx(b[0] * mean["fin"] + b[1] * mean["age"], rel=1e-9)


def test_each_stratum_has_a_curve_of_its_own() -> None:
    found = rv.baseline_hazard(OWN, "age", strata="race")
    assert found.tidy()["group"].unique().tolist() == ["0", "1"]
    assert found.tidy().groupby("group")["n"].first().tolist() == [53.0, 379.0]
    table = found.tidy()
    assert (table["conf_low"].dropna() <= table["estimate"][table["conf_low"].notna()]).all()
    assert "umulative hazard" in get_alt(found.plot())
    plt.close("all")


def test_the_error_is_that_of_a_predicted_curve() -> None:
    own = rv.baseline_hazard(OWN, "age", at="zero").at(30).tidy().iloc[0]
    curve = rv.predicted_curves(OWN, "age", people={"zero": {"age": 0}}).at(30).tidy().iloc[0]
    assert own["estimate"] == pytest.approx(-np.log(curve["estimate"]), rel=1e-12)
    assert own["std_error"] == pytest.approx(curve["std_error"] / curve["estimate"], rel=1e-12)


def test_strata_share_coefficients_and_their_difference_knows_it() -> None:
    """Two strata of the same people: what coefficients do to one they do to the other."""
    twice = load_rossi()[["week", "arrest", "age"]].assign(wing="a")
    own = rv.time_to_event(
        pd.concat([twice, twice.assign(wing="b")]), time="week", event="arrest", unit="weeks"
    )
    errors = [
        rv.baseline_hazard(own, "age", strata="wing", at=at)  # type: ignore[arg-type]
        .difference(times=30)
        .tidy()["std_error"]
        .iloc[0]
        for at in ("mean", "zero")
    ]
    b = rv.cox(own, "age", strata="wing").tidy()["estimate"].iloc[0]
    assert errors[0] / errors[1] == pytest.approx(np.exp(b * twice["age"].mean()), rel=1e-9)


@pytest.mark.parametrize("asked", [{"cluster": "site"}, {"weights": "w"}])
def test_clusters_and_weights_have_the_errors_of_a_predicted_curve(asked: dict[str, str]) -> None:
    frame = load_rossi()[["week", "arrest", "age"]]
    frame = frame.assign(site=frame.index % 12, w=1.0 + frame.index % 3)
    data = rv.time_to_event(frame, time="week", event="arrest", unit="weeks")
    found = rv.baseline_hazard(data, "age", at="zero", **asked)  # type: ignore[arg-type]
    own = found.at(30).tidy().iloc[0]
    curve = rv.predicted_curves(data, "age", people={"zero": {"age": 0}}, **asked)  # type: ignore[arg-type]
    want = curve.at(30).tidy().iloc[0]
    assert own["estimate"] == pytest.approx(-np.log(want["estimate"]), rel=1e-12)
    assert own["std_error"] == pytest.approx(want["std_error"] / want["estimate"], rel=1e-12)
    assert "robust" in own["method"]
    few = "few_clusters" in set(found.checks()["id"])
    assert few == ("cluster" in asked)
