"""Options of another type, and choices there are none of: every verb says what it takes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def seen() -> pd.DataFrame:
    """Return scores, answers and counts of 60 people at three waves."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"id": np.repeat(np.arange(60), 3), "month": np.tile([0, 3, 6], 60)})
    frame["arm"] = np.array(["a", "b"])[frame["id"] % 2]
    frame["coach"] = (frame["id"] % 8).astype(str)
    frame["age"] = np.repeat(rng.uniform(20, 60, 60), 3)
    frame["score"] = rng.normal(20, 3, 60)[frame["id"]] + rng.normal(0, 2, len(frame))
    frame["score"] -= frame.groupby("coach")["score"].transform("mean")
    frame["sober"] = rng.random(len(frame)) < 0.5
    frame["visits"], frame["days"] = rng.poisson(2, len(frame)), 30.0
    return frame


def scores() -> rv.Outcome:
    return rv.repeated_measures(seen(), value="score", person="id", wave="month")


def answers() -> rv.Outcome:
    return rv.binary(seen(), value="sober", person="id", wave="month")


def visits() -> rv.Outcome:
    return rv.counts(seen(), count="visits", exposure="days", person="id")


SLIPS: dict[str, tuple[Any, str]] = {
    "variance in small letters": (
        lambda: rv.linear(scores(), "arm", wave=6, variance="hc3"),  # type: ignore[arg-type]
        "RE-M60",
    ),
    "nodes as text": (lambda: rv.glmm(answers(), "arm", nodes="50"), "RE-M60"),  # type: ignore[arg-type]
    "nodes as a fraction": (lambda: rv.glmm(answers(), "arm", nodes=9.5), "RE-M60"),  # type: ignore[arg-type]
    "margin as text": (lambda: rv.risk(answers(), "arm", wave=6, margin="0.1"), "RE-M10"),  # type: ignore[arg-type]
    "two columns of groups": (lambda: rv.risk(answers(), ["arm", "coach"], wave=6), "RE-M30"),  # type: ignore[arg-type]
    "two columns for rates": (lambda: rv.rates(visits(), by=["arm", "coach"]), "RE-M30"),  # type: ignore[arg-type]
    "time as text": (lambda: rv.rates(visits(), by="arm", per="100"), "RE-M32"),  # type: ignore[arg-type]
    "a number as groups": (lambda: rv.risk(answers(), "age", wave=6), "RE-M36"),
    "nothing to compare": (
        lambda: rv.compare_fits(rv.mixed_model(scores(), "arm"), None),  # type: ignore[arg-type]
        "RE-M55",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_are_told(slip: str) -> None:
    ask, code = SLIPS[slip]
    with pytest.raises(EstimationError) as caught:
        ask()
    assert caught.value.code == code


def test_an_unstructured_working_correlation_takes_waves_of_any_type() -> None:
    frame = seen()
    plain = rv.gee(answers(), "arm", structure="unstructured").tidy()
    worded = frame.assign(month=frame["month"].map({0: "a", 3: "b", 6: "c"}))
    named = rv.binary(worded, value="sober", person="id", wave="month")
    found = rv.gee(named, "arm", structure="unstructured").tidy()
    np.testing.assert_allclose(found["estimate"], plain["estimate"], rtol=1e-12)


def test_coaches_who_do_not_differ_have_no_limits_of_no_width() -> None:
    found = rv.coach_effects(scores(), "wave").tidy()
    rows = found[found["estimand"] == "shrunken difference"]
    assert rows["std_error"].isna().all()
    assert set(rows["status"]) == {"flagged"}
