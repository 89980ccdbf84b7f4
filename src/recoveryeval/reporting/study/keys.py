"""Which keys a study file may hold, and of which type each is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from recoveryeval.cohorts.landmark import WHAT
from recoveryeval.cohorts.origins import Origin
from recoveryeval.errors import SchemaError, nearest
from recoveryeval.outcomes.rules import ROLES
from recoveryeval.reporting.study.study import OUTCOMES

_DO = "Compare with the file that 'recoveryeval init' or 'recoveryeval demo' writes."


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the test its value must pass, in words too, and whether it must be there."""

    fits: Callable[[Any], bool]
    words: str
    required: bool = False


def _text(value: Any) -> bool:
    """Whether the value is text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def _whole(value: Any) -> bool:
    """Whether the value is a whole number above zero."""
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _day(value: Any) -> bool:
    """Whether the value is a date without a time."""
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return the test for a list that is not empty."""
    return lambda value: isinstance(value, list) and bool(value) and all(map(fits, value))


def _one_of(*words: str) -> Callable[[Any], bool]:
    """Return the test for one of several words."""
    return lambda value: value in words


def _window(value: Any) -> bool:
    """Whether the value is a first and a last day, in order."""
    return _list_of(_day)(value) and len(value) == 2 and value[0] <= value[1]


def _exits(value: Any) -> bool:
    """Whether the value says for each end reason what it counts as."""
    return isinstance(value, dict) and all(role in ROLES for role in value.values())


TEXT = Key(_text, "text")
NEEDED = Key(_text, "text", required=True)
DAY = Key(_day, "a date such as 2026-06-30, without quotation marks")
WHOLE = Key(_whole, "a whole number above zero")
READER = Key(_one_of("csv", "excel", "redcap"), "one of csv, excel, redcap", required=True)
WINDOW = Key(_window, "a first and a last date, as [2025-01-01, 2026-06-30]")
YES_NO = Key(lambda value: isinstance(value, bool), "true or false")
NAMES = Key(_list_of(_text), "a list of column names")
DAYS = Key(_list_of(_whole), "a list of whole numbers above zero")
EXITS = Key(_exits, "a table of end reasons, each event, censor or competing")
ORIGIN = Key(_one_of(*get_args(Origin)), f"one of {', '.join(get_args(Origin))}")
LANDMARK = Key(_one_of(*WHAT), f"one of {', '.join(WHAT)}")
FORMATS = Key(_list_of(_one_of("html", "docx")), "a list of html, docx")
TABLE = Key(lambda value: isinstance(value, dict), "a table")
OUTCOME = Key(_one_of(*OUTCOMES), f"one of {', '.join(OUTCOMES)}", required=True)
SOME_TABLES = Key(_list_of(lambda value: isinstance(value, dict)), "one or more tables")
TABLES = Key(_list_of(lambda value: isinstance(value, dict)), "one or more tables", required=True)

KEYS: dict[str, dict[str, Key]] = {
    "study": {
        "version": Key(lambda value: value == 1, "1", required=True),
        "title": NEEDED,
        "program": NEEDED,
        "extract_date": DAY,
        "sources": TABLES,
        "cohort": TABLE,
        "retention": TABLE,
        "outcomes": SOME_TABLES,
        "report": TABLE,
    },
    "sources": {
        "file": NEEDED,
        "reader": READER,
        "mapping": NEEDED,
        "source": TEXT,
        "sheet": TEXT,
        "dictionary": TEXT,
    },
    "cohort": {
        "origin": ORIGIN,
        "between": WINDOW,
        "include": TEXT,
        "arm": TEXT,
        "reference": TEXT,
        "landmark": LANDMARK,
        "within_days": WHOLE,
        "service": TEXT,
        "randomized": YES_NO,
        "describe": NAMES,
    },
    "retention": {
        "definition": TEXT,
        "gap_days": WHOLE,
        "horizon_days": WHOLE,
        "days": DAYS,
        "service": TEXT,
        "exits": EXITS,
    },
    "outcomes": {"outcome": OUTCOME, "definition": TEXT},
    "report": {"folder": TEXT, "formats": FORMATS, "profile": TEXT},
}


def checked(raw: Mapping[str, Any], section: str) -> dict[str, Any]:
    """Return a section whose keys are all known, fitting and complete."""
    allowed = KEYS[section]
    for name, value in raw.items():
        if name not in allowed:
            raise SchemaError(
                f"The study file has an unknown key in its part '{section}'",
                code="RE-Y02",
                column=name,
                do=f"Use one of: {', '.join(allowed)}." + nearest(name, allowed),
            )
        if not allowed[name].fits(value):
            raise SchemaError(
                f"A value of the study file does not fit in its part '{section}'",
                code="RE-Y03",
                column=name,
                do=f"Give {allowed[name].words}. {_DO}",
            )
    for name, key in allowed.items():
        if key.required and name not in raw:
            raise SchemaError(
                f"The study file lacks a key in its part '{section}'",
                code="RE-Y04",
                column=name,
                do=f"Add it; it holds {key.words}. {_DO}",
            )
    return dict(raw)
