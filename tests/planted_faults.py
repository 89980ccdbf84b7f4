"""One fault per kind of check, planted in the small program."""

from __future__ import annotations

import pandas as pd
from small_program import small_tables, spoiled


def with_row(table: str, values: str, columns: str) -> pd.DataFrame:
    """One table of the small program with a row added."""
    frame = small_tables()[table]
    row = dict(zip(columns.split(), values.split(), strict=True))
    more = pd.DataFrame([{**dict.fromkeys(frame.columns), **row}])
    return pd.concat([frame.astype(object), more.astype(object)], ignore_index=True)


CONTACT = "contact_id person_id episode_id date status"
ASSESSMENT = "assessment_id person_id episode_id instrument wave date"

# Tables changed, what must be found and nothing else, rows and cells set aside.
FAULTS: dict[str, tuple[dict[str, pd.DataFrame], dict[str, int], int, int]] = {
    "missing_key": (
        {"coach": pd.DataFrame({"coach_id": ["k1", None], "role": [None, "nurse"]})},
        {"RE-S10 coach.": 1},
        1,
        0,
    ),
    "unreadable_value": (
        {"contact": spoiled("contact", "minutes", 0, "half an hour")},
        {"RE-S11 contact.minutes": 1},
        0,
        1,
    ),
    "unknown_term": (
        {"contact": spoiled("contact", "mode", 0, "smoke signals")},
        {"RE-S12 contact.mode": 1},
        0,
        0,
    ),
    "outside_range": (
        {"person": spoiled("person", "birth_year", 0, 1066)},
        {"RE-V03 person.birth_year": 1},
        0,
        1,
    ),
    "negative_value": (
        {"contact": spoiled("contact", "minutes", 2, -9.0)},
        {"RE-V18 contact.minutes": 1},
        0,
        1,
    ),
    "not_finite": (
        {"person": spoiled("person", "severity", 0, float("inf"))},
        {"RE-V21 person.severity": 1},
        0,
        1,
    ),
    "days_above_period": (
        {"response": small_tables()["response"].assign(period_days=[30, None, 3])},
        {"RE-V04 response.value": 1},
        0,
        1,
    ),
    "duplicate_row": (
        {"contact": pd.concat([small_tables()["contact"]] * 2)},
        {"RE-I01 contact.": 4},
        0,
        0,
    ),
    "key_conflict": (
        {"contact": with_row("contact", "c1 2025-01-09 completed", "contact_id date status")},
        {"RE-I02 contact.contact_id": 2},
        2,
        0,
    ),
    "repeated_key": (
        {"drug": pd.concat([small_tables()["drug"], small_tables()["drug"].assign(days_supply=3)])},
        {"RE-I03 drug.person_id": 2},
        0,
        0,
    ),
    "id_spelling": (
        {"contact": spoiled("contact", "coach_id", 0, "K1")},
        # "K1" comes first in the alphabet, so the other spelling is changed everywhere.
        {
            "RE-I09 coach.coach_id": 1,
            "RE-I09 assignment.coach_id": 1,
            "RE-I09 contact.coach_id": 3,
            "RE-I09 staff_record.coach_id": 1,
        },
        0,
        0,
    ),
    "unresolved_reference": (
        {
            "contact": with_row(
                "contact", "c9 999 2025-02-01 attempted", "contact_id person_id date status"
            )
        },
        {"RE-I12 contact.person_id": 1},
        0,
        0,
    ),
    "person_episode_conflict": (
        {"contact": spoiled("contact", "person_id", 0, "002")},
        {"RE-I17 contact.episode_id": 1},
        1,
        0,
    ),
    "end_before_start": (
        {"event": spoiled("event", "end", 0, "2025-01-31")},
        {"RE-D01 event.end": 1},
        1,
        0,
    ),
    "after_extract": (
        {"contact": spoiled("contact", "date", 3, "2026-07-01")},
        {"RE-D02 contact.date": 1},
        1,
        0,
    ),
    "birth_implausible": (
        {"person": spoiled("person", "birth_year", 0, 1900)},
        {"RE-D17 person.birth_year": 1},
        0,
        1,
    ),
    "after_death": (
        {"contact": with_row("contact", "c9 003 e3 2025-05-03 completed", CONTACT)},
        {"RE-D18 contact.date": 1},
        1,
        0,
    ),
    "several_deaths": (
        {
            "event": with_row(
                "event", "v3 003 e3 death 2025-05-01", "event_id person_id episode_id type start"
            )
        },
        {"RE-D24 event.start": 2},
        0,
        0,
    ),
    "overlapping_episodes": (
        {"episode": spoiled("episode", "anchor", 3, "2025-04-01")},
        {"RE-D19 episode.anchor": 1},
        0,
        0,
    ),
    "outside_episode": (
        {"contact": spoiled("contact", "date", 1, "2025-04-07")},
        {"RE-D23 contact.day": 1},
        0,
        0,
    ),
    "followup_before_baseline": (
        {"assessment": spoiled("assessment", "date", 1, "2025-01-05")},
        {"RE-D22 assessment.date": 1, "RE-I12 response.assessment_id": 1},
        1,
        0,
    ),
    "wave_date_conflict": (
        {"assessment": with_row("assessment", "a3 001 e1 GSE month_1 2025-04-05", ASSESSMENT)},
        {"RE-D26 assessment.wave": 1},
        0,
        0,
    ),
    "open_closed_conflict": (
        {"episode": spoiled("episode", "status", 1, "closed")},
        {"RE-D25 episode.status": 1},
        0,
        0,
    ),
    "value_and_reason": (
        {"response": spoiled("response", "missing", 0, "refused")},
        {"RE-V02 response.value": 1},
        0,
        1,
    ),
    "incomplete": (
        {"contact": spoiled("contact", "status", 1, None)},
        {"RE-S13 contact.status": 1},
        0,
        0,
    ),
}
