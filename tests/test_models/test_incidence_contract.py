"""Incidences and hazards answer everything a result can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import recoveryeval as rv
from recoveryeval.plots.alt_text import get_alt
from recoveryeval.results.result import Result

FRAME = pd.DataFrame(
    {
        "week": [1, 2, 2, 4, 6, 3, 5, 5, 7, 8],
        "status": [1, 1, 0, 2, 0, 1, 0, 2, 1, 0],
        "arm": list("aaaaabbbbb"),
        "w": [1.0, 2.0] * 5,
    }
)
RESULTS: dict[str, Callable[[rv.Outcome], Result]] = {
    "incidence": lambda o: rv.cumulative_incidence(o, "arm"),
    "one group": rv.cumulative_incidence,
    "weighted": lambda o: rv.cumulative_incidence(o, "arm", weights="w"),
    "aalen": lambda o: rv.cumulative_incidence(o, variance="aalen", cause="death"),
    "at": lambda o: rv.cumulative_incidence(o, "arm").at([0, 2, 5]),
    "difference": lambda o: rv.cumulative_incidence(o, "arm").difference(times=[2, 5]),
    "quantiles": lambda o: rv.cumulative_incidence(o).quantiles([0.1, 0.9]),
    "hazard": lambda o: rv.nelson_aalen(o, "arm"),
    "weighted hazard": lambda o: rv.nelson_aalen(o, weights="w"),
    "hazard at": lambda o: rv.nelson_aalen(o, "arm").at([0, 2, 5]),
    "hazard difference": lambda o: rv.nelson_aalen(o, "arm").difference(times=[2, 5]),
}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(params=list(RESULTS))
def result(request: pytest.FixtureRequest) -> Any:
    causes = {1: "return to use", 2: "death"}
    own = rv.competing_events(
        FRAME, time="week", status="status", causes=causes, unit="weeks", name="ending"
    )
    return RESULTS[request.param](own)


def test_tables(result: Result) -> None:
    told = result.glance().iloc[0]
    assert told["n"] == 10
    assert told["n_event"] in (2, 6)
    assert told["n_censor"] == 4
    assert result.checks()["meaning"].str.len().min() > 20
    assert set(result.tidy()["cause"]) <= {"return to use", "death"}
    assert result.tidy()["estimate"].notna().any()


def test_words(result: Result) -> None:
    assert "Population: everyone in the data" in result.describe()
    assert "doi:10." in result.methods()
    assert "recoveryeval" in result.methods()
    assert "<table>" in result._repr_html_()
    assert "death" in result.title


def test_record(result: Result) -> None:
    assert (result.spec.rows_in, result.spec.rows_used) == (10, 10)
    assert len(result.spec.input_hash) == 64
    assert result.spec.parameters["conf_level"] == 0.95


def test_picture_and_json(result: Result) -> None:
    ax = result.plot()
    assert len(get_alt(ax)) > 60
    assert ax.get_title(loc="left")
    again = Result.from_json(result.to_json())
    assert type(again) is type(result)
    pd.testing.assert_frame_equal(again.tidy(), result.tidy(), check_dtype=False, rtol=0)
    assert get_alt(again.plot()) == get_alt(ax)
    if isinstance(result, rv.Curve):
        first, second = result.at([0, 3]).tidy(), again.at([0, 3]).tidy()  # type: ignore[attr-defined]
        pd.testing.assert_frame_equal(first, second, check_dtype=False, rtol=0)


def test_an_event_that_nothing_competes_with_is_one_minus_survival() -> None:
    own = rv.time_to_event(
        FRAME.assign(event=FRAME["status"] == 1), time="week", event="event", name="relapse"
    )
    curve = rv.cumulative_incidence(own, "arm")
    assert curve.title == "Share of people who have returned to use, by arm"
    assert set(curve.tidy()["cause"]) == {"relapse"}
    assert curve.tidy()["method"].str.startswith("one minus Kaplan-Meier").all()
    shares = curve.at([2, 6]).tidy()
    free = rv.kaplan_meier(own, "arm").at([2, 6]).tidy()
    assert (shares["estimate"] + free["estimate"]).tolist() == pytest.approx([1.0] * 4)
    assert (shares["conf_low"] + free["conf_high"]).tolist() == pytest.approx([1.0] * 4)
