"""One question under several definitions: rows, refusals, words and picture."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import EstimationError, OutcomeError
from recoveryeval.plots.alt_text import get_alt

mpl.use("Agg")
WEEKS = ["++-++-++", "-----o--", "--+-+---", "--------", "-ooooooo", "o-+---+-"]


@pytest.fixture(scope="module")
def tests() -> rv.WeeklyResults:
    return rv.weekly_results(pd.DataFrame({"w": WEEKS, "arm": list("ababab")}), pattern="w")


def at_4(outcome: rv.Outcome) -> rv.Result:
    return rv.kaplan_meier(outcome).at([4])


def test_each_row_is_the_model_s_own(tests: rv.WeeklyResults) -> None:
    names = ["relapse.lee_2016", "relapse.ctn0094"]
    seen = rv.across(names, tests, model=at_4)
    alone = [at_4(rv.relapse(tests, definition=n)).tidy()["estimate"].iloc[0] for n in names]
    np.testing.assert_array_equal(seen.tidy()["estimate"], alone)
    assert seen.status == "ok"
    for word in ("relapse.lee_2016 v1", "10.1056/NEJMoa1505409", "not independent"):
        assert word in seen.methods()
    assert "2 definitions" in seen.describe()
    again = rv.Result.from_json(seen.to_json())
    assert again.tidy()["outcome"].tolist() == seen.tidy()["outcome"].tolist()


def test_what_has_no_answer_says_why(tests: rv.WeeklyResults) -> None:
    names = ["relapse.lee_2016", "relapse.johnson_1992", "relapse.first_use"]
    seen = rv.across(names, tests, model=at_4)
    table = seen.tidy().set_index("outcome")
    assert table["status"].tolist() == ["ok", "not_estimable", "not_estimable"]
    assert table["reason"].iloc[1:].str.len().gt(20).all()
    assert table["estimate"].iloc[1:].isna().all()
    assert "definitions_not_estimable" in set(seen.checks()["id"])
    only = rv.across(["relapse.first_use"], tests, model=at_4)
    assert only.status == "not_estimable"


def test_units_are_not_mixed(tests: rv.WeeklyResults) -> None:
    asked = {
        "weeks": {"definition": "relapse.ctn0094"},
        "days": {"definition": "relapse.ctn0094", "unit": "days"},
    }
    table = rv.across(asked, tests, model=at_4).tidy()
    assert table["status"].tolist() == ["ok", "not_estimable"]


def test_twins_stand_side_by_side_on_one_picture(tests: rv.WeeklyResults) -> None:
    asked = {
        "missing is use": {"definition": "ctn0094"},
        "observed only": {"definition": "ctn0094", "missing": "unknown"},
        "no such rule": {"definition": "ctn0094", "enough": 9},
    }
    seen = rv.across(
        asked, tests, family="relapse", model=lambda o: rv.kaplan_meier(o, by="arm").at([2, 4])
    )
    ax = seen.plot()
    assert [t.get_text() for t in ax.get_yticklabels()] == list(asked)
    assert len(ax.get_legend().get_texts()) == 4
    assert "observed only (a, 4 weeks)" in get_alt(ax)
    assert "no such rule: not estimable" in get_alt(ax)
    ratio = rv.across(
        ["relapse.lee_2016"], tests, model=lambda o: rv.cox(o, "arm", ties="efron")
    ).plot()
    assert ratio.get_xscale() == "log"


def test_a_fault_in_the_model_is_not_hidden(tests: rv.WeeklyResults) -> None:
    with pytest.raises(ZeroDivisionError):
        rv.across(["relapse.lee_2016"], tests, model=lambda _: 1 / 0)


def test_families_are_not_mixed(tests: rv.WeeklyResults) -> None:
    for names in (["relapse.lee_2016", "retention.contact_gap"], ["lee_2016"], ["relaps.lee_2016"]):
        with pytest.raises(OutcomeError, match="RE-N09"):
            rv.across(names, tests, model=at_4)
    with pytest.raises(OutcomeError, match="RE-N08"):
        rv.across([], tests, family="relapse", model=at_4)


def test_whole_curves_are_no_picture_and_the_error_says_what_is(tests: rv.WeeklyResults) -> None:
    long = pd.DataFrame({"w": ["-" * k + "+" * 20 for k in range(1, 30)]})
    many = rv.weekly_results(long, pattern="w")
    names = ["relapse.lee_2016", "relapse.ctn0094"]
    seen = rv.across(names, many, model=rv.kaplan_meier)
    assert len(seen.tidy()) > 20
    with pytest.raises(EstimationError, match=r"too many for one picture.*\.at\("):
        seen.plot()
    made = rv.report([seen], title="Return to use")
    assert any("by definition" in getattr(block, "text", "") for block in made.blocks)
    assert rv.across(names, many, model=at_4).plot().get_figure().get_figheight() < 10
