"""A model given imputed versions answers what ``Imputed.fit`` answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from score_verbs import study

import recoveryeval as rv

ASKED: dict[str, Callable[[Any], Any]] = {
    "linear": lambda o: rv.linear(o, "arm", wave=6, conf_level=0.9),
    "mixed_model": lambda o: rv.mixed_model(o, "arm * wave", conf_level=0.9),
    "mmrm": lambda o: rv.mmrm(o, "arm * wave", conf_level=0.9),
    "gee": lambda o: rv.gee(o, "arm * wave", conf_level=0.9),
    "paired": lambda o: rv.paired(o, "arm", before=0, after=6, conf_level=0.9),
    "change": lambda o: rv.change(
        o, "arm", before=0, after=6, reliability=0.8, better="higher", conf_level=0.9
    ),
    "risk": lambda o: rv.risk(o, "arm", wave=6, conf_level=0.9),
    "glmm": lambda o: rv.glmm(o, "arm", nodes=15, conf_level=0.9),
}
OF_ANSWERS = ("risk", "glmm")


@pytest.fixture(scope="module")
def versions() -> dict[bool, rv.Imputed]:
    """Return imputed scores, and imputed answers, of people a quarter of whom were missed."""
    frame = study(60)
    lost = np.random.default_rng(1).random(len(frame)) < np.where(frame["month"] == 6, 0.25, 0)
    seen = frame[~lost]
    kept = ["id", "month", "arm"]
    scores = rv.repeated_measures(
        seen[[*kept, "score"]], value="score", person="id", wave="month", name="hope"
    )
    answers = rv.binary(
        seen[[*kept, "yes"]], value="yes", person="id", wave="month", name="abstinence"
    )
    return {
        own is answers: rv.impute(own, m=2, rng=1, by="arm", iterations=2)
        for own in (scores, answers)
    }


@pytest.mark.parametrize("name", ASKED)
def test_the_pooled_answer_is_that_of_fit(name: str, versions: dict[bool, rv.Imputed]) -> None:
    made = versions[name in OF_ANSWERS]
    found = ASKED[name](made)
    pd.testing.assert_frame_equal(found.tidy(), made.fit(ASKED[name], conf_level=0.9).tidy())
    assert "imputations pooled" in found.title


def test_an_outcome_is_answered_as_before() -> None:
    own = rv.repeated_measures(
        study(20)[["id", "month", "arm", "score"]], value="score", person="id", wave="month"
    )
    assert isinstance(rv.linear(own, "arm", wave=6), rv.Model)
    with pytest.raises(rv.EstimationError, match="RE-M35"):
        rv.linear(own.frame, "arm", wave=6)  # type: ignore[call-overload]
