"""Return to use from a program's weekly results, by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from returning_people import checks, day, tables

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


@pytest.fixture(scope="module")
def cohort() -> rv.Cohort:
    return rv.cohort(rv.program(tables(), extract_date=day(60)))


def test_weeks_end_with_life_and_with_the_schedule(cohort: rv.Cohort) -> None:
    found = rv.relapse(cohort, definition="ctn0094")
    assert found.data["person"].tolist() == list("abcd")
    assert found.data["time"].tolist() == [3, 4, 0, 5]
    assert found.data["event"].tolist() == [True, True, False, False]
    assert found.data["n"].tolist() == [1, 1, 0, 1]
    told = checks(found)
    assert told["weekly_results_after_death"] == 4
    assert told["censored_by_death"] == 1
    assert told["weeks_without_result"] == 4
    assert told["observed_only_twin"] == 1
    lost = rv.relapse(cohort, definition="lee_2016", death="competing").data
    assert lost["cause"].tolist() == [1, 1, 2, 0]
    assert lost["time"].tolist() == [3, 4, 4, 7]
    fewer = rv.relapse(cohort, definition="ctn0094", weeks=4)
    assert fewer.data["event"].tolist() == [False] * 4
    # Three people have four more; the week in which c died was not over.
    assert checks(fewer)["weekly_results_after"] == 13


def test_a_later_time_zero_leaves_earlier_weeks_out() -> None:
    held = tables()
    held["person"] = held["person"].assign(sex="female")
    held["contact"] = pd.DataFrame(
        {
            "person_id": list("abcd"),
            "episode_id": list("abcd"),
            "date": day(10),
            "status": "completed",
        }
    )
    later = rv.cohort(rv.program(held, extract_date=day(60)), origin="first_contact")
    found = rv.relapse(later, definition="mokri_2016", weeks=6)
    assert found.data["time"].tolist() == [1, 2, 1, 6]
    assert checks(found)["weekly_results_before"] == 8


def test_results_of_days_and_of_several_substances_are_put_together() -> None:
    held = tables()
    days = pd.DataFrame(
        {
            "person_id": "d",
            "episode_id": "d",
            "period": [7, 8, 9],
            "unit": "day",
            "substance": "alcohol",
            "value": ["neg", "pos", "neg"],
            "source": "self_report",
        }
    )
    held["panel"] = pd.concat([held["panel"], days], ignore_index=True)
    cohort = rv.cohort(rv.program(held, extract_date=day(60)))
    both = rv.relapse(cohort, definition="mokri_2016", mixed="unknown").data.set_index("person")
    assert both["time"]["d"] == 2
    one = rv.relapse(cohort, definition="mokri_2016", substance="opioids").data.set_index("person")
    assert not one["event"]["d"]
    named = rv.relapse(cohort, definition="mokri_2016", source="urine")
    assert "source urine" in named.definition.sentence
    with pytest.raises(OutcomeError, match="nearest valid name is 'opioids'"):
        rv.relapse(cohort, substance="opioid")


def test_own_definition_is_a_file(cohort: rv.Cohort, tmp_path) -> None:
    text = (
        'id = "relapse.two_weeks"\nversion = "3"\ntitle = "Two weeks"\nsentence = "{enough} of'
        ' {width}."\ncounts = "c"\nmissing = "m"\nclock = "w"\ncensoring = "e"\n[parameters]\n'
        'records = "weekly results"\nmeasure = "first window"\ncounted = "use"\nenough = 2\n'
        'width = 2\nfirst_week = 1\n[source]\ncitation = ""\nstanding = "house"\n'
    )
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    found = rv.relapse(cohort, definition=path)
    assert found.definition.id == "relapse.two_weeks v3"
    assert found.data["time"].tolist() == [3, 7, 1, 7]
    path.write_text(text.replace("first_week = 1\n", ""), encoding="utf-8")
    with pytest.raises(OutcomeError, match="RE-W13"):
        rv.relapse(cohort, definition=path)
