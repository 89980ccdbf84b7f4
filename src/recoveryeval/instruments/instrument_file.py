"""An instrument read from its file: one that the package holds, or the user's own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from recoveryeval.errors import SchemaError, nearest
from recoveryeval.instruments.file_fits import check_file
from recoveryeval.instruments.file_keys import Keys, refusal
from recoveryeval.instruments.instrument import Instrument, Worked
from recoveryeval.instruments.read_rules import facts, response_format, scale_rule, worked
from recoveryeval.instruments.read_terms import bands_in, license_in

LARGEST_FILE = 200_000  # bytes: an instrument is a page of text


@cache
def instrument_names() -> tuple[str, ...]:
    """Return the names of the instruments that the package holds."""
    folder = files("recoveryeval.instruments") / "scales"
    return tuple(sorted(path.name[:-5] for path in folder.iterdir() if path.name.endswith(".toml")))


def load_instrument(instrument: str | Path | Instrument) -> Instrument:
    """Return an instrument by its name, or from a TOML file of your own."""
    if isinstance(instrument, Instrument):
        return instrument
    if isinstance(instrument, Path) or str(instrument).casefold().endswith(".toml"):
        return _parsed(_own_file(Path(instrument)))
    wanted = _plain(str(instrument))
    for name in instrument_names():
        if _plain(name) == wanted:
            return _shipped(name)
    raise SchemaError(
        "No instrument has this name",
        code="RE-Q02",
        do="Use a name that the package holds, or the path of your own .toml file."
        + nearest(str(instrument), instrument_names()),
    )


@cache
def _shipped(name: str) -> Instrument:
    """Return an instrument of the package."""
    path = files("recoveryeval.instruments") / "scales" / f"{name}.toml"
    return _parsed(path.read_text(encoding="utf-8"))


def _own_file(path: Path) -> str:
    """Return the text of the user's own file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise refusal("The instrument's file is too large", "Give one instrument per file.")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise refusal(
            "The instrument's file cannot be read", "Check the path, and save it as UTF-8 text."
        ) from None


def _parsed(text: str) -> Instrument:
    """Return the instrument that a text describes."""
    try:
        held = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise refusal("The instrument's file is not valid TOML", "Correct its form.") from None
    keys = Keys(held, "instrument")
    found = _described(keys)
    keys.done()
    check_file(found)
    return found


def _described(keys: Keys) -> Instrument:
    """Return the instrument that the keys of a file describe."""
    n_items = keys.take("items", int)
    formats = keys.take("formats", dict)
    held = keys.take("scales", dict)
    scales = {name: scale_rule(name, table, n_items) for name, table in held.items()}
    return Instrument(
        name=keys.take("name", str),
        title=keys.take("title", str),
        version=keys.take("version", str),
        construct=keys.take("construct", str),
        subject=cast(
            "Literal['client', 'coach', 'provider']",
            keys.one_of("subject", ("client", "coach", "provider"), "client"),
        ),
        better=cast(
            "Literal['higher', 'lower', 'neither']",
            keys.one_of("better", ("higher", "lower", "neither")),
        ),
        n_items=n_items,
        form_most_missing=keys.take("form_most_missing", int, n_items),
        formats={name: response_format(name, t, n_items) for name, t in formats.items()},
        scales=scales,
        facts=facts(keys.take("facts", dict, {}), "facts"),
        sources=_sources(keys.take("sources", dict, {})),
        worked=_worked(keys.take("worked", list, [])),
        license=license_in(keys.rest_value("license") if keys.has("license") else None),
        bands=bands_in(keys.take("bands", dict, {}), scales),
        caution=keys.take("caution", str, ""),
    )


def _worked(held: list[Any]) -> tuple[Worked, ...]:
    """Return the forms scored by hand."""
    return tuple(worked(each, f"worked {k + 1}") for k, each in enumerate(held))


def _sources(held: dict[str, Any]) -> dict[str, str]:
    """Return what the short names of sources stand for."""
    if not all(isinstance(text, str) for text in held.values()):
        raise refusal("'sources' holds something that is not text", "Give citations as text.")
    return {name: str(text) for name, text in held.items()}


def _plain(name: str) -> str:
    """Return a name without case and punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())
