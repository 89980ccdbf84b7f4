"""Traps of stored answers, met through scale(): units by site, wordings, impossible answers."""

from __future__ import annotations

import pandas as pd
import pytest

import recoveryeval as rv

ANCHOR = pd.Timestamp("2025-01-01")


def program(
    instrument: str, answers: dict[str, list[float]], *, subject: str = "client"
) -> rv.Program:
    """Return people with one interview each, on day 0, at the site of their first letter."""
    people = sorted(answers)
    day = str(ANCHOR.date())
    who = {"person_id": people, "episode_id": people}
    interview = {f"i-{p}": p for p in people}
    response = [
        {"assessment_id": f"i-{p}", "item": f"item_{k}", "value": float(value)}
        for p in people
        for k, value in enumerate(answers[p], start=1)
    ]
    tables = {
        "person": pd.DataFrame({"person_id": people}),
        "episode": pd.DataFrame({**who, "anchor": day, "site_id": [p[0] for p in people]}),
        "assessment": pd.DataFrame(
            {
                "assessment_id": list(interview), **who, "instrument": instrument, "date": day,
                "status": "complete", "subject": subject,
            }
        ),
        "response": pd.DataFrame(response),
    }  # fmt: skip
    return rv.program(tables, extract_date="2026-01-31")


def followed(made: rv.Program, instrument: str, **options: object) -> rv.Outcome:
    """Return the scores on day 0."""
    return rv.scale(rv.cohort(made), instrument, waves=[0], **options)  # type: ignore[arg-type]


def test_percent_at_one_site_and_shares_at_another_are_refused() -> None:
    """A mean over both sites would be a plausible number."""
    percent = {f"north{k}": [80, 60, 100, 40, 70, 90, 50, 30 + k] for k in range(4)}
    shares = {f"south{k}": [0.8, 0.6, 1, 0.4, 0.7, 0.9, 0.5, 0.3] for k in range(4)}
    north = followed(program("BSCQ", percent), "BSCQ").data["value"]
    assert north.tolist() == pytest.approx([65, 65.125, 65.25, 65.375])
    for mixed in (percent | shares, shares):
        with pytest.raises(rv.SchemaError, match="shares") as told:
            followed(program("BSCQ", mixed), "BSCQ")
        assert told.value.code == "RE-Q05"


def test_nobody_confident_at_all_is_no_share() -> None:
    """Zeros are the same in both units."""
    nobody = {f"north{k}": [0.0] * 8 for k in range(3)}
    assert followed(program("BSCQ", nobody), "BSCQ").data["value"].tolist() == [0, 0, 0]


def test_two_wordings_are_two_definitions() -> None:
    """The same numbers under another wording carry another id, and none is assumed."""
    made = program("TEA", {"p": [7, 8, 6, 5]})
    with pytest.raises(rv.SchemaError, match="response_format=") as told:
        followed(made, "TEA")
    assert told.value.code == "RE-Q03"
    change, status = (followed(made, "TEA", response_format=f) for f in ("change", "status"))
    assert change.data["value"].tolist() == status.data["value"].tolist() == [26]
    assert change.definition.id == "scale.TEA.total/1.change"
    assert status.definition.id == "scale.TEA.total/1.status"
    assert "never pooled" in {c.id: c.meaning for c in status.check_rows}["instrument_caution"]


def test_impossible_answers_are_counted_and_leave_no_score() -> None:
    """A code of a missing value is no answer; the rule for blanks decides about the score."""
    made = program("PHQ-9", {"p": [1, 2, 1, 2, 0, 3, 1, 0, 9], "q": [1, 1, 1, 1, 1, 1, 9, 9, -9]})
    found = followed(made, "PHQ-9")
    assert found.data["value"].tolist()[0] == pytest.approx(11.25)
    assert found.data["missing"].tolist() == ["", "out_of_range"]
    checks = {c.id: c for c in found.check_rows}
    assert checks["answers_out_of_range"].statistic == 4
    assert checks["answers_out_of_range"].verdict == "fail"


def test_published_figures_of_the_scale_decide_about_change() -> None:
    """Reliability of the domain that is followed, not of another."""
    from recoveryeval.models.two_times.change_rule import change_rule

    form = [4, 3, 2, 1, 4, 4, 3, 4, 3, 4, 4, 3, 4, 3, 5, 3, 4, 4, 4, 4, 3, 5, 4, 3, 5, 2]
    social = followed(program("WHOQOL-BREF", {"p": form}), "WHOQOL-BREF", scale="social")
    rule = change_rule(social, reliability=None, minimal_difference=None, cut_off=None, better=None)
    assert rule.reliability == 0.68
    assert "not checked" in rule.reliability_from
    assert rule.cut_off is None


def test_coaches_are_no_clients() -> None:
    """Forms that coaches filled in about themselves are not taken for people's."""
    made = program("TIS-6", {"p": [3, 2, 4, 1, 3, 2]})
    with pytest.raises(rv.OutcomeError) as told:
        followed(made, "TIS-6")
    assert told.value.code == "RE-O31"
    coach = program("TIS-6", {"p": [3, 2, 4, 1, 3, 2]}, subject="coach")
    assert followed(coach, "TIS-6").data["value"].tolist() == [15]
