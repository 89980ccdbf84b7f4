"""A labeled export is read with a warning, as far as its labels are unambiguous."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from test_loaders.redcap_project import DICTIONARY, EXPORT, mapping, read

import recoveryeval as rv
from recoveryeval.errors import LoadError

EVENTS = {
    "baseline_arm_1": "Baseline (Arm 1: Coached)",
    "month_3_arm_1": "Month 3 (Arm 1: Coached)",
    "baseline_arm_2": "Baseline (Arm 2: Usual)",
}
STATUS = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}
HEADINGS = {
    "redcap_event_name": "Event Name",
    "redcap_repeat_instrument": "Repeat Instrument",
    "redcap_repeat_instance": "Repeat Instance",
    "redcap_data_access_group": "Data Access Group",
    "race___1": "Race (choice=White)",
    "race___2": "Race (choice=Black)",
    "race____9": "Race (choice=Not told)",
    "gse_timestamp": "Survey Timestamp",
    **{f"{form}_complete": "Complete?" for form in ("intake", "gse", "contact_log", "discharge")},
}
WAVES = {label: name.split("_arm")[0] for name, label in EVENTS.items()}
ARMS = {label: "coached" if "Coached" in label else "usual" for label in EVENTS.values()}
LABELED = mapping(waves=WAVES, arms=ARMS)


def labeled() -> pd.DataFrame:
    """Return the export with labels in its cells."""
    export = EXPORT.assign(
        redcap_event_name=EXPORT["redcap_event_name"].map(EVENTS),
        redcap_repeat_instrument=EXPORT["redcap_repeat_instrument"].replace(
            "contact_log", "Contact Log"
        ),
    )
    for column in ("race___1", "race___2", "race____9"):
        export[column] = export[column].map({"1": "Checked", "0": "Unchecked"})
    for column in [c for c in export if c.endswith("_complete")]:
        export[column] = export[column].replace(STATUS)
    for field in DICTIONARY.itertuples():
        if field.field_type in ("radio", "dropdown"):
            pairs = [part.split(",", 1) for part in field.select_choices_or_calculations.split("|")]
            export[field.field_name] = export[field.field_name].replace(
                {code.strip(): label.strip() for code, label in pairs}
            )
    return export


def headed(export: pd.DataFrame) -> pd.DataFrame:
    """Return an export with labels as headings too."""
    labels = dict(zip(DICTIONARY["field_name"], DICTIONARY["field_label"], strict=True))
    return export.rename(columns={**labels, **HEADINGS})


def same(first: rv.Program, second: rv.Program) -> bool:
    """Whether two programs hold the same tables."""
    tables = ("person", "episode", "contact", "assessment", "response")
    for table in tables:
        left, right = first.tables[table], second.tables[table]
        drop = [c for c in (*left.columns, *right.columns) if c in ("value_raw", "source")]
        pd.testing.assert_frame_equal(
            left.drop(columns=drop, errors="ignore"), right.drop(columns=drop, errors="ignore")
        )
    return True


def test_labeled_cells_are_read_as_codes() -> None:
    program = read(labeled(), LABELED)
    assert same(program, read())
    found = program.checks().set_index("id")
    assert found.loc["RE-RC01", "severity"] == "warning"
    assert found.loc["RE-RC01", "count"] > 20


def test_labeled_headings_are_read_as_fields(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    headed(labeled()).to_csv(path, index=False)
    program = rv.read_redcap(path, dictionary=DICTIONARY, mapping=LABELED)
    assert same(program, read())


def test_a_raw_export_is_not_warned_about() -> None:
    assert "RE-RC01" not in set(read().checks()["id"])


def test_a_label_of_two_fields_is_not_guessed(tmp_path: Path) -> None:
    twice = DICTIONARY.assign(field_label=DICTIONARY["field_label"].replace("Sex", "Minutes"))
    path = tmp_path / "labels.csv"
    headed(labeled()).rename(columns={"Sex": "Minutes"}).to_csv(path, index=False)
    with pytest.raises(LoadError, match="RE-F22"):
        rv.read_redcap(path, dictionary=twice, mapping=LABELED)


def test_a_label_of_two_codes_is_not_guessed() -> None:
    choices = DICTIONARY["select_choices_or_calculations"].replace(
        "1, Female | 2, Male | 3, Other", "1, Female | 2, Other | 3, Female"
    )
    twice = DICTIONARY.assign(select_choices_or_calculations=choices)
    program = read(labeled(), LABELED, twice)
    assert program.tables["person"].set_index("person_id")["sex"].isna()["001"]
    aside = program.quarantine.query("column == 'sex'")["reason"]
    assert aside.tolist() == ["code_not_listed"]
