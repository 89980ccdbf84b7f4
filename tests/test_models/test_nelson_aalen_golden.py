"""nelson_aalen() and clustered kaplan_meier() by group against R's survfit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from incidence_sets import CLOSED, NAMES, each, golden, matched, numbers, outcome, roles

import recoveryeval as rv

WEIGHTED = [n for n in NAMES if "weight" in golden(n)["data"]]
PLAIN = [n for n in NAMES if n not in WEIGHTED]
MANY, FEW = "mgus2_weighted", "melanoma"


def same(tidy: pd.DataFrame, group: str, cause: str, r: dict[str, Any], factor: float = 1.0) -> Any:
    """Hold estimate and error of one curve; return our rows with events so far, and which."""
    ours = matched(tidy, group, cause, r["time"])
    some = (ours["estimate"] > 0).to_numpy()
    np.testing.assert_allclose(ours["estimate"], r["estimate"], **CLOSED)
    error = factor * numbers(r["std_error"])[some]
    np.testing.assert_allclose(ours["std_error"][some], error, **CLOSED)
    return ours[some], some


@pytest.mark.parametrize("ties", ["nelson", "fleming-harrington"])
@pytest.mark.parametrize("scale", ["log", "plain"])
@pytest.mark.parametrize("name", PLAIN)
def test_hazard_error_and_limits(name: str, scale: str, ties: str) -> None:
    tidy = rv.nelson_aalen(outcome(name), "group", ties=ties, conf_type=scale).tidy()
    for group, causes in each(name, "hazard"):
        for k, r in enumerate(causes):
            ours, some = same(tidy, group, f"cause {k + 1}", r[ties])
            limits = r[ties]["limits"][scale]
            for column, side in (("conf_low", "low"), ("conf_high", "high")):
                theirs = numbers(limits[side])[some]
                np.testing.assert_allclose(ours[column], theirs, **CLOSED)


@pytest.mark.parametrize("form", ["weighted", "clustered"])
def test_weights_and_clusters(form: str) -> None:
    asked = roles(MANY, "weight", *(["cluster"] if form == "clustered" else []))
    tidy = rv.nelson_aalen(outcome(MANY), "group", **asked).tidy()
    for group, causes in each(MANY, "hazard"):
        for k, r in enumerate(causes):
            same(tidy, group, f"cause {k + 1}", r[form])


def test_few_clusters_are_corrected() -> None:
    found = outcome(FEW)
    tidy = rv.nelson_aalen(found, "group", cluster="cluster").tidy()
    for group, causes in each(FEW, "hazard"):
        own = found.data.loc[found.data["group"] == group, "cluster"]
        factor = np.sqrt(own.nunique() / (own.nunique() - 1))
        for k, r in enumerate(causes):
            same(tidy, group, f"cause {k + 1}", r["clustered"], factor)


@pytest.mark.parametrize("name", [MANY, FEW])
def test_kaplan_meier_by_cluster(name: str) -> None:
    found = outcome(name)
    tidy = rv.kaplan_meier(found, "group", **roles(name, "weight", "cluster")).tidy()
    for group, r in each(name, "free"):
        own = found.data.loc[found.data["group"] == group, "cluster"].nunique()
        factor = 1.0 if own >= 40 else np.sqrt(own / (own - 1))
        ours = matched(tidy.assign(cause=""), group, "", r["time"])
        inside = ours["estimate"].between(0, 1, inclusive="neither").to_numpy()
        np.testing.assert_allclose(ours["estimate"], r["estimate"], **CLOSED)
        error = factor * numbers(r["std_error"])[inside]
        np.testing.assert_allclose(ours["std_error"][inside], error, **CLOSED)
        if own >= 40:
            for column, side in (("conf_low", "low"), ("conf_high", "high")):
                theirs = numbers(r[side])[inside]
                np.testing.assert_allclose(ours[column][inside], theirs, **CLOSED)
