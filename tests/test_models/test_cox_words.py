"""What a Cox model's paragraph says: whose rule for ties, and the source of its variance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv

RNG = np.random.default_rng(5)
PEOPLE = pd.DataFrame(
    {
        "day": RNG.integers(1, 30, 120),
        "event": RNG.random(120) < 0.6,
        "age": RNG.normal(40, 9, 120),
        "site": np.arange(120) % 12,
        "w": 1.5,
    }
)


@pytest.mark.parametrize(
    ("options", "said", "unsaid"),
    [
        ({}, "Efron's handling of ties and model variance;", "10.2307/2290085"),
        ({"weights": "w"}, "robust variance (doi:10.2307/2290085)", "bimj"),
        ({"cluster": "site"}, "clustered by site (doi:10.1002/bimj.202200113)", "10.2307/2290085"),
        ({"ties": "breslow"}, "Breslow's handling of ties", "efron"),
    ],
)
def test_the_paragraph_names_what_was_done(options: dict[str, str], said: str, unsaid: str) -> None:
    own = rv.time_to_event(PEOPLE, time="day", event="event")
    told = rv.cox(own, "age", **options).methods()  # type: ignore[arg-type]
    assert said in told
    assert unsaid not in told
