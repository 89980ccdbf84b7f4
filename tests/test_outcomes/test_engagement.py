"""Engagement of five people by hand, and what is refused or counted."""

from __future__ import annotations

import pytest
from five_engaged import BY_HAND, five, told

from recoveryeval.errors import OutcomeError
from recoveryeval.outcomes.definition_file import load_definition, names
from recoveryeval.outcomes.engagement import engagement


def ids(outcome) -> dict[str, float]:
    """Return the statistic of each check."""
    return {check.id: check.statistic for check in outcome.check_rows}


def test_every_definition_has_its_hand_example() -> None:
    assert set(names("engagement")) == set(BY_HAND)


@pytest.mark.parametrize("name", BY_HAND)
def test_by_hand(name: str) -> None:
    options, expected = BY_HAND[name]
    found = engagement(five(), definition=name, **options)
    assert told(found) == expected
    assert found.definition.id.startswith(f"engagement.{name} v1")
    kept = sum(answer != "-" for answer in expected)
    assert ids(found)["denominator"] == kept == 5 - sum(found.dropped.values())
    assert "arm" not in found.covariates
    assert load_definition(name, family="engagement").standing in ("house", "read")


def test_reach_names_both_denominators() -> None:
    enrolled = engagement(five(), definition="reach")
    wide = engagement(five(), definition="reach", denominator="contacted")
    both = {"reach_enrolled": 1.0, "reach_contacted": 5 / 6, "contacts_of_nobody_known": 1.0}
    for outcome in (enrolled, wide):
        assert {k: v for k, v in ids(outcome).items() if k in both} == both
    assert wide.data.set_index("person")["value"].tail(2).to_dict() == {"F": True, "G": False}
    assert wide.rows_in == 7


def test_the_rule_for_day_zero_is_a_parameter() -> None:
    base = {"definition": "initiation", "service": "peer", "initiation_days": 5}
    answers = {rule: told(engagement(five(), day_zero=rule, **base))
               for rule in ("counts", "does_not_count", "second_counts")}  # fmt: skip
    # A and E met a peer on day 0 once; B had a medication on day 3, D a peer on day 1.
    assert answers["counts"] == ["yes", "yes", "no", "yes", "yes"]
    assert answers["does_not_count"] == answers["second_counts"] == ["no", "yes", "no", "yes", "no"]


def test_the_dead_can_be_left_out_of_a_denominator() -> None:
    found = engagement(five(), definition="active", at_days=60, died="left_out")
    assert told(found) == ["yes", "yes", "-", "no", "-"]
    assert found.dropped == {
        "died before the window to day 60 ended": 1,
        "not observed to day 60": 1,
    }


def test_several_days_are_waves() -> None:
    found = engagement(five(), definition="active", at_days=[30, 60], service="peer")
    waves = found.data.pivot(index="person", columns="wave", values="value")
    assert waves.loc["D"].to_dict() == {"day 30": True, "day 60": False}
    assert found.name == "active (peer)"


def test_exits_may_censor() -> None:
    found = engagement(five(), definition="first_contact", service="psychiatric", exits="censor")
    data = found.data.set_index("person")
    assert found.kind == "time_to_event"
    assert data["event"].to_dict() == {"A": False, "B": False, "C": False, "D": True, "E": False}
    assert data["rule"].to_dict() == {
        "A": "end of observation",
        "B": "end of observation",
        "C": "end of observation",
        "D": "first contact",
        "E": "death",
    }
    cut = engagement(five(), definition="first_contact", service="psychiatric", window_days=20)
    assert cut.data["rule"].tolist()[0] == cut.data["rule"].tolist()[3] == "horizon"


def test_contacts_after_a_recorded_end_are_counted_apart() -> None:
    out = engagement(five(), window_days=90)
    counted = engagement(five(), window_days=90, after_end="counted")
    assert ids(out)["contacts_after_end"] == ids(counted)["contacts_after_end_counted"] == 2
    assert told(counted)[3] == "7/90"
    assert told(out)[3] == "5/90"


def test_missing_minutes_are_told_or_leave_their_people_out() -> None:
    as_told = engagement(five(), definition="contact_minutes", window_days=30)
    out = engagement(
        five(), definition="contact_minutes", window_days=30, missing_minutes="leave_out_person"
    )
    assert ids(as_told)["minutes_missing"] == 1
    assert told(out)[1] == "-"
    assert out.dropped == {"minutes are missing": 1}


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        ({"window_days": -1}, "RE-O20", "window_days"),
        ({"definition": "sustained", "window_days": 0}, "RE-O20", "1 or more"),
        ({"gap_days": 3}, "RE-N06", "no parameter"),
        ({"service": "pear"}, "RE-O20", "'peer'"),
        ({"same_day": "on"}, "RE-O20", "'one'"),
        ({"definition": "completed_contact"}, "RE-N02", "completed_contacts"),
        ({"definition": "active", "at_days": []}, "RE-O20", "empty"),
        ({"definition": "active", "at_days": [True]}, "RE-O20", "whole number"),
        ({"service": "family"}, "RE-O21", "never to have been met"),
        ({"codes": {"service": ["H0004"]}}, "RE-O20", "initiation"),
        ({"definition": "initiation", "codes": {"services": ["x"]}}, "RE-O30", "'service'"),
        (
            {"definition": "initiation", "codes": {"service": ["h0020 "], "medication": "H0020"}},
            "RE-O31",
            "share 1",
        ),
    ],
)
def test_what_is_not_allowed_is_refused(options: dict, code: str, says: str) -> None:
    with pytest.raises(OutcomeError, match=says) as caught:
        engagement(five(), **options)
    assert caught.value.code == code


def test_a_program_is_no_cohort() -> None:
    with pytest.raises(OutcomeError, match="for a cohort"):
        engagement(five().program)  # type: ignore[arg-type]
