"""The forest plot of a regression: factors by their contrast, numbers by their step."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.models.unit_words import UNITS

RNG = np.random.default_rng(2)
FRAME = pd.DataFrame(
    {
        "day": RNG.integers(1, 90, 80),
        "left": RNG.integers(0, 2, 80),
        "arm": list("ab") * 40,
        "age": RNG.integers(20, 70, 80),
        "housed": RNG.integers(0, 2, 80),
        "prior_stays": RNG.integers(0, 9, 80),
        "weeks_sober": RNG.integers(0, 9, 80),
    }
)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def names(formula: str) -> list[str]:
    own = rv.time_to_event(FRAME, time="day", event="left", name="retention")
    return [label.get_text() for label in rv.cox(own, formula).plot().get_yticklabels()]


def test_numbers_stand_beside_factors_with_their_step() -> None:
    assert names("arm + age + housed + prior_stays + weeks_sober") == [
        "arm: b - a",
        "age, per year",
        "housed, 1 against 0",
        "prior_stays, per unit",
        "weeks_sober, per week",
    ]


def test_numbers_alone_and_interactions() -> None:
    assert names("age") == ["age, per year"]
    assert names("arm * age") == ["arm: b - a", "age, per year", "arm: b x age"]


def test_a_narrow_ratio_has_more_than_one_tick() -> None:
    own = rv.time_to_event(FRAME, time="day", event="left", name="retention")
    ax = rv.cox(own, "age").plot()
    low, high = ax.get_xlim()
    assert sum(low <= tick <= high for tick in ax.get_xticks()) >= 2


def test_tests_of_all_terms_and_intercepts_are_not_drawn() -> None:
    scores = pd.DataFrame({"id": range(20), "v": RNG.normal(size=20), "x": RNG.normal(size=20)})
    own = rv.repeated_measures(
        scores.assign(w=1, g=list("ab") * 10), value="v", person="id", wave="w"
    )
    ax = rv.linear(own, "g + x").plot()
    assert [t.get_text() for t in ax.get_yticklabels()] == ["g: b - a", "x, per unit"]


def test_units_are_words_of_a_column_name() -> None:
    assert all(word == word.casefold() and " " not in word for word in UNITS)
