"""Four arms by early care, which respect time zero."""

from __future__ import annotations

import pandas as pd
import pytest
from five_people import steps
from plain_program import day, plain_program

import recoveryeval as rv
from recoveryeval.cohorts.exposure import exposure
from recoveryeval.errors import CohortError

SERVICES = {
    "neither": [(20, "peer"), (3, "mutual_help")],
    "clinical": [(0, "therapy"), (15, "peer")],
    "coach": [(14, "peer"), (15, "therapy")],
    "both": [(3, "peer"), (9, "psychiatric")],
    "gone": [(1, "peer"), (2, "therapy")],
    "before": [(-2, "peer")],
    "medicated": [(5, "peer")],
}
LABELS = ("neither", "clinical", "coach", "both")


def program(**people: dict) -> rv.Program:
    """Return people named after the care they had in the first two weeks."""
    rows = [(who, day(d), s) for who, told in SERVICES.items() for d, s in told]
    contact = pd.DataFrame(rows, columns=["person_id", "date", "service"])
    drug = pd.DataFrame(
        {
            "person_id": ["medicated", "neither"],
            "date": [day(14), day(2)],
            "product": ["methadone", "naloxone"],
        }
    )
    told = {who: {} for who in SERVICES} | {"gone": {"end": 10, "end_reason": "dropout"}} | people
    return plain_program(told, contact=contact.assign(status="completed"), drug=drug)


def arms(cohort: rv.Cohort) -> dict[str, str]:
    """Return everyone's arm."""
    return cohort.people.set_index("person_id")["arm"].to_dict()


def test_the_four_cells_are_read_off_at_the_landmark() -> None:
    found = rv.cohort(program(), arm=exposure(within_days=14, labels=LABELS))
    assert arms(found) == {
        "neither": "neither",
        "clinical": "clinical",
        "coach": "coach",
        "both": "both",
        "before": "neither",
        "medicated": "both",
    }
    assert found.arms == LABELS
    assert steps(found) == {"Enrollment ended before 14 days after intake": 1}
    assert set(found.people["origin_day"]) == {14}
    assert found.landmark_day == 14
    assert "recorded medication" in (found.arm or "")


def test_medication_and_services_are_options() -> None:
    rule = exposure(within_days=14, medication=False, clinical="mutual_help", labels=LABELS,
                    empty="leave_out")  # fmt: skip
    found = rv.cohort(program(), arm=rule)
    assert arms(found)["medicated"] == "coach"
    assert arms(found)["neither"] == "clinical"
    assert found.arms == ("neither", "clinical", "coach")
    checks = {c.id: c for c in found.check_rows}
    assert checks["arm_without_people"].verdict == "concern"
    assert "'both'" in checks["arm_without_people"].meaning


def test_an_empty_cell_is_refused_by_its_name() -> None:
    with pytest.raises(CohortError, match=r"RE-E02.*the arm 'both within 14 days'"):
        rv.cohort(program(), arm=exposure(within_days=14, medication=False, clinical="mutual_help"))
    lonely = plain_program({"01": {}, "02": {}}, {"01": [1], "02": [2]})
    with pytest.raises(CohortError, match="RE-E02"):
        rv.cohort(lonely, arm=exposure(within_days=14, empty="leave_out"))


def test_exposure_at_any_time_is_refused_as_immortal_time() -> None:
    with pytest.raises(CohortError, match="immortal time") as caught:
        exposure(within_days=None)  # type: ignore[arg-type]
    assert caught.value.code == "RE-K21"


@pytest.mark.parametrize(
    "options",
    [
        {"within_days": 0},
        {"within_days": True},
        {"within_days": 14, "coach": "pear"},
        {"within_days": 14, "coach": ()},
        {"within_days": 14, "coach": ("peer", "therapy")},
        {"within_days": 14, "status": "done"},
        {"within_days": 14, "labels": ("a", "b", "c")},
        {"within_days": 14, "labels": "abcd"},
        {"within_days": 14, "empty": "keep"},
    ],
)
def test_an_exposure_that_makes_no_sense_is_refused(options: dict) -> None:
    with pytest.raises(CohortError, match="RE-K30"):
        exposure(**options)


def test_outcomes_and_flow_start_at_the_landmark() -> None:
    found = rv.cohort(program(), arm=exposure(within_days=14, labels=LABELS))
    flow = found.flow().tidy()
    assert flow.loc[flow["estimand"] == "in the arm", "n"].tolist() == [2, 1, 1, 2]
    stay = rv.retention(found, horizon_days=100)
    assert stay.origin == "day 14 after intake (landmark)"
    assert set(stay.data["arm"]) <= set(LABELS)


def test_an_arm_whose_people_are_gone_says_why() -> None:
    """Gone before the landmark by a recorded end, or by a gap that ends no later than it."""
    people = {who: {"end": 5, "end_reason": "dropout"} for who in ("neither", "before")}
    with pytest.raises(CohortError, match="the 2 people of it died, left") as told:
        rv.cohort(program(**people), arm=exposure(within_days=14))
    assert told.value.code == "RE-E02"


def test_a_gap_no_longer_than_the_landmark_empties_an_arm_and_says_so() -> None:
    kinds = {"clinical": ["therapy"], "coach": ["peer"], "both": ["therapy", "peer"]}
    rows = [(who, day(d), s) for who, told in kinds.items() for s in told for d in range(0, 90, 7)]
    rows += [("neither", day(d), "peer") for d in range(20, 90, 7)]
    contact = pd.DataFrame(rows, columns=["person_id", "date", "service"])
    met = plain_program({who: {} for who in LABELS}, contact=contact.assign(status="completed"))
    found = rv.cohort(met, arm=exposure(within_days=14, labels=LABELS))
    told, fine = (
        {check.id: check.meaning for check in rv.retention(found, gap_days=gap).check_rows}
        for gap in (13, 30)
    )
    assert "landmark lies 14 days on" in told["arm_without_people"]
    assert "arm_without_people" not in fine


def test_a_landmark_that_the_gap_leaves_with_one_arm_is_refused() -> None:
    met = plain_program({w: {} for w in "abcd"}, {"a": [1, 15, 29], "b": [2, 20], "d": [25, 50]})
    two = rv.cohort(met, arm=rv.landmark("contact", within_days=20))
    assert len(set(rv.retention(two, gap_days=30).data["arm"])) == 2
    with pytest.raises(rv.OutcomeError, match="without a contact for 15 days have left"):
        rv.retention(two, gap_days=15)
