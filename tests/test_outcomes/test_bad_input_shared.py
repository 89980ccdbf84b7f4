"""Bad dates and episodes under verbs that share a rule, as docs/explanation/bad_input.md says."""

from __future__ import annotations

import pandas as pd
import pytest
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.outcomes.outcome import Outcome
from recoveryeval.results.result import Result


def told(made: Outcome | Result) -> dict[str, float]:
    """Return the statistic of each check."""
    return {c.id: c.statistic for c in made.check_rows}


def contacts(*days: str, who: str = "1", **more: object) -> pd.DataFrame:
    """Return completed contacts with a coach."""
    rows = {"person_id": who, "date": list(days), "status": "completed", "service": "peer"}
    return pd.DataFrame({**rows, **more})


def test_d19_contacts_of_an_overlapping_enrollment_are_counted_and_not_used() -> None:
    episode = pd.DataFrame(
        {"episode_id": ["e1", "e2"], "person_id": "1", "anchor": [day(0), day(40)]}
    )
    log = contacts(*map(str, map(day, (0, 20, 40, 55, 70, 300))))
    log["episode_id"] = ["e1", "e1", "e2", "e2", "e2", "e2"]
    tables = {"person": pd.DataFrame({"person_id": ["1"]}), "episode": episode, "contact": log}
    made = rv.program(tables, extract_date=day(200))
    assert made.checks().set_index("id").loc["RE-D19", "count"] == 1
    people = rv.cohort(made)
    assert told(rv.engagement(people))["further_enrollments"] == 1
    assert rv.engagement(people).data["count"].tolist() == [2]
    assert told(rv.engagement(people))["contacts_other_enrollment"] == 3
    assert told(rv.dose_over_time(people))["contacts_other_enrollment"] == 3


def one_dead_one_alive(**tables: pd.DataFrame) -> rv.Program:
    """Return 1, who died on day 60, and 2; events, spells and supplies after it."""
    events = [("1", "death", 60), ("1", "ed", 70), ("1", "use", 75), ("2", "ed", 70)]
    return plain_program(
        {"1": {}, "2": {}},
        {"1": [0, 20], "2": [0]},
        extract=day(200),
        events=[{"person_id": who, "type": kind, "start": at} for who, kind, at in events],
        **tables,
    )


def test_d18_what_is_dated_after_death_is_set_aside_and_time_ends_with_it() -> None:
    drug = pd.DataFrame({"person_id": "1", "date": [day(0), day(90)], "days_supply": 30.0})
    made = one_dead_one_alive(drug=drug.assign(product="methadone"))
    aside = made.quarantine.groupby(["table", "reason"]).size()
    assert aside.to_dict() == {("drug", "after_death"): 1, ("event", "after_death"): 2}
    assert made.checks().set_index("table").loc["event", "count"].max() >= 2
    people = rv.cohort(made)
    visits = rv.utilization(people, last_day=180)
    assert visits.data[["count", "exposure"]].to_numpy().tolist() == [[0, 60], [1, 180]]
    assert told(visits)["time_ends_with_death"] == 1
    medication = rv.retention(people, definition="medication_30_days")
    assert medication.data["rule"].tolist() == ["death"]


def test_d18_states_and_goals_after_death_do_not_happen() -> None:
    state = pd.DataFrame(
        {
            "person_id": ["1", "1", "2"],
            "domain": "housing",
            "value": "housed",
            "start": [day(0), day(80), day(10)],
        }
    )
    goal = pd.DataFrame(
        {"goal_id": ["g", "h"], "person_id": ["1", "2"], "set": day(5), "met": [day(90), day(50)]}
    )
    people = rv.cohort(one_dead_one_alive(state=state, goal=goal))
    housed = rv.states(people, "housing", values="housed", measure="days")
    assert housed.data["count"].tolist() == [61, 191]  # days 0 to 60, and 10 to 200
    assert told(housed)["spells_after_observation"] == 1
    met = rv.goals(people, days=60)
    assert met.data["value"].tolist() == [True]
    assert met.dropped == {"goals not observed for 60 days": 1}


