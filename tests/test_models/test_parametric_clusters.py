"""People of one coach or site under a parametric model: errors of R, and few of them corrected."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "parametric_clusters.json").read_text())
NAMES = {
    "exponential": "exponential",
    "weibull": "weibull",
    "lognormal": "log_normal",
    "loglogistic": "log_logistic",
}
EYES = rv.time_to_event(pd.DataFrame(GOLDEN["data"]), time="futime", event="status")


@pytest.mark.parametrize("fit", GOLDEN["fits"], ids=lambda fit: fit["distribution"])
def test_many_clusters_have_the_errors_of_survreg(fit: dict[str, object]) -> None:
    form = NAMES[str(fit["distribution"])]
    found = rv.parametric(EYES, "trt + age", distribution=form, cluster="id")  # type: ignore[arg-type]
    table = found.tidy()
    np.testing.assert_allclose(table["estimate"], fit["theta"], rtol=1e-8)  # type: ignore[arg-type]
    np.testing.assert_allclose(table["std_error"], fit["std_error"], rtol=1e-6)  # type: ignore[arg-type]
    assert table["method"].str.endswith("errors clustered by id").all()
    assert "few_clusters" not in found.checks()["id"].tolist()


def program(clusters: int, seed: int) -> pd.DataFrame:
    """Return people of some sites that share an unseen risk; the arm is the site's."""
    rng = np.random.default_rng(seed)
    site = np.repeat(np.arange(clusters), 15)
    scale = np.exp(3 + rng.normal(0, 0.5, clusters)[site])
    event, stop = scale * rng.exponential(size=site.size), rng.uniform(5, 100, site.size)
    return pd.DataFrame(
        {
            "day": np.minimum(event, stop),
            "event": event <= stop,
            "arm": np.where(site % 2, "peer", "usual"),
            "site": site,
        }
    )


def test_six_sites_reject_a_true_hypothesis_about_as_often_as_they_say() -> None:
    rejected = {"clustered": 0, "model": 0}
    for seed in range(30):
        own = rv.time_to_event(program(6, seed), time="day", event="event")
        for name, cluster in (("clustered", "site"), ("model", None)):
            table = rv.parametric(own, "arm", distribution="weibull", cluster=cluster).tidy()
            rejected[name] += bool(table["p_value"][1] < 0.05)
    assert rejected["clustered"] <= 5  # 1.5 of 30 expected
    assert rejected["model"] >= 8  # what comes of leaving the sites out


def test_few_sites_are_said_and_widen_what_is_predicted() -> None:
    own = rv.time_to_event(program(12, 1), time="day", event="event")
    found, plain = (
        rv.parametric(own, "arm", cluster=c, times=[20], horizon=30, by="arm")
        for c in ("site", None)
    )
    assert found.checks().set_index("id").loc["few_clusters", "statistic"] == 12
    table, other = found.tidy(), plain.tidy()
    assert table.loc[1, "df"] < 12
    wide = (table["conf_high"] - table["conf_low"]) > (other["conf_high"] - other["conf_low"])
    assert wide[table["term"] != "log(scale)"].all()
    assert "clustered by site" in found.methods()


def test_counted_people_have_the_errors_of_people() -> None:
    frame = program(12, 2).assign(day=lambda d: np.ceil(d["day"] / 10) * 10)
    frame["x"] = np.arange(len(frame)) % 3
    people = rv.time_to_event(frame, time="day", event="event")
    cells = people.cells(by=["arm", "site", "x"])
    counted = rv.time_to_event(cells, time="time", event="event", entry="entry", n="n")
    told = [
        rv.parametric(o, "arm + x", ratio="hazard", cluster="site").tidy()
        for o in (people, counted)
    ]
    pd.testing.assert_frame_equal(told[0], told[1], rtol=1e-8)
