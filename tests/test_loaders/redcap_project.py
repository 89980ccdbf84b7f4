"""A small REDCap project: events, arms, a repeating instrument, check boxes, missing data codes."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pandas as pd

import recoveryeval as rv

DESIGNER = {
    "field_name": "Variable / Field Name",
    "form_name": "Form Name",
    "field_type": "Field Type",
    "field_label": "Field Label",
    "select_choices_or_calculations": "Choices, Calculations, OR Slider Labels",
    "text_validation_type_or_show_slider_number": "Text Validation Type OR Show Slider Number",
    "identifier": "Identifier?",
    "branching_logic": "Branching Logic (Show field only if...)",
}
FREQUENCY = "1, Not at all | 2, Hardly, if ever | 3, Moderately | 4, Exactly"
FIELDS = [
    ("record_id", "intake", "text", "Record ID", "", "", "", ""),
    ("first_name", "intake", "text", "First name", "", "", "y", ""),
    ("intake_date", "intake", "text", "Date of intake", "", "date_ymd", "", ""),
    ("sex", "intake", "radio", "Sex", "1, Female | 2, Male | 3, Other", "", "", ""),
    ("race", "intake", "checkbox", "Race", "1, White | 2, Black | -9, Not told", "", "", ""),
    ("gse_date", "gse", "text", "Date of survey", "", "date_ymd", "", ""),
    ("gse_1", "gse", "radio", "I can solve", FREQUENCY, "", "", ""),
    ("gse_2", "gse", "radio", "I can find", FREQUENCY, "", "", "[gse_1] > 1"),
    ("gse_3", "gse", "radio", "I can cope", FREQUENCY, "", "", ""),
    ("c_date", "contact_log", "text", "Contact date", "", "date_ymd", "", ""),
    ("c_status", "contact_log", "dropdown", "Status", "1, Completed | 2, No show", "", "", ""),
    ("c_min", "contact_log", "text", "Minutes", "", "integer", "", ""),
    ("d_date", "discharge", "text", "Date of exit", "", "date_ymd", "", ""),
    ("d_reason", "discharge", "radio", "Reason", "1, Graduated | 2, Dropped out", "", "", ""),
]
DICTIONARY = pd.DataFrame(FIELDS, columns=list(DESIGNER), dtype=object)
COLUMNS = (
    "record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance",
    "redcap_data_access_group", "first_name", "intake_date", "sex", "race___1", "race___2",
    "race____9", "intake_complete", "gse_timestamp", "gse_date", "gse_1", "gse_2", "gse_3",
    "gse_complete", "c_date", "c_status", "c_min", "contact_log_complete", "d_date", "d_reason",
    "discharge_complete",
)  # fmt: skip
BASE, MONTH = "baseline_arm_{}", "month_3_arm_{}"


def row(record: str, event: str, site: str, **cells: str) -> dict[str, str]:
    """Return one row; check boxes of forms that were not opened are 0, as REDCap writes them."""
    boxes = dict.fromkeys(("race___1", "race___2", "race____9"), "0")
    head = {"record_id": record, "redcap_event_name": event, "redcap_data_access_group": site}
    return dict.fromkeys(COLUMNS, "") | boxes | head | cells


def log(record: str, number: int, day: str, status: str, minutes: str) -> dict[str, str]:
    """Return one row of the repeating contact log."""
    repeat = {"redcap_repeat_instrument": "contact_log", "redcap_repeat_instance": str(number)}
    cells = {"c_date": day, "c_status": status, "c_min": minutes, "contact_log_complete": "2"}
    return row(record, BASE.format(1), "north", **repeat, **cells)


def intake(record: str, arm: int, site: str, day: str, **cells: str) -> dict[str, str]:
    """Return one baseline row."""
    held = {"intake_date": day, "intake_complete": "2", "first_name": f"Zq{record}"}
    return row(record, BASE.format(arm), site, **(held | cells))


def survey(day: str, answers: str, status: str = "2") -> dict[str, str]:
    """Return the cells of one survey; a space is a blank answer."""
    items = {f"gse_{n}": a.strip() for n, a in enumerate(answers, start=1)}
    return {"gse_date": day, "gse_complete": status, **items}


EXPORT = pd.DataFrame(
    [
        intake("001", 1, "north", "2025-01-06", sex="1", race___1="1", race___2="1",
               gse_timestamp="2025-01-06 10:00:00", **survey("2025-01-06", "344")),
        row("001", MONTH.format(1), "north", gse_timestamp="[not completed]", d_date="2025-05-01",
            d_reason="2", discharge_complete="2", **survey("2025-04-06", "4 2", "1")),
        log("001", 1, "2025-01-10", "1", "30"),
        log("001", 2, "2025-01-17", "2", "0"),
        intake("002", 2, "south", "2025-02-03", sex="ASKU", **survey("2025-02-03", "2 2", "0")),
        intake("003", 2, "south", "2025-02-04", sex="3", intake_complete="1"),
        row("004", BASE.format(2), "south"),
    ],
    dtype=object,
)  # fmt: skip
EPISODE = {"person_id": "record_id", "episode_id": "record_id"}
MAPPING: dict[str, Any] = {
    "version": 1,
    "extract_date": "2025-09-30",
    "sources": {
        "redcap": {
            "arms": {"1": "coached", "2": "usual"},
            "tables": {
                "person": {
                    "form": "intake",
                    "person_id": "record_id",
                    "sex": "sex",
                    "race": "race",
                },
                "episode": [
                    {
                        "form": "intake",
                        **EPISODE,
                        "anchor": "intake_date",
                        "arm": {"column": "redcap_arm", "type": "string", "known_at": "anchor"},
                    },
                    {"form": "discharge", **EPISODE, "end": "d_date", "end_reason": "d_reason"},
                ],
                "contact": {
                    "form": "contact_log",
                    "person_id": "record_id",
                    "date": "c_date",
                    "status": "c_status",
                    "minutes": "c_min",
                },
            },
            "items": {
                "instrument": "GSE",
                "form": "gse",
                "person_id": "record_id",
                "date": "gse_date",
                "wave": "redcap_wave",
            },
        }
    },
}


def mapping(**settings: Any) -> dict[str, Any]:
    """Return the mapping with other settings of its source."""
    held = copy.deepcopy(MAPPING)
    held["sources"]["redcap"] |= settings
    return held


def read(
    export: pd.DataFrame = EXPORT, held: dict[str, Any] = MAPPING, dictionary: Any = DICTIONARY
) -> rv.Program:
    """Return the program that an export in memory holds."""
    return rv.read_redcap(export, dictionary=dictionary, mapping=held)


def written(folder: Path, export: pd.DataFrame = EXPORT) -> tuple[Path, Path]:
    """Return the export and its dictionary as files."""
    data, dictionary = folder / "export.csv", folder / "dictionary.csv"
    export.to_csv(data, index=False)
    DICTIONARY.rename(columns=DESIGNER).to_csv(dictionary, index=False)
    return data, dictionary
