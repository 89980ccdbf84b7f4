"""Random effects on the edge of what is possible, and scores and covariates of any scale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

SETS = json.loads((Path(__file__).parents[1] / "golden" / "edge.json").read_text())["sets"]
FORMULA = {"cake": "recipe * day", "IGF": "day", "Soybean": "Variety * day + Year"}


def of(name: str) -> rv.Outcome:
    """Return the outcome of a data set that R used."""
    frame = pd.DataFrame(SETS[name]["columns"])
    frame = frame.assign(occasion=frame.groupby("who").cumcount()) if name == "IGF" else frame
    more = {"wave": "occasion"} if name == "IGF" else {}
    frame = frame.rename(columns={"day": "age"}) if name == "IGF" else frame
    day = {} if name == "IGF" else {"day": "day"}
    return rv.repeated_measures(frame, value="value", person="who", **day, **more)


@pytest.mark.parametrize("name", SETS)
def test_a_perfect_correlation_keeps_the_fit_of_lme4(name: str) -> None:
    golden, time = SETS[name], "age" if name == "IGF" else "day"
    formula = FORMULA[name].replace("day", time)
    model = rv.mixed_model(of(name), formula, random=f"1 + {time}")
    fixed = model.tidy().iloc[: len(golden["beta"])]
    order = _order(fixed["estimate"].to_numpy(), np.array(golden["beta"]))
    size = max(golden["std_error"])
    np.testing.assert_allclose(model.glance()["log_likelihood"], golden["reml"], rtol=1e-7)
    np.testing.assert_allclose(
        fixed["estimate"].to_numpy()[order], golden["beta"], atol=1e-5 * size
    )
    np.testing.assert_allclose(fixed["std_error"].to_numpy()[order], golden["std_error"], rtol=1e-5)
    np.testing.assert_allclose(fixed["df"].to_numpy()[order], golden["df"], rtol=1e-3)
    table = model.tidy()
    own = table[table["estimand"] == "variance"].iloc[:4]
    ours = own["estimate"].to_numpy()
    np.testing.assert_allclose(ours, golden["variances"], rtol=1e-3)
    assert "singular_random_effects" in set(model.checks()["id"])


def test_on_the_edge_kenward_and_roger_count_what_can_vary() -> None:
    """Observed information then has Satterthwaite's df; pbkrtest's are 8.0 and 6.4 (ADR 20)."""
    plain, expected, observed = (
        rv.mixed_model(of("IGF"), "age", random="1 + age", ddf=ddf).tidy().iloc[:2]  # type: ignore[arg-type]
        for ddf in ("satterthwaite", "kenward-roger", "kenward-roger-observed")
    )
    np.testing.assert_allclose(observed["df"], plain["df"], rtol=1e-6)
    np.testing.assert_allclose(expected["df"], [23.3, 6.72], rtol=2e-3)
    np.testing.assert_allclose(expected["std_error"], [0.1109058, 0.0053457], rtol=0.011)


def _order(ours: np.ndarray, theirs: np.ndarray) -> list[int]:
    """Return the place of each of R's coefficients among ours, sorted otherwise."""
    return [int(np.argmin(np.abs(ours - beta))) for beta in theirs]


def visits() -> pd.DataFrame:
    """Return scores of 60 people at four visits, some missed."""
    rng = np.random.default_rng(11)
    frame = pd.DataFrame({"id": np.repeat(np.arange(60), 4), "day": np.tile([0, 30, 90, 180], 60)})
    level, slope = rng.normal(0, 3, 60), rng.normal(0.02, 0.02, 60)
    frame["arm"] = np.where(frame["id"] % 2 == 0, "usual", "coached")
    frame["income"] = np.repeat(rng.normal(20, 4, 60), 4)
    frame["score"] = (
        25 + level[frame["id"]] + slope[frame["id"]] * frame["day"] + rng.normal(0, 2, len(frame))
    )
    return frame[rng.random(len(frame)) > 0.15].assign(wave=lambda f: f["day"])


def fits(frame: pd.DataFrame) -> list[Any]:
    """Return a mixed model and an MMRM of the scores."""
    seen = rv.repeated_measures(frame, value="score", person="id", wave="wave", day="day")
    return [
        rv.mixed_model(seen, "arm * day + income", random="1 + day"),
        rv.mmrm(seen, "arm * wave + income"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.assign(score=f["score"] * 1e6 + 1e6),
        lambda f: f.assign(score=f["score"] * 1e-9),
        lambda f: f.assign(income=f["income"] * 1e6 + 1e9),
        lambda f: f.assign(income=f["income"] * 1e-9),
        lambda f: f.assign(day=f["day"] + 20_000),
    ],
    ids=["large scores", "small scores", "large covariate", "small covariate", "days since 1970"],
)
def test_units_change_no_test(change: Any) -> None:
    for plain, turned in zip(fits(visits()), fits(change(visits())), strict=True):
        rows = plain.tidy()["statistic"].notna()
        assert set(turned.checks()["id"]) == set(plain.checks()["id"])
        for part in ("statistic", "df"):
            ours, theirs = (m.tidy().loc[rows & m.tidy()["term"].str.contains("income|x"), part]
                            for m in (turned, plain))  # fmt: skip
            np.testing.assert_allclose(ours, theirs, rtol=2e-4)
