"""How a REDCap export is built: events with their arms, repeats, and one block per instrument."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from recoveryeval.loaders.raw_table import RawTable
from recoveryeval.loaders.redcap.dictionary import Dictionary
from recoveryeval.loaders.repair import Repair
from recoveryeval.loaders.values.lookup import Lookup

EVENT = "redcap_event_name"
INSTRUMENT = "redcap_repeat_instrument"
INSTANCE = "redcap_repeat_instance"
GROUP = "redcap_data_access_group"
WAVE, ARM = "redcap_wave", "redcap_arm"
NOT_COMPLETED = "[not completed]"
_RAW_EVENT = re.compile(r"(?P<stem>.+)_arm_(?P<arm>\d+[a-z]?)")


def with_events(raw: RawTable, waves: Mapping[str, str], arms: Mapping[str, str]) -> RawTable:
    """Return the table with two columns more: the wave and the arm that each event stands for."""
    if EVENT not in raw.cells.columns:
        return raw
    events = raw.cells[EVENT]
    wave_of, arm_of = Lookup(waves), Lookup(arms)
    named = {event: _wave_arm(event, wave_of, arm_of) for event in events.unique()}
    return replace(
        raw,
        cells=raw.cells.assign(
            **{
                WAVE: events.map({event: pair[0] for event, pair in named.items()}).astype(object),
                ARM: events.map({event: pair[1] for event, pair in named.items()}).astype(object),
            }
        ),
    )


def _wave_arm(event: str, wave_of: Lookup, arm_of: Lookup) -> tuple[str, str]:
    """Return wave and arm of an event; without a name in the mapping, the event's own words."""
    hit = _RAW_EVENT.fullmatch(event)
    stem, arm = (hit["stem"], hit["arm"]) if hit else (event, "")
    wave = wave_of(event) or wave_of(stem) or stem
    return wave, arm_of(event) or arm_of(arm) or arm


def with_forms(raw: RawTable, dictionary: Dictionary) -> RawTable:
    """Return the table with the rows in which each instrument was opened.

    Check boxes of an instrument that nobody opened are exported as 0, like
    boxes left unticked; they are made blank, since nothing was asked.
    """
    cells = raw.cells
    repeated = _column(cells, INSTRUMENT)
    forms: dict[str, pd.Index] = {}
    blanked = 0
    for form in dictionary.forms:
        block = (repeated == "") | (repeated == form)
        opened = _opened(cells, dictionary, form) & np.asarray(block, dtype=bool)
        forms[form] = cells.index[opened]
        boxes = [c for c in _checkboxes(dictionary, form) if c in cells.columns]
        for column in boxes:
            zeros = ~opened & np.asarray(cells[column] == "0", dtype=bool)
            blanked += int(zeros.sum())
            if zeros.any():
                cells = cells.assign(**{column: cells[column].mask(zeros, "")})
    table = replace(raw, cells=cells, forms=forms)
    return table.repaired(Repair("checkbox_never_asked", blanked))


def _opened(cells: pd.DataFrame, dictionary: Dictionary, form: str) -> np.ndarray:
    """Return the rows (n,) in which an instrument was opened."""
    status = _column(cells, f"{form}_complete")
    boxes = set(_checkboxes(dictionary, form))
    known = [c for f in dictionary.of_form(form) for c in f.columns if c in cells.columns]
    used = np.asarray(status.isin(("1", "2")), dtype=bool)
    for column in known:
        empty = ("", "0") if column in boxes else ("",)
        used = used | ~np.asarray(cells[column].isin(empty), dtype=bool)
    zero = np.asarray(status == "0", dtype=bool)
    return np.asarray(used | (zero & _grey_is_blank(cells, status)))


def _grey_is_blank(cells: pd.DataFrame, status: pd.Series) -> np.ndarray:
    """Return the rows (n,) in whose event untouched forms were exported with a blank status.

    Only there does 0 mean that somebody opened the form; without that export
    option an untouched form has the status 0 as well.
    """
    event = _column(cells, EVENT)
    base = np.asarray(_column(cells, INSTRUMENT) == "", dtype=bool)
    seen = pd.DataFrame({"event": event, "blank": status == "", "held": status != ""})[base]
    either = seen.groupby("event")[["blank", "held"]].any()
    told = either.index[either["blank"] & either["held"]]
    return np.asarray(event.isin(told), dtype=bool)


def _checkboxes(dictionary: Dictionary, form: str) -> list[str]:
    """Return the columns of an instrument's check boxes."""
    return [c for f in dictionary.of_form(form) if f.type == "checkbox" for c in f.columns]


def _column(cells: pd.DataFrame, name: str) -> pd.Series:
    """Return a column, stripped; blank text where the export does not have it."""
    if name in cells.columns:
        return cells[name]
    return pd.Series("", index=cells.index, dtype=object)


def without_placeholders(raw: RawTable) -> RawTable:
    """Return the table with the time stamps of surveys that were not completed made blank."""
    repairs, cells = [], raw.cells
    for column in [c for c in cells.columns if str(c).endswith("_timestamp")]:
        open_survey = cells[column] == NOT_COMPLETED
        if open_survey.any():
            repairs.append(Repair("survey_not_completed", int(open_survey.sum()), str(column)))
            cells = cells.assign(**{column: cells[column].mask(open_survey, "")})
    return replace(raw, cells=cells).repaired(*repairs)
