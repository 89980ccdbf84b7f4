"""Keys of a TOML table: unknown ones and wrong types are refused, with the nearest valid name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from recoveryeval.errors import LoadError, nearest

_WORDS: dict[type, str] = {
    str: "text in quotation marks",
    bool: "true or false",
    int: "a whole number",
    list: "a list in square brackets",
    dict: "a table in braces",
    dt.date: "a date like 2026-06-30",
}
Spec = Mapping[str, tuple[type, ...]]


def checked(table: object, spec: Spec, place: str) -> dict[str, Any]:
    """Return a TOML table if its keys and types are as they should be; ``place`` says where."""
    if not isinstance(table, Mapping):
        raise refusal(f"'{place}' should be a table of settings", do="Write it as [name] or {...}.")
    for key, value in table.items():
        if key not in spec:
            raise refusal(
                f"'{place}' has no setting '{key}'",
                do=f"Use one of {', '.join(spec)}." + nearest(str(key), spec),
            )
        _refuse_type(value, spec[key], f"{place}.{key}")
    return dict(table)


def _refuse_type(value: object, kinds: tuple[type, ...], place: str) -> None:
    """Raise when a setting has another type than it should."""
    # True is an int to Python, but not to a person.
    fits = any(
        type(value) is kind or (kind is dict and isinstance(value, Mapping)) for kind in kinds
    )
    if not fits:
        words = " or ".join(_WORDS.get(kind, kind.__name__) for kind in kinds)
        raise refusal(f"'{place}' should be {words}", do="Correct it in the mapping.")


def texts(value: object, place: str) -> tuple[str, ...]:
    """Return one text or a list of texts as a tuple."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not all(isinstance(item, str) for item in listed):
        raise refusal(f"'{place}' should be a list of texts", do="Write it as ['a', 'b'].")
    return tuple(listed)


def text_table(value: object, place: str) -> dict[str, str]:
    """Return a table of texts; numbers and truth values are taken as the text they are."""
    if not isinstance(value, Mapping):
        raise refusal(f"'{place}' should be a table in braces", do="Write it as {a = 'b'}.")
    held = {}
    for key, item in value.items():
        if not isinstance(item, str | int | float | bool):
            raise refusal(f"'{place}.{key}' should be a text", do="Correct it in the mapping.")
        held[str(key)] = as_text(item)
    return held


def as_text(value: str | float | bool | dt.date) -> str:
    """Return a constant of a mapping as the text a cell would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def choice(value: str, options: tuple[str, ...], place: str) -> str:
    """Return a word that is one of the options."""
    if value not in options:
        raise refusal(
            f"'{place}' is none of {', '.join(option or 'nothing' for option in options)}",
            do="Correct it in the mapping." + nearest(value, options),
        )
    return value


def refusal(what: str, *, do: str, code: str = "RE-T01") -> LoadError:
    """Return an error about the mapping."""
    return LoadError(what, code=code, file="mapping", do=do)
