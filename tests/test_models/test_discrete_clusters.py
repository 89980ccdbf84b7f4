"""discrete_hazard() of people who share a coach, or carry weights, against sandwich estimators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "discrete_clusters.json").read_text())
FRAME = pd.DataFrame(GOLDEN["data"])
LINKS = ("logit", "cloglog")


def fitted(frame: pd.DataFrame = FRAME, **asked: Any) -> Any:
    own = rv.time_to_event(frame, time="time", event="status")
    return rv.discrete_hazard(own, "trt + karno", period=30, **asked)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize(
    ("asked", "beta", "error"),
    [
        ({"cluster": "twelve"}, "beta", "few"),
        ({"cluster": "fifty"}, "beta", "many"),
        ({"weights": "w"}, "weighted", "alone"),
        ({"weights": "w", "cluster": "fifty"}, "weighted", "weighted_many"),
    ],
)
def test_estimates_and_errors_are_those_of_r(
    link: str, asked: dict[str, str], beta: str, error: str
) -> None:
    theirs = GOLDEN["fits"][link]
    table = fitted(link=link, **asked).tidy()
    np.testing.assert_allclose(table["estimate"], theirs[beta], rtol=1e-7)
    np.testing.assert_allclose(table["std_error"], theirs[error], rtol=1e-6)
    if error == "few":
        np.testing.assert_allclose(table["df"], theirs["df"], rtol=1e-5)


def test_what_clusters_and_weights_say() -> None:
    few = fitted(cluster="twelve")
    assert few.checks()["id"].tolist().count("clusters") == 1
    assert "bias-reduced variance clustered by twelve" in few.methods()
    assert "10.1198/016214501753382309" in few.methods()
    assert "aic" not in fitted(weights="w").glance()
    assert few.glance()["n"].iloc[0] == len(FRAME)
    contrast = few.contrasts("trt") if "trt" in few.extras["grid"] else None
    assert contrast is None or contrast.tidy()["std_error"].notna().all()


def test_copies_of_a_row_stand_alone() -> None:
    table = FRAME.assign(n=np.arange(len(FRAME)) % 3 + 1)
    copies = table.loc[table.index.repeat(table["n"])].drop(columns="n")
    counted = rv.time_to_event(table, time="time", event="status", n="n")
    first = rv.discrete_hazard(counted, "trt + karno", period=30, weights="w").tidy()
    np.testing.assert_allclose(first["std_error"], fitted(copies, weights="w").tidy()["std_error"])


def test_too_few_clusters_and_missing_ones() -> None:
    two = fitted(FRAME.assign(twelve=FRAME["twelve"] % 2), cluster="twelve").tidy()
    assert two["estimate"].notna().all()
    assert two["std_error"].isna().all()
    assert set(two["status"]) == {"flagged"}
    assert two["reason"].str.contains("2 clusters").all()
    with pytest.raises(rv.EstimationError, match="RE-E15"):
        fitted(FRAME.assign(twelve=1), cluster="twelve")
    lost = fitted(FRAME.assign(twelve=FRAME["twelve"].where(FRAME.index > 3)), cluster="twelve")
    assert lost.spec.dropped == {"twelve missing": 4}
    with pytest.raises(rv.EstimationError, match="RE-E33"):
        fitted(FRAME.assign(w=-1.0), weights="w")


def test_a_term_of_one_cluster_alone_has_no_error() -> None:
    site = np.where(FRAME["trt"] == 1, 1, FRAME["twelve"] + 2)
    table = fitted(FRAME.assign(site=site), cluster="site").tidy().set_index("term")
    assert np.isnan(table.loc["trt", "std_error"])
    assert table.loc["trt", "status"] == "flagged"
    assert "one cluster alone" in table.loc["trt", "reason"]
