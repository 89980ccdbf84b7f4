"""Every time-to-event result answers everything a result can be asked."""

from __future__ import annotations

from collections.abc import Iterator
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
        "event": [1, 1, 0, 1, 0, 1, 0, 1, 1, 0],
        "arm": list("aaaaabbbbb"),
    }
)
RESULTS = {
    "curve": lambda o: rv.kaplan_meier(o, "arm"),
    "one curve": rv.kaplan_meier,
    "at": lambda o: rv.kaplan_meier(o, "arm").at([2, 5]),
    "difference": lambda o: rv.kaplan_meier(o, "arm").difference(times=[2, 5]),
    "quantiles": lambda o: rv.kaplan_meier(o, "arm").quantiles(),
    "logrank": lambda o: rv.logrank(o, "arm", pairwise="none"),
    "rmst": lambda o: rv.rmst(o, "arm", horizon=5),
    "one rmst": lambda o: rv.rmst(o, horizon=5),
}


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(params=list(RESULTS))
def result(request: pytest.FixtureRequest) -> Any:
    outcome = rv.time_to_event(FRAME, time="week", event="event", unit="weeks", name="relapse")
    return RESULTS[request.param](outcome)


def test_tables(result: Result) -> None:
    assert len(result.glance()) == 1
    assert result.glance().loc[0, ["n", "n_event", "n_censor"]].tolist() == [10, 6, 4]
    assert set(result.tidy()["status"]) <= {"ok", "not_estimable"}
    assert result.checks()["meaning"].str.len().min() > 20
    assert result.tidy()["estimate"].notna().any()


def test_words(result: Result) -> None:
    assert "without a return to use" in result.describe()
    assert "doi:10." in result.methods() or "Cancer Chemotherapy Reports" in result.methods()
    assert "recoveryeval" in result.methods()
    assert "<table>" in result._repr_html_()
    assert "relapse" not in result.title


def test_record(result: Result) -> None:
    assert (result.spec.rows_in, result.spec.rows_used) == (10, 10)
    assert len(result.spec.input_hash) == 64
    assert "conf_level" in result.spec.parameters or "test" in result.spec.parameters


def test_picture(result: Result) -> None:
    ax = result.plot()
    told = get_alt(ax)
    assert len(told) > 60
    assert ax.get_title(loc="left")
    assert ax.get_xlabel()


def test_json(result: Result) -> None:
    again = Result.from_json(result.to_json())
    assert type(again) is type(result)
    pd.testing.assert_frame_equal(again.tidy(), result.tidy(), check_dtype=False, rtol=0)
    assert get_alt(again.plot()) == get_alt(result.plot())
