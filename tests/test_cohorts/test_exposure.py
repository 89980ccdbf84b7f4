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
