"""A confidence level is a share: every verb, and every question to a model, refuses another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError


def seen() -> pd.DataFrame:
    """Return scores, answers and counts of 40 people at two waves."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"id": np.repeat(np.arange(40), 2), "month": np.tile([0, 6], 40)})
    frame["arm"] = np.where(frame["id"] % 2 == 0, "usual", "coached")
    frame["score"] = rng.normal(20, 3, 40)[frame["id"]] + rng.normal(0, 2, len(frame))
    frame["sober"] = rng.random(len(frame)) < 0.5
    frame["visits"], frame["days"] = rng.poisson(2, len(frame)), 30.0
    return frame


def scores() -> rv.Outcome:
    return rv.repeated_measures(seen(), value="score", person="id", wave="month")


def answers() -> rv.Outcome:
    return rv.binary(seen(), value="sober", person="id", wave="month")


def visits() -> rv.Outcome:
    return rv.counts(seen(), count="visits", exposure="days", person="id")


ASKED: dict[str, Callable[[Any], object]] = {
    "mixed_model": lambda c: rv.mixed_model(scores(), "arm", conf_level=c),
    "means": lambda c: rv.mixed_model(scores(), "arm").means("arm", conf_level=c),
    "contrasts": lambda c: rv.mixed_model(scores(), "arm").contrasts("arm", conf_level=c),
    "linear": lambda c: rv.linear(scores(), "arm", wave=6, conf_level=c),
    "risk": lambda c: rv.risk(answers(), "arm", wave=6, conf_level=c),
    "rates": lambda c: rv.rates(visits(), by="arm", conf_level=c),
    "missingness": lambda c: rv.missingness(scores(), conf_level=c),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("level", [95, 0, 1, "0.95", None, float("nan"), True])
def test_what_is_no_share_is_refused(name: str, level: Any) -> None:
    with pytest.raises(EstimationError) as caught:
        ASKED[name](level)
    assert caught.value.code == "RE-M22"
    assert "0.95" in caught.value.do
