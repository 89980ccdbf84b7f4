"""A mapping from its TOML file or from a dictionary, wholly checked before any data are read."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
from collections.abc import Mapping as MappingABC
from pathlib import Path
from typing import Any

from recoveryeval.errors import nearest
from recoveryeval.loaders.mapping.keys import checked, refusal
from recoveryeval.loaders.mapping.model import Mapping, Source
from recoveryeval.loaders.mapping.sources import source

VERSION = 1
_SPEC: dict[str, tuple[type, ...]] = {
    "version": (int,),
    "name": (str,),
    "extract_date": (dt.date, str),
    "sources": (dict,),
}


def read_mapping(given: str | os.PathLike[str] | MappingABC[str, Any] | Mapping) -> Mapping:
    """Return the mapping that a file or a dictionary holds."""
    if isinstance(given, Mapping):
        return given
    if not isinstance(given, str | os.PathLike | MappingABC):
        raise refusal(
            "The mapping is neither a path nor a dictionary",
            code="RE-T00",
            do="Give the path of mapping.toml, or its content as a dictionary.",
        )
    body = given if isinstance(given, MappingABC) else _toml(Path(given))
    held = checked(body, _SPEC, "mapping")
    if held.get("version") != VERSION:
        raise refusal(
            "The mapping does not say which version of the mapping format it is written in, or "
            "names one that this package cannot read",
            code="RE-T06",
            do=f"Write version = {VERSION} in its first line.",
        )
    sources = held.get("sources", {})
    made = {str(n): source(str(n), body, f"sources.{n}") for n, body in sources.items()}
    if not made:
        raise refusal("The mapping has no source", code="RE-T05", do="Add [sources.your_name].")
    return Mapping(held.get("name", "program"), made, _date(held.get("extract_date")), VERSION)


def _toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file."""
    if path.suffix.lower() in (".yaml", ".yml", ".pkl", ".pickle", ".json"):
        raise refusal(
            "A mapping is a TOML file; YAML and pickle files are never read",
            code="RE-P05",
            do="Write it as mapping.toml; `recoveryeval init` proposes one.",
        )
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise refusal(
            f"The mapping could not be opened ({type(error).__name__})",
            code="RE-T00",
            do="Check the path of mapping.toml.",
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"at line \d+, column \d+", str(error))
        raise refusal(
            f"The mapping is not valid TOML{f' ({line[0]})' if line else ''}",
            code="RE-T00",
            do="Put texts and dates with letters in quotation marks, and close every bracket.",
        ) from None


def _date(given: dt.date | str | None) -> dt.date | None:
    """Return the extract date, without a time of day."""
    if given is None:
        return None
    try:
        day = given if isinstance(given, dt.date) else dt.date.fromisoformat(given)
    except ValueError:
        raise refusal(
            "The extract date is not written as year-month-day",
            code="RE-D02",
            do="Write it like extract_date = 2026-06-30.",
        ) from None
    return dt.date(day.year, day.month, day.day)


def one_source(mapping: Mapping, name: str | None) -> Source:
    """Return the source asked for, or the only one."""
    names = list(mapping.sources)
    if name is None and len(names) == 1:
        return mapping.sources[names[0]]
    if name is None or name not in names:
        raise refusal(
            f"The mapping has {len(names)} sources, and none is named "
            f"{repr(name) if name else 'in the call'}",
            code="RE-T07",
            do=f"Say source = one of {', '.join(names)}." + nearest(name or "", names),
        )
    return mapping.sources[name]
