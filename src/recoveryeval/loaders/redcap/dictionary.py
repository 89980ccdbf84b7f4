"""The data dictionary of a REDCap project: what each field is, asked where, with which choices."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from recoveryeval.errors import LoadError, nearest
from recoveryeval.loaders.label import file_label
from recoveryeval.loaders.raw_bytes import raw_bytes
from recoveryeval.loaders.read_text import read_text
from recoveryeval.loaders.redcap.frame_table import frame_table

# What the designer downloads, and what the API calls the same columns.
_NAMES: dict[str, tuple[str, ...]] = {
    "name": ("Variable / Field Name", "field_name"),
    "form": ("Form Name", "form_name"),
    "type": ("Field Type", "field_type"),
    "label": ("Field Label", "field_label"),
    "choices": ("Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"),
    "validation": (
        "Text Validation Type OR Show Slider Number",
        "text_validation_type_or_show_slider_number",
    ),
    "identifier": ("Identifier?", "identifier"),
    "branching": ("Branching Logic (Show field only if...)", "branching_logic"),
}
_NEEDED = ("name", "form", "type", "label", "choices")
CHOSEN = ("radio", "dropdown")
_FIXED: dict[str, dict[str, str]] = {
    "yesno": {"1": "Yes", "0": "No"},
    "truefalse": {"1": "True", "0": "False"},
}


@dataclass(frozen=True, slots=True)
class DictionaryField:
    """One field of the project."""

    name: str
    form: str
    type: str
    label: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    validation: str = ""
    identifier: bool = False
    branching: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in a raw export: one per choice for check boxes, none for descriptions."""
        if self.type == "checkbox":
            return tuple(checkbox_column(self.name, code) for code in self.choices)
        return () if self.type == "descriptive" else (self.name,)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All fields in their order; the first one is the record id."""

    fields: tuple[DictionaryField, ...]

    @property
    def record_id(self) -> str:
        """Name of the record id."""
        return self.fields[0].name

    @property
    def forms(self) -> tuple[str, ...]:
        """Names of the instruments in their order."""
        return tuple(dict.fromkeys(f.form for f in self.fields))

    def of_form(self, form: str) -> tuple[DictionaryField, ...]:
        """Return the fields of an instrument, without the record id."""
        return tuple(f for f in self.fields[1:] if f.form == form)

    def get(self, name: str) -> DictionaryField | None:
        """Return a field by name."""
        return next((f for f in self.fields if f.name == name), None)


def checkbox_column(name: str, code: str) -> str:
    """Return the column of one choice: REDCap lowers the code and turns other signs into _."""
    safe = "".join(mark if mark.isalnum() or mark == "_" else "_" for mark in code.lower())
    return f"{name}___{safe}"


def read_dictionary(given: str | os.PathLike[str] | pd.DataFrame, label: str) -> Dictionary:
    """Return the dictionary from its CSV file or frame, with either kind of column names."""
    wanted = frozenset(name for pair in _NAMES.values() for name in pair)
    if isinstance(given, pd.DataFrame):
        cells = frame_table(given, label).cells
    else:
        place = file_label(given, label)
        cells = read_text(raw_bytes(given, place), place, wanted=wanted).cells
    columns = {role: _column(cells, names) for role, names in _NAMES.items()}
    absent = [role for role in _NEEDED if not columns[role]]
    if absent:
        raise LoadError(
            "This is not a REDCap data dictionary: it lacks a column",
            code="RE-RC02",
            file=label,
            column=_NAMES[absent[0]][0],
            do="Download it in REDCap under Dictionary, or export the metadata through the API."
            + nearest(_NAMES[absent[0]][0], map(str, cells.columns)),
        )
    fields = [_field(row, columns) for row in cells.to_dict("records")]
    return Dictionary(tuple(f for f in fields if f.name))


def _column(cells: pd.DataFrame, names: Sequence[str]) -> str:
    """Return which of the names the dictionary uses, or nothing."""
    return next((name for name in names if name in cells.columns), "")


def _field(row: Mapping[str, str], columns: Mapping[str, str]) -> DictionaryField:
    """Return one row of the dictionary as a field."""
    got = {role: str(row[name]).strip() if name else "" for role, name in columns.items()}
    return DictionaryField(
        name=got["name"],
        form=got["form"],
        type=got["type"].lower(),
        label=got["label"],
        choices=_choices(got["type"].lower(), got["choices"]),
        validation=got["validation"].lower(),
        identifier=got["identifier"].lower() in ("y", "yes", "1", "true"),
        branching=bool(got["branching"]),
    )


def _choices(kind: str, text: str) -> dict[str, str]:
    """Return code to label; a label may hold commas, so only the first one separates."""
    if kind in _FIXED:
        return _FIXED[kind]
    if kind not in (*CHOSEN, "checkbox"):
        return {}
    pairs = [part.split(",", 1) for part in text.replace("\n", "|").split("|") if part.strip()]
    return {pair[0].strip(): pair[-1].strip() for pair in pairs}
