"""Bad dates, episodes and values: each under a stated rule with its count, or refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from plain_program import day, plain_program
from ten_people import rows

import recoveryeval as rv
from recoveryeval.errors import OutcomeError


def told(outcome: rv.Outcome) -> dict[str, tuple[float, str]]:
    """Return number and verdict of each check."""
    return {c.id: (c.statistic, c.verdict) for c in outcome.check_rows}


def reasons(program: rv.Program) -> dict[str, int]:
    """Return how many rows or cells were set aside, by reason."""
    return {str(k): int(v) for k, v in program.quarantine["reason"].value_counts().items()}


def two_enrollments(first_end: int | None, second: int) -> rv.Program:
    """Return one person with two enrollments, and contacts in both."""
    episode = pd.DataFrame(
        {
            "episode_id": ["e1", "e2"],
            "person_id": ["1", "1"],
            "anchor": [day(0), day(second)],
            "end": [day(first_end), None],
            "end_reason": [None if first_end is None else "dropout", None],
        }
    )
    log = [("e1", 0), ("e1", 20), ("e2", second), ("e2", second + 15), ("e2", second + 30)]
    contact = pd.DataFrame(log, columns=["episode_id", "on"])
    contact = contact.assign(person_id="1", status="completed", date=contact["on"].map(day))
    tables = {"person": pd.DataFrame({"person_id": ["1"]}), "episode": episode}
    return rv.program({**tables, "contact": contact.drop(columns="on")}, extract_date=day(200))


def test_d19_contacts_of_overlapping_enrollments_are_told_and_used_by_rule() -> None:
    cohort = rv.cohort(two_enrollments(None, 40))
    alone = rv.retention(cohort)
    assert rows(alone) == {"1": (20, True, "gap")}
    assert told(alone)["contacts_other_enrollment"] == (3, "concern")
    same = rv.retention(cohort, reentry="same")
    assert rows(same) == {"1": (70, True, "gap")}
    assert "contacts_other_enrollment" not in told(same)


def test_d19_a_later_enrollment_is_a_new_stay_or_the_same_by_rule() -> None:
    cohort = rv.cohort(two_enrollments(25, 90))
    assert told(rv.retention(cohort))["contacts_other_enrollment"] == (3, "note")
    new = rv.retention(cohort, reentry="new").data
    assert new[["start", "stop", "event"]].to_numpy().tolist() == [[0, 20, True], [90, 120, True]]
    same = rv.retention(cohort, reentry="same")
    assert rows(same) == {"1": (120, True, "gap")}
    assert told(same)["ends_followed_by_contacts"][0] == 1


def test_d20_a_stay_within_a_day_lasts_half_a_day() -> None:
    people = plain_program({"1": {}}, {"1": [0, 60, 80]}, extract=day(200))
    new = rv.retention(rv.cohort(people), reentry="new")
    assert new.data[["start", "stop"]].to_numpy().tolist() == [[0, 0.5], [60, 80]]
    assert told(new)["stays_within_a_day"][0] == 1


def test_d25_open_episodes_are_censored_under_every_rule() -> None:
    drug = pd.DataFrame({"person_id": ["1"], "date": [day(0)], "days_supply": [400.0]})
    people = plain_program(
        {"1": {"end": None}},
        {"1": list(range(0, 200, 6))},
        extract=day(200),
        drug=drug.assign(product="methadone"),
    )
    cohort = rv.cohort(people)
    for name in ("contact_gap", "contact_gap_90", "four_missed_weeks", "medication_30_days"):
        data = rv.retention(cohort, definition=name).data
        assert data["event"].tolist() == [False]
        assert data["rule"].tolist() == ["end of observation"]


def test_d02_contacts_after_the_extract_are_set_aside() -> None:
    people = plain_program({"1": {}}, {"1": [0, 20, 40, 300]}, extract=day(100))
    assert reasons(people) == {"after_extract": 1}
    assert rows(rv.retention(rv.cohort(people))) == {"1": (40, True, "gap")}


def test_d01_an_episode_that_ends_before_it_begins_ends_nothing() -> None:
    people = plain_program(
        {"1": {"end": -5, "end_reason": "dropout"}, "2": {"end": 10, "end_reason": "dropout"}},
        {"1": [0, 20], "2": [0]},
        extract=day(100),
    )
    assert people.quarantine["reason"].str.contains("end_before_start").any()
    assert set(rv.retention(rv.cohort(people)).data["person"]) <= {"1", "2"}


def test_d13_a_clock_change_adds_and_removes_no_day() -> None:
    # Clocks went forward on 9 March and back on 2 November 2025: 30 days are still 30 days.
    for start in (pd.Timestamp("2025-03-01"), pd.Timestamp("2025-10-20")):
        log = [start, start + pd.Timedelta(days=30), start + pd.Timedelta(days=61)]
        people = plain_program(
            {"1": {"anchor": str(start.date())}},
            extract="2026-12-31",
            contact=pd.DataFrame(
                {"person_id": "1", "date": [str(d.date()) for d in log], "status": "completed"}
            ),
        )
        assert rows(rv.retention(rv.cohort(people))) == {"1": (30, True, "gap")}


def test_d18_services_after_death_are_set_aside_and_death_ends_observation() -> None:
    people = plain_program(
        {"1": {}},
        {"1": [0, 20, 40, 90]},
        extract=day(200),
        events=[{"person_id": "1", "type": "death", "start": 60}],
    )
    assert reasons(people) == {"after_death": 1}
    assert rows(rv.retention(rv.cohort(people))) == {"1": (29, False, "death")}
    weeks = rv.retention(rv.cohort(people), definition="four_missed_weeks")
    # Days 0 to 59 hold eight whole weeks; the last four of them begin on day 28.
    assert rows(weeks) == {"1": (28, False, "death")}


def test_contacts_outside_the_episode_are_counted_and_not_used() -> None:
    people = plain_program(
        {"1": {"end": 45, "end_reason": "dropout"}}, {"1": [-10, 0, 20, 40, 60]}, extract=day(200)
    )
    assert people.checks().set_index("id").loc["RE-D23", "count"] == 2
    stay = rv.retention(rv.cohort(people))
    assert rows(stay) == {"1": (45, True, "recorded end")}
    assert told(stay)["contacts_before_zero"] == (1, "note")
    assert told(stay)["contacts_after_end"] == (1, "concern")


def supplies(*given: tuple[int | None, float | None]) -> rv.Cohort:
    """Return one person with supplies of methadone."""
    drug = pd.DataFrame(given, columns=["on", "days_supply"])
    drug = drug.assign(person_id="1", product="methadone", date=drug["on"].map(day))
    people = plain_program({"1": {}}, extract=day(200), drug=drug.drop(columns="on"))
    return rv.cohort(people)


def test_v18_supplies_without_days_are_counted_and_not_used() -> None:
    stay = rv.retention(supplies((0, 30.0), (30, None), (31, 0.0)), definition="medication_7_days")
    assert rows(stay) == {"1": (30, True, "supply ended")}
    assert told(stay)["supplies_unusable"] == (2, "concern")
    negative = supplies((0, 30.0), (30, -5.0))
    assert len(negative.program.quarantine) == 1
    with pytest.raises(OutcomeError, match="RE-O21"):
        rv.retention(supplies((0, None)), definition="medication_7_days")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"definition": "contact_gab"}, "RE-N02"),
        ({"weeks": 4}, "RE-N06"),
        ({"definition": "four_missed_weeks", "weeks": 0}, "RE-O20"),
        ({"definition": "last_visit", "visits": "calls"}, "RE-O20"),
        ({"definition": "medication_7_days", "products": "tea"}, "RE-O20"),
        ({"definition": "medication_7_days", "exits": {"transfer": "event"}}, "RE-O20"),
        ({"reentry": "later"}, "RE-O20"),
        ({"reentry": "new", "horizon_days": 50}, "RE-O23"),
        ({"day": 50, "horizon_days": 50}, "RE-O23"),
        ({"day": 190}, "RE-E25"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: dict[str, Any], code: str) -> None:
    people = plain_program({"1": {}}, {"1": [0, 20]}, extract=day(200))
    with pytest.raises(OutcomeError, match=code):
        rv.retention(rv.cohort(people), **options)


def test_your_own_definition_is_a_file(tmp_path) -> None:
    body = (
        'id = "retention.ours"\nversion = "2"\ntitle = "Ours"\n'
        'sentence = "Gone after {gap_days} days."\ncounts = "Contacts."\nmissing = "None."\n'
        'clock = "Intake."\ncensoring = "A gap before the end."\n'
        '[parameters]\nrule = "gap"\ngap_days = 21\nservice = ["peer"]\nreentry = "ignore"\n'
        '[source]\ncitation = ""\nstanding = "house"\n'
    )
    path = tmp_path / "ours.toml"
    path.write_text(body, encoding="utf-8")
    people = plain_program({"1": {}}, {"1": [0, 21, 43]}, extract=day(200))
    ours = rv.retention(rv.cohort(people), definition=path)
    assert rows(ours) == {"1": (21, True, "gap")}
    assert ours.definition.id == "retention.ours v2"
    assert "Gone after 21 days." in ours.definition.sentence
    path.write_text(body.replace("gap_days = 21\n", "days = 21\n").replace("{gap_days}", "21"))
    with pytest.raises(OutcomeError, match="RE-O20"):
        rv.retention(rv.cohort(people), definition=path)
