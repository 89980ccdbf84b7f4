"""The follow-up rate: windows, fates and both denominators, by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from followup_study import ANYTIME, INSIDE, SAME, counts, fated, rates, study

import recoveryeval as rv
from recoveryeval.stats.answers.two_proportions import wilson


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
    row = found.tidy().query("term == 'of everyone due' and level == ''")
    row = row[row["estimand"] == INSIDE]
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
