"""Return to use: five people by hand, options that do not fit, and a program with known truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import recoveryeval as rv
from recoveryeval.errors import OutcomeError

FIVE = ["--++++--", "---oooo-", "-+-+-+-+", "--------", "-*-----o"]


@pytest.fixture(scope="module")
def five() -> rv.WeeklyResults:
    return rv.weekly_results(pd.DataFrame({"w": FIVE, "arm": list("aabbb")}), pattern="w")


@pytest.mark.parametrize(
    ("definition", "time", "event"),
    [
        ("ctn0094", [3, 4, 5, 5, 5], [1, 1, 0, 0, 0]),
        ("lee_2016", [3, 4, 3, 7, 7], [1, 1, 1, 0, 0]),
        ("lee_2018", [3, 4, 5, 5, 5], [1, 1, 0, 0, 0]),
        ("mokri_2016", [3, 4, 2, 8, 2], [1, 1, 1, 0, 1]),
        ("shufman_1994", [3, 8, 2, 8, 2], [1, 0, 1, 0, 1]),
        ("ctn0094_dropout", [5, 4, 5, 5, 5], [0, 1, 0, 0, 0]),
    ],
)
def test_times_by_hand(five: rv.WeeklyResults, definition: str, time: list, event: list) -> None:
    found = rv.relapse(five, definition=definition)
    assert found.kind == "time_to_event"
    assert found.data["time"].tolist() == time
    assert found.data["event"].astype(int).tolist() == event
    assert found.data["arm"].tolist() == list("aabbb")
    days = rv.relapse(five, definition=definition, unit="days")
    assert days.data["time"].tolist() == [7 * t for t in time]


@pytest.mark.parametrize(
    ("definition", "options", "value"),
    [
        ("johnson_1992", {}, [True, True, False, False, False]),
        ("krupitsky_2004", {}, [True, True, False, False, False]),
        ("kosten_1993", {}, [False, True, False, True, True]),
        ("ling_1998", {}, [False, False, False, True, True]),
        ("krupitsky_2011", {"last_week": 8}, [False, False, False, True, False]),
        ("krupitsky_2011", {"last_week": 7}, [False, False, False, True, True]),
        ("weiss_2011", {}, [False, False, False, True, False]),
        ("weiss_2011", {"missing": "left out"}, [False, True, False, True, True]),
    ],
)
def test_answers_by_hand(
    five: rv.WeeklyResults, definition: str, options: dict, value: list
) -> None:
    found = rv.relapse(five, definition=definition, **options)
    assert found.kind == "binary"
    assert found.data["value"].tolist() == value


def test_amounts_by_hand(five: rv.WeeklyResults) -> None:
    counted = rv.relapse(five, definition="fiellin_2006")
    assert counted.data["count"].tolist() == [4, 4, 4, 8, 6]
    assert counted.data["exposure"].tolist() == [8] * 5
    seen = rv.relapse(five, definition="fiellin_2006", missing="left out")
    assert seen.data["exposure"].tolist() == [8, 4, 8, 8, 7]
    longest = rv.relapse(five, definition="schottenfeld_2005")
    assert longest.data["value"].tolist() == [2, 4, 1, 8, 5]
    spells = rv.relapse(five, definition="weekly_spells").data
    person = spells[spells["person"] == "3"]
    assert person[["start", "stop"]].to_numpy().tolist() == [[0, 2], [2, 4], [4, 6], [6, 8]]
    assert person["event"].all()
    assert spells.groupby("person")["event"].sum().tolist() == [1, 0, 4, 0, 1]


def test_the_observed_only_twin_stands_beside(five: rv.WeeklyResults) -> None:
    checks = {c.id: c for c in rv.relapse(five, definition="ctn0094").check_rows}
    assert checks["observed_only_twin"].statistic == 1
    assert "2 of 5 people" in checks["observed_only_twin"].meaning
    twin = rv.relapse(five, definition="ctn0094", missing="unknown")
    assert twin.data["event"].sum() == 1
    assert twin.definition.id == "relapse.ctn0094 v1 (changed: missing=unknown)"
    assert "counted as unknown" in twin.definition.sentence
    assert "observed_only_twin" not in {c.id for c in twin.check_rows}


def test_people_with_too_few_weeks_change_no_estimate() -> None:
    short = rv.weekly_results(pd.DataFrame({"w": ["+++", "----", "++++"]}), pattern="w")
    found = rv.relapse(short, definition="ctn0094")
    assert found.data["n"].tolist() == [0, 1, 1]
    assert "observed_too_briefly" in {c.id for c in found.check_rows}
    answers = rv.relapse(short, definition="krupitsky_2004", width=4, enough=3)
    assert answers.dropped == {"fewer weeks than the definition looks at": 1}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"definition": "ctn94"}, "RE-N02"),
        ({"apart_days": 3}, "RE-N06"),
        ({"missing": "gone"}, "RE-W13"),
        ({"enough": 5}, "RE-W03"),
        ({"death": "competing"}, "RE-W14"),
        ({"substance": "opioids"}, "RE-W14"),
        ({"definition": "first_use"}, "RE-W14"),
        ({"definition": "weiss_2011", "unit": "days"}, "RE-W14"),
        ({"unit": "months"}, "RE-W14"),
    ],
)
def test_what_does_not_fit_is_refused(five: rv.WeeklyResults, options: dict, code: str) -> None:
    with pytest.raises(OutcomeError, match=code):
        rv.relapse(five, **options)


def test_own_weekly_rows_are_checked() -> None:
    rows = pd.DataFrame({"p": ["a", "a", "b"], "w": [1, 2, 3], "r": ["pos", None, "neg"]})
    found = rv.relapse(
        rv.weekly_results(rows, person="p", week="w", result="r"), definition="mokri_2016"
    )
    assert found.data[["person", "time", "event"]].to_numpy().tolist() == [
        ["a", 1.0, True],
        ["b", 1.0, True],
    ]
    for change, code in (
        ({"r": ["pos", "what", "neg"]}, "RE-W02"),
        ({"w": [1, 2.5, 3]}, "RE-W06"),
        ({"w": [1, 1, 3]}, "RE-W07"),
        ({"w": [1, 2, 4]}, "RE-W08"),
        ({"p": ["a", None, "b"]}, "RE-W05"),
    ):
        with pytest.raises(OutcomeError, match=code):
            rv.weekly_results(rows.assign(**change), person="p", week="w", result="r")
    with pytest.raises(OutcomeError, match="RE-W04"):
        rv.weekly_results(rows, week="w")


def test_weekly_results_of_a_program_meet_the_truth() -> None:
    effects = rv.Effects(test_missing_share=0.0, test_missing_left=0.0)
    program, truth = rv.synthetic_program(1000, rng=np.random.default_rng(7), effects=effects)
    cohort = rv.cohort(program)
    found = rv.relapse(cohort, definition="mokri_2016", weeks=9)
    checks = {c.id: c.statistic for c in found.check_rows}
    assert checks["weeks_without_result"] == 0
    first = rv.kaplan_meier(found).at([1]).tidy().iloc[0]
    table = truth.table
    told = table[(table["outcome"] == "use") & (table["estimand"] == "probability")]
    start = told.loc[told["time"] == 0, "estimate"].iloc[0]
    assert abs(1 - first["estimate"] - start) < 4 * first["std_error"]
    tests = rv.weekly_results(cohort)
    assert len(tests.people) == len(found.data)
    week = tests.weeks[tests.weeks["week"] == 9]
    arms = tests.people.set_index("person")["arm"]
    for arm, rate in told[told["time"] == 8].set_index("group")["estimate"].items():
        of_arm = week[week["person"].map(arms) == arm]["symbol"]
        share, n = (of_arm == "+").mean(), len(of_arm)
        assert abs(share - rate) < 4 * np.sqrt(rate * (1 - rate) / n)
