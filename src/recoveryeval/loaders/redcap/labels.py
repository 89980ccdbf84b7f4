"""A labeled export turned back into codes, as far as its labels allow it without guessing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pandas as pd

from recoveryeval.loaders.headings import normalize
from recoveryeval.loaders.raw_table import RawTable, Warned
from recoveryeval.loaders.redcap.dictionary import Dictionary, DictionaryField, checkbox_column
from recoveryeval.loaders.redcap.structure import EVENT, GROUP, INSTANCE, INSTRUMENT

_OWN = {
    "Event Name": EVENT,
    "Repeat Instrument": INSTRUMENT,
    "Repeat Instance": INSTANCE,
    "Data Access Group": GROUP,
    "Survey Identifier": "redcap_survey_identifier",
}
_STATUS = {"incomplete": "0", "unverified": "1", "complete": "2"}
_BOX = {"checked": "1", "unchecked": "0"}
_RAW_EVENT = re.compile(r"[a-z0-9_]+_arm_\d+[a-z]?")
_MEANING = (
    "The export holds labels instead of codes. Labels were turned back into codes where the "
    "dictionary allows it; export raw data to be sure."
)


def from_labels(raw: RawTable, dictionary: Dictionary) -> RawTable:
    """Return a labeled export as a raw one, with a warning; a raw export comes back as it is."""
    named = _renamed(raw, dictionary)
    cells = named.cells
    changed = 0
    for column in cells.columns:
        codes = _codes(str(column), dictionary)
        if codes:
            coded, count = _coded(cells[column], codes)
            cells = cells.assign(**{str(column): coded}) if count else cells
            changed += count
    labeled_events = _labeled_events(cells)
    if not changed and not labeled_events and named is raw:
        return raw
    warning = Warned("RC01", "", changed + labeled_events, _MEANING)
    return replace(named, cells=cells, warned=(*named.warned, warning))


def _coded(cells: pd.Series, codes: dict[str, str]) -> tuple[pd.Series, int]:
    """Return labels as codes, and how many were."""
    found_codes = {text: codes.get(text.strip().casefold(), text) for text in cells.unique()}
    table = {text: code for text, code in found_codes.items() if code != text.strip()}
    found = cells.isin(table)
    return cells.where(~found, cells.map(table)).astype(object), int(found.sum())


def _codes(column: str, dictionary: Dictionary) -> dict[str, str]:
    """Return label to code of a column; labels that are codes too, or repeated, are left out."""
    if column.endswith("_complete") and column.removesuffix("_complete") in dictionary.forms:
        return _STATUS
    if column == INSTRUMENT:
        return {f.replace("_", " ").casefold(): f for f in dictionary.forms}
    field = dictionary.get(column.split("___", 1)[0])
    if field is None:
        return {}
    if field.type == "checkbox":
        return _BOX | {label.casefold(): "1" for label in field.choices.values() if label}
    count = Counter(label.casefold() for label in field.choices.values())
    own = {code.casefold() for code in field.choices}
    return {
        label.casefold(): code
        for code, label in field.choices.items()
        if count[label.casefold()] == 1 and label.casefold() not in own
    }


def _labeled_events(cells: pd.DataFrame) -> int:
    """Return how many event names are labels."""
    if EVENT not in cells.columns:
        return 0
    events = cells[EVENT]
    labels = [e for e in events.unique() if e and not _RAW_EVENT.fullmatch(e)]
    return int(events.isin(labels).sum())


def _renamed(raw: RawTable, dictionary: Dictionary) -> RawTable:
    """Return the table with headings that are labels replaced by field names, where unique."""
    if any(f.name in raw.cells.columns for f in dictionary.fields):
        return raw
    labels = [_heading(f) for f in dictionary.fields]
    unique = {label for label, count in Counter(labels).items() if count == 1}
    names = {_heading(f): f.name for f in dictionary.fields if _heading(f) in unique}
    for field in dictionary.fields:
        if field.type == "checkbox" and _heading(field) in unique:
            names |= {
                normalize(f"{_heading(field)} (choice={label})"): checkbox_column(field.name, code)
                for code, label in field.choices.items()
            }
    names |= _OWN | _statuses(raw, names, dictionary)
    return replace(raw, cells=raw.cells.rename(columns=names))


def _statuses(raw: RawTable, names: dict[str, str], dictionary: Dictionary) -> dict[str, str]:
    """Return which 'Complete?' belongs to which form: that of the last field before it."""
    form, found = "", {}
    for heading in map(str, raw.cells.columns):
        field = dictionary.get(names.get(heading, "").split("___", 1)[0])
        form = field.form if field else form
        if re.fullmatch(r"Complete\?( \(\d+\))?", heading):
            found[heading] = f"{form}_complete"
    return found


def _heading(field: DictionaryField) -> str:
    """Return a field's label as a heading of the export."""
    return normalize(re.sub(r"<[^>]+>", "", field.label))
