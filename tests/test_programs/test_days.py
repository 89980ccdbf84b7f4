"""Days count from the anchor of the episode a row belongs to."""

from __future__ import annotations

import pandas as pd
from small_program import EXTRACT, found, small_program, small_tables

import recoveryeval as rv


def contacts(**columns: list[object]) -> pd.DataFrame:
    """Completed contacts of person 001, who has episodes from 2025-01-06 and 2026-01-05."""
    n = len(next(iter(columns.values())))
    keys = {"contact_id": [f"c{i}" for i in range(n)], "person_id": ["001"] * n}
    return pd.DataFrame({**keys, "status": ["completed"] * n, **columns})


def test_days_are_calendar_days_from_the_anchor() -> None:
    made = small_program()
    assert made.tables["contact"]["day"].tolist() == [0, 14, 7, 30]
    assert made.tables["episode"]["end_day"].fillna(-1).tolist() == [90, -1, 60, -1]
    event = made.tables["event"]
    assert event["start_day"].tolist() == [26, 60]
    assert made.tables["span"]["end_day"].tolist() == [540]
    assert made.tables["goal"]["set_day"].tolist() == [4]


def test_rows_without_an_episode_go_to_the_latest_that_had_begun() -> None:
    dates = ["2024-12-30", "2025-01-06", "2026-01-04", "2026-01-05", "2026-06-30"]
    made = small_program(contact=contacts(date=dates))
    table = made.tables["contact"]
    assert table["episode_id"].tolist() == ["e1", "e1", "e1", "e4", "e4"]
    assert table["day"].tolist() == [-7, 0, 363, 0, 176]
    assert found(made)["RE-I14 contact.episode_id"] == 5


def test_without_a_date_only_a_single_episode_can_be_told() -> None:
    frame = contacts(day=[3, 4]).assign(person_id=["001", "002"])
    made = small_program(contact=frame)
    table = made.tables["contact"]
    assert table["episode_id"].fillna("").tolist() == ["", "e2"]
    assert table["day"].tolist() == [3, 4]
    assert found(made)["RE-I15 contact.episode_id"] == 1


RELATIVE = {
    "person": pd.DataFrame({"person_id": ["1"]}),
    "episode": pd.DataFrame({"episode_id": ["a"], "person_id": ["1"], "end_day": [50]}),
    "contact": pd.DataFrame(
        {
            "contact_id": ["x", "y"],
            "episode_id": ["a", "a"],
            "day": [0, 60],
            "status": "completed",
        }
    ),
    "event": pd.DataFrame(
        {
            "event_id": ["z"],
            "person_id": ["1"],
            "type": ["ed"],
            "start_day": [9],
            "end_day": [8],
        }
    ),
}


def test_relative_days_need_no_date_at_all() -> None:
    made = rv.program(RELATIVE, extract_date=EXTRACT)
    assert made.tables["contact"]["day"].tolist() == [0, 60]
    assert made.tables["contact"]["person_id"].tolist() == ["1", "1"]
    assert made.tables["episode"]["status"].tolist() == ["closed"]
    assert found(made) == {
        "RE-D01 event.end_day": 1,
        "RE-S13 episode.anchor": 1,
        "RE-D23 contact.day": 1,
    }


def test_a_day_that_contradicts_its_date_is_counted_and_the_date_followed() -> None:
    made = small_program(contact=contacts(date=["2025-01-20"], day=[13]))
    assert made.tables["contact"]["day"].tolist() == [14]
    assert found(made)["RE-D13 contact.day"] == 1


def test_a_clock_change_is_one_day() -> None:
    episode = small_tables()["episode"].assign(anchor="2023-03-12", end=None, status="open")
    made = small_program(
        episode=episode.iloc[1:3], contact=contacts(date=["2023-03-13"]).assign(person_id="002")
    )
    assert made.tables["contact"]["day"].tolist() == [1]


def test_an_open_episode_is_kept_and_its_status_told() -> None:
    episode = small_tables()["episode"].drop(columns="status")
    made = small_program(
        episode=episode.assign(end=["2025-04-06", "9999-12-31", "2025-05-02", None])
    )
    assert made.tables["episode"]["status"].tolist() == ["closed", "open", "closed", "open"]
    assert made.tables["episode"]["end"].isna().tolist() == [False, True, False, True]


def test_an_end_in_the_future_leaves_the_episode_open() -> None:
    episode = small_tables()["episode"].drop(columns="status")
    made = small_program(
        episode=episode.assign(end=["2025-04-06", "2026-12-31", "2025-05-02", None])
    )
    assert made.tables["episode"]["status"].tolist()[1] == "open"
    assert made.quarantine[["row", "column", "reason"]].to_numpy().tolist() == [
        [1, "end", "after_extract"]
    ]


def test_outreach_before_enrollment_is_no_fault() -> None:
    early = contacts(date=["2024-12-30", "2024-12-31"]).assign(service=["outreach", "peer"])
    assert found(small_program(contact=early))["RE-D23 contact.day"] == 1


def test_a_missing_answer_always_has_a_reason() -> None:
    response = pd.DataFrame(
        {
            "assessment_id": ["a1"] * 4,
            "item": list("wxyz"),
            "value": [1.0, None, None, None],
            "value_raw": [None, None, "in words", "-7"],
            "missing": [None, None, None, "refused"],
        }
    )
    made = small_program(response=response)
    assert made.tables["response"]["missing"].fillna("").tolist() == ["", "unknown", "", "refused"]
