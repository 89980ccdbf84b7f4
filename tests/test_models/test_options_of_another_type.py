"""Options of another type, and descriptions of people that say too little: refused in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

RNG = np.random.default_rng(7)
PEOPLE = pd.DataFrame(
    {
        "day": RNG.integers(1, 9, 80),
        "event": RNG.random(80) < 0.6,
        "arm": np.where(np.arange(80) % 2, "peer", "usual"),
        "age": RNG.normal(40, 9, 80),
        "site": np.arange(80) % 4 + 1.0,
    }
)
OWN = rv.time_to_event(PEOPLE, time="day", event="event")


def described(**values: Any) -> rv.Curve:
    """Return the curve of someone described."""
    return rv.predicted_curves(OWN, "age", people={"someone": values}, strata="site")


ASKED: dict[str, tuple[str, Callable[[], Any]]] = {
    "horizon in words": ("RE-M29", lambda: rv.parametric(OWN, horizon="week")),  # type: ignore[arg-type]
    "horizon of infinity": ("RE-M29", lambda: rv.parametric(OWN, horizon=np.inf)),
    "times in words": ("RE-M23", lambda: rv.parametric(OWN, times="week")),  # type: ignore[arg-type]
    "half a knot": ("RE-M43", lambda: rv.parametric(OWN, distribution="spline", knots=1.5)),  # type: ignore[arg-type]
    "no knot": ("RE-M43", lambda: rv.parametric(OWN, distribution="spline", knots=0)),
    "clusters in a list": ("RE-O03", lambda: rv.parametric(OWN, cluster=["site"])),  # type: ignore[arg-type]
    "period in words": ("RE-M06", lambda: rv.discrete_hazard(OWN, "age", period="week")),  # type: ignore[arg-type]
    "period missing": ("RE-M06", lambda: rv.discrete_hazard(OWN, "age", period=np.nan)),
    "period without end": ("RE-M06", lambda: rv.discrete_hazard(OWN, "age", period=np.inf)),
    "visits in words": ("RE-M47", lambda: rv.discrete_hazard(OWN, "age", visits="abc")),  # type: ignore[arg-type]
    "groups in a list": ("RE-M02", lambda: rv.adjusted_curves(OWN, "arm", by=["arm"])),  # type: ignore[arg-type]
    "age in words": ("RE-M22", lambda: described(age="old", site=1)),
    "age missing": ("RE-M22", lambda: described(age=np.nan, site=1)),
    "age without end": ("RE-M22", lambda: described(age=np.inf, site=1)),
    "no such site": ("RE-M22", lambda: described(age=30, site=9)),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_is_refused_with_its_code(name: str) -> None:
    code, ask = ASKED[name]
    with pytest.raises(rv.RecoveryEvalError) as caught:
        ask()
    assert caught.value.code == code


def test_one_time_and_a_number_as_label_are_taken() -> None:
    one, listed = (rv.parametric(OWN, "arm", times=t, by="arm").tidy() for t in (5, [5]))
    pd.testing.assert_frame_equal(one, listed)
    curve = rv.predicted_curves(OWN, "age", people={1: {"age": 40}})  # type: ignore[dict-item]
    assert set(curve.tidy()["group"]) == {"1"}


def test_a_stratum_of_whole_numbers_may_be_written_with_or_without_a_point() -> None:
    here, there = (described(age=40, site=s).tidy()["estimate"] for s in (2, 2.0))
    assert here.equals(there)