def test_time_without_coverage_is_not_observed_and_counted() -> None:
    span = pd.DataFrame(
        {"person_id": ["1", "3"], "kind": "coverage", "start": [day(-30), day(-30)]}
    ).assign(end=[day(60), None])
    days = {"1": (10, 90), "2": (30,), "3": (20, 150)}
    made = plain_program(
        {who: {} for who in days},
        {who: [0] for who in days},
        extract=day(200),
        events=[
            {"person_id": who, "type": "ed", "start": at, "end": day(at)}
            for who, each in days.items()
            for at in each
        ],
        span=span,
    )
    visits = rv.utilization(rv.cohort(made), last_day=180)
    assert visits.data[["count", "exposure"]].to_numpy().tolist() == [[1, 60], [2, 180]]
    assert (told(visits)["coverage_ended"], told(visits)["not_covered"]) == (1, 1)
    back = rv.readmission(rv.cohort(made), index="ed", returns="ed", form="recurrent")
    assert back.data.groupby("person")["stop"].max().to_dict() == {"1": 60, "3": 200}
    assert told(back)["not_covered"] == 1


def test_weeks_never_tested_stay_in_and_the_definition_decides() -> None:
    panel = pd.DataFrame({"person_id": "1", "period": range(8), "value": "neg"})
    made = plain_program(
        {"1": {}, "2": {}},
        {"1": [0], "2": [0]},
        extract=day(60),
        panel=panel.assign(unit="week", substance="any", source="urine"),
    )
    people = rv.cohort(made)
    use = rv.relapse(people, definition="ctn0094")
    assert use.data["event"].tolist() == [False, True]
    unknown = rv.relapse(people, definition="ctn0094", missing="unknown")
    assert unknown.data["event"].tolist() == [False, False]
    for made in (use, unknown):
        assert told(made)["people_never_tested"] == 1
        assert told(made)["weeks_without_result"] == 8


def test_spells_without_a_start_or_after_observation_are_counted() -> None:
    state = pd.DataFrame({"person_id": ["1", "1", "2"], "domain": "housing", "value": "housed"})
    span = pd.DataFrame({"person_id": ["1", "2"], "kind": "study", "start": day(0), "end": day(60)})
    made = plain_program(
        {"1": {}, "2": {}},
        {"1": [0], "2": [0]},
        extract=day(200),
        state=state.assign(start=[day(0), day(90), None]),
        span=span,
    )
    housed = rv.states(rv.cohort(made), "housing", values="housed", day=30)
    assert housed.data["value"].tolist() == [True]
    assert (told(housed)["spells_undated"], told(housed)["spells_after_observation"]) == (1, 1)
    assert housed.dropped == {"state not known on the day": 1}


@pytest.mark.parametrize("start", ["2025-03-08", "2025-11-01"])
def test_d13_a_clock_change_moves_no_contact_to_another_day(start: str) -> None:
    first = pd.Timestamp(start)
    stamps = [str(first + pd.Timedelta(days=d, hours=h)) for d, h in ((0, 23), (1, 1), (30, 0))]
    made = plain_program({"1": {"anchor": start}}, extract="2026-06-30", contact=contacts(*stamps))
    assert made.tables["contact"]["day"].tolist() == [0, 1, 30]
    assert rv.engagement(rv.cohort(made), window_days=30).data["count"].tolist() == [2]


def test_d14_a_month_after_its_end_is_a_number_of_days() -> None:
    # 31 January and 28 February 2025 are 28 days apart, and 1 March follows; days decide.
    made = plain_program(
        {"1": {"anchor": "2025-01-31"}},
        extract="2025-12-31",
        contact=contacts("2025-01-31", "2025-02-28", "2025-03-01", "2025-03-02"),
    )
    assert rv.engagement(rv.cohort(made), window_days=29).data["count"].tolist() == [2]
    assert rv.engagement(rv.cohort(made), window_days=30).data["count"].tolist() == [3]
