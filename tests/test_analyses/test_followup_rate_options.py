"""What can be asked of a follow-up rate, of whom, and what is refused."""

from __future__ import annotations

import pandas as pd
import pytest
from followup_study import ANYTIME, SAME, counts, fated, rates, study
from plain_program import plain_program

import recoveryeval as rv
from recoveryeval.errors import CohortError, OutcomeError


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
