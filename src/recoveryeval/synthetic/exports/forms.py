"""The forms of the synthetic REDCap project, read from their data file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its type, label and choices (code to term and label)."""

    name: str
    type: str
    label: str
    choices: tuple[tuple[str, str, str], ...] = ()
    validation: str = ""
    low: str = ""
    high: str = ""
    identifier: bool = False
    branching: str = ""
    matrix: str = ""

    @property
    def codes(self) -> dict[str, str]:
        """Term to code."""
        return {term: code for code, term, _ in self.choices}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it has in an export: one per choice of a check box."""
        if self.type != "checkbox":
            return (self.name,)
        return tuple(f"{self.name}___{code}" for code, _, _ in self.choices)


@dataclass(frozen=True, slots=True)
class Form:
    """One instrument."""

    name: str
    event: str
    repeating: bool
    fields: tuple[FormField, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns in an export, its status last."""
        return (*(c for f in self.fields for c in f.columns), f"{self.name}_complete")


@cache
def forms() -> dict[str, Form]:
    """Return every form by name."""
    return {body["form"]: _form(body) for body in _data()["forms"]}


@cache
def events() -> dict[str, str]:
    """Return wave to unique event name."""
    return {str(wave): str(event) for wave, event in _data()["events"].items()}


@cache
def missing_codes() -> dict[str, str]:
    """Return reason to missing data code."""
    return {str(reason): str(code) for code, reason in _data()["missing_codes"].items()}


def field(name: str) -> FormField:
    """Return a field by name."""
    return next(f for form in forms().values() for f in form.fields if f.name == name)


@cache
def _data() -> dict[str, Any]:
    """Return the data file."""
    path = files("recoveryeval.synthetic.exports") / "forms.json"
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def _form(body: dict[str, Any]) -> Form:
    """Return one form."""
    return Form(
        name=body["form"],
        event=body["event"],
        repeating=body["repeating"],
        fields=tuple(_field(held) for held in body["fields"]),
    )


def _field(held: dict[str, Any]) -> FormField:
    """Return one field."""
    choices = tuple((code, term, label) for code, (term, label) in held.get("choices", {}).items())
    return FormField(
        name=held["name"],
        type=held["type"],
        label=held["label"],
        choices=choices,
        validation=held.get("validation", ""),
        low=held.get("min", ""),
        high=held.get("max", ""),
        identifier=held.get("identifier", False),
        branching=held.get("branching", ""),
        matrix=held.get("matrix", ""),
    )
