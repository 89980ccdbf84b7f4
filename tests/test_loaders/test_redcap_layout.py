"""How a REDCap export is laid out: boxes never shown, repeating events, records in two arms."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from test_loaders.redcap_project import intake, mapping, read, row
from test_loaders.test_redcap import rows


@pytest.mark.parametrize(
    ("status", "others", "race"),
    [
        ("2", "2", "asked"),  # complete: the boxes were seen and left unticked
        ("0", "", "asked"),  # opened, in a project that leaves untouched forms blank
        ("", "2", "not asked"),  # never opened
        ("0", "2", "not asked"),  # 0 may mean untouched where no blank status exists
    ],
)
def test_boxes_of_forms_never_opened_are_not_unticked(status: str, others: str, race: str) -> None:
    export = pd.DataFrame(
        [
            row("1", "baseline_arm_1", "n", intake_complete=status),
            row("2", "baseline_arm_1", "n", intake_complete=others),
            intake("3", 1, "n", "2025-01-06"),
        ]
    )
    boxes = read(export, _boxes()).tables["person"].set_index("person_id")["box"]
    assert pd.isna(boxes["1"]) == (race == "not asked")


def _boxes() -> dict[str, Any]:
    """Return a mapping that takes a check box itself."""
    box = {"column": "race___1", "type": "boolean"}
    return mapping(tables={"person": {"person_id": "record_id", "box": box}}, items=[], arms={})


def test_repeating_events_are_told_by_instance() -> None:
    export = pd.DataFrame(
        [
            intake("1", 1, "n", "2025-01-06", redcap_repeat_instance="1"),
            intake("1", 1, "n", "2025-06-02", redcap_repeat_instance="2"),
        ]
    )
    episode = {
        "form": "intake",
        "person_id": "record_id",
        "episode_id": {"columns": ["record_id", "redcap_repeat_instance"]},
        "anchor": "intake_date",
    }
    program = read(export, mapping(tables={"episode": episode}, items=[]))
    assert rows(program, "episode", "episode_id") == [("1-1",), ("1-2",)]


def test_a_record_in_two_arms_is_two_episodes() -> None:
    export = pd.DataFrame([intake("1", 1, "n", "2025-01-06"), intake("1", 2, "n", "2025-06-02")])
    episode = {
        "form": "intake",
        "person_id": "record_id",
        "episode_id": {"columns": ["record_id", "redcap_arm"]},
        "anchor": "intake_date",
    }
    program = read(export, mapping(tables={"episode": episode}, items=[]))
    assert rows(program, "episode", "episode_id") == [("1-coached",), ("1-usual",)]
