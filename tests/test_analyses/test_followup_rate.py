"""The follow-up rate: windows, fates and both denominators, by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from plain_program import plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError, OutcomeError
from recoveryeval.stats.two_proportions import wilson

INSIDE = "share interviewed inside the window"
ANYTIME = "share interviewed at any time"


def study(anchors: dict[str, str], rows: list[dict[str, Any]], **more: Any) -> rv.Program:
    """Return people with their day of intake, and interviews at six months unless told."""
    frame = pd.DataFrame(rows)
    frame["assessment_id"] = [f"a{i}" for i in range(len(frame))]
    filled = {"wave": "month_6", "instrument": "GPRA", "status": "complete"}
    for column, value in filled.items():
        given = frame[column] if column in frame else pd.Series(pd.NA, frame.index, dtype="object")
        frame[column] = given.where(given.notna(), value)
    people = {who: {"anchor": anchor} for who, anchor in anchors.items()}
    options = {"extract": "2025-06-30", "assessment": frame, **more}
    return plain_program(people, **options)


def counts(result: rv.Result, level: str = "", group: str = "Everyone") -> dict[str, int]:
    """Return how many people had which fate."""
    rows = result.tidy()
    rows = rows[(rows["level"] == level) & (rows["group"] == group)]
    rows = rows[rows["estimand"] == "number of people"]
    return {t: int(n) for t, n in zip(rows["term"], rows["n"], strict=True) if n}


def rates(result: rv.Result, estimand: str = INSIDE) -> dict[str, float]:
    """Return the rate by denominator."""
    rows = result.tidy()
    rows = rows[(rows["level"] == "") & (rows["estimand"] == estimand)]
    rows = rows[rows["group"] == "Everyone"]
    return dict(zip(rows["term"], rows["estimate"], strict=True))


SAME = "2024-05-31"
FATES = [
    {"person_id": "in", "date": "2024-11-30"},
    {"person_id": "late", "date": "2025-02-01"},
    {"person_id": "found", "status": "refused", "flwp_status": "21"},
    {"person_id": "lost", "status": "not_held", "flwp_status": "31"},
]
PEOPLE = dict.fromkeys(("in", "late", "found", "lost", "gone", "silent"), SAME) | {
    "new": "2025-03-01"
}
DIED = [{"person_id": "gone", "type": "death", "start": 0}]


def fated() -> rv.Program:
    """Return one person of each fate, and one who is not due yet."""
    event = pd.DataFrame({"event_id": ["d"], "person_id": ["gone"], "type": ["death"]})
    return study(PEOPLE, FATES, event=event.assign(start="2024-12-01"))


def test_everyone_due_has_one_fate_and_both_denominators_are_given() -> None:
    found = rv.followup_rate(fated())
    assert counts(found) == {
        "due": 6,
        "interviewed inside the window": 1,
        "interviewed outside the window": 1,
        "located, not interviewed": 1,
        "not located": 1,
        "not interviewed, not known whether located": 1,
        "deceased": 1,
        "not yet due": 1,
    }
    assert rates(found) == pytest.approx(
        {"of everyone due": 1 / 6, "of those alive": 1 / 5, "of those alive and located": 1 / 3}
    )
    assert rates(found, ANYTIME)["of those alive"] == pytest.approx(2 / 5)
    row = found.tidy().query("estimand == @INSIDE and level == '' and term == 'of everyone due'")
    limits = wilson(1, 6, 0.95)
    assert row[["conf_low", "conf_high"]].to_numpy().tolist() == [[limits.low, limits.high]]
    located = found.tidy().query("term == 'of those alive and located' and level == ''")
    assert set(located["status"]) == {"flagged"}
    assert found.glance()[["n", "n_event"]].to_numpy().tolist() == [[6, 1]]
    again = rv.Result.from_json(found.to_json()).tidy()
    pd.testing.assert_frame_equal(again, found.tidy(), check_dtype=False)


@pytest.mark.parametrize(
    ("date", "fate"),
    [
        ("2024-10-29", "outside"),
        ("2024-10-30", "inside"),
        ("2025-01-30", "inside"),
        ("2025-01-31", "outside"),
    ],
)
def test_d14_month_ends_are_clamped_and_the_window_counts_from_the_anniversary(
    date: str, fate: str
) -> None:
    # 31 May and six months are 30 November; the window runs from 30 October to 30 January.
    found = rv.followup_rate(study({"1": SAME}, [{"person_id": "1", "date": date}]))
    assert counts(found)[f"interviewed {fate} the window"] == 1
    by_intake = rv.followup_rate(
        study({"1": SAME}, [{"person_id": "1", "date": date}]), arithmetic="intake"
    )
    # From intake the edges are 31 October and 31 January.
    kept = "inside" if date in ("2025-01-30", "2025-01-31") else "outside"
    assert counts(by_intake)[f"interviewed {kept} the window"] == 1


def test_d14_days_are_another_rule_than_months() -> None:
    # 180 days from 31 May are 27 November; 30 days on is 27 December.
    rows = [{"person_id": "1", "date": "2024-12-28"}]
    assert rates(rv.followup_rate(study({"1": SAME}, rows)))["of everyone due"] == 1
    by_days = rv.followup_rate(study({"1": SAME}, rows), definition="suprt")
    assert rates(by_days)["of everyone due"] == 0
    assert "due 180 days after intake" in by_days.methods()
    own = rv.followup_rate(study({"1": SAME}, rows), definition="suprt", late=31)
    assert rates(own)["of everyone due"] == 1


def test_d15_october_begins_the_next_federal_fiscal_year() -> None:
    anchors = {"1": "2024-03-31", "2": "2024-04-01"}
    found = rv.followup_rate(study(anchors, [{"person_id": "1", "date": "2024-09-30"}]))
    # Due on 30 September and on 1 October 2024.
    assert counts(found, "FFY 2024 Q4")["interviewed inside the window"] == 1
    assert counts(found, "FFY 2025 Q1")["due"] == 1


def test_d21_interviews_outside_the_window_are_counted_apart() -> None:
    rows = [{"person_id": "1", "date": "2025-02-20"}, {"person_id": "2", "date": "2024-09-01"}]
    found = rv.followup_rate(study({"1": SAME, "2": SAME}, rows))
    assert rates(found)["of everyone due"] == 0
    assert rates(found, ANYTIME)["of everyone due"] == 1
    told = found.checks().set_index("id")
    assert told.loc["interviews_out_of_window", "statistic"] == 2


def test_d22_an_interview_before_intake_counts_for_nothing() -> None:
    found = rv.followup_rate(study({"1": SAME}, [{"person_id": "1", "date": "2024-05-01"}]))
    assert counts(found)["not interviewed, not known whether located"] == 1
    told = found.checks().set_index("id")
    assert told.loc["interviews_before_intake", ["statistic", "verdict"]].tolist() == [1, "concern"]


def test_d02_who_is_not_due_yet_is_in_no_rate() -> None:
    rows = [{"person_id": "1", "date": "2025-06-20"}]
    program = study({"1": "2024-12-15", "2": SAME}, rows)
    closed = rv.followup_rate(program)
    assert counts(closed)["not yet due"] == 1
    assert closed.checks().set_index("id").loc["interviewed_before_due", "statistic"] == 1
    opened = rv.followup_rate(program, due_when="opened")
    assert counts(opened)["due"] == 2
    assert rates(opened)["of everyone due"] == 0.5


def test_several_questionnaires_on_one_day_are_one_interview() -> None:
    rows = [{"person_id": "1", "date": "2025-02-20", "instrument": i} for i in ("GPRA", "GSE")]
    found = rv.followup_rate(study({"1": SAME}, rows))
    assert found.checks().set_index("id").loc["interviews_out_of_window", "statistic"] == 1
    assert rates(rv.followup_rate(study({"1": SAME}, rows), instrument="BARC-10"), ANYTIME) == {
        "of everyone due": 0,
        "of those alive": 0,
    }


def test_a_client_closed_out_before_the_window_is_not_due_under_suprt() -> None:
    people = {"1": {"anchor": SAME, "end": -150}, "2": {"anchor": SAME, "end": None}}
    frame = pd.DataFrame({"assessment_id": ["a"], "person_id": ["2"], "instrument": ["x"]})
    frame = frame.assign(wave="reassessment", date="2024-11-27", status="complete")
    program = plain_program(people, extract="2025-06-30", assessment=frame)
    assert counts(rv.followup_rate(program, definition="suprt")) == {
        "due": 1,
        "interviewed inside the window": 1,
        "not due: closed out before the window": 1,
    }


def test_groups_and_a_cohort() -> None:
    made = rv.synthetic_program(300, tables=["assessment"]).program
    people = rv.cohort(made, arm="arm")
    found = rv.followup_rate(people, by="arm")
    rows = found.tidy().query("level == '' and term == 'due'").set_index("group")["n"]
    assert rows["Everyone"] == rows["coaching"] + rows["usual care"]
    assert counts(found) == counts(rv.followup_rate(made))
    lost = found.tidy().query("contrast == 'lost - followed'")
    assert {"arm", "age", "sex", "severity"} <= set(lost["term"])


@pytest.mark.parametrize(
    ("options", "code", "kind"),
    [
        ({"unit": "weeks"}, "RE-A01", OutcomeError),
        ({"early": 6}, "RE-A01", OutcomeError),
        ({"due": 0}, "RE-A01", OutcomeError),
        ({"waves": "month_7"}, "RE-A01", OutcomeError),
        ({"definition": "gpr"}, "RE-N02", OutcomeError),
        ({"by": "sit"}, "RE-A04", CohortError),
        ({"columns": ["sit"]}, "RE-A04", CohortError),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict, code: str, kind: type) -> None:
    with pytest.raises(kind, match=code):
        rv.followup_rate(fated(), **options)


def test_without_dates_or_an_extract_nobody_can_be_due() -> None:
    rows = [{"person_id": "1", "date": "2024-11-30"}]
    with pytest.raises(CohortError, match="RE-A03"):
        rv.followup_rate(study({"1": SAME}, rows, extract=None))
    with pytest.raises(CohortError, match="RE-A02"):
        rv.followup_rate("program")  # type: ignore[arg-type]
