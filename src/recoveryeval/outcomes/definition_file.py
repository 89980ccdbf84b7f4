"""Definitions of outcomes as data: one TOML file each, of the package or of the user."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from recoveryeval.errors import OutcomeError, nearest
from recoveryeval.outcomes.named_definition import NamedDefinition, places
from recoveryeval.release.paths import inside

__all__ = ["NamedDefinition", "families", "load_definition", "names"]

MAX_BYTES = 65_536
_ROOT = files("recoveryeval.outcomes") / "definitions"
_TEXTS = ("id", "version", "title", "sentence", "counts", "missing", "clock", "censoring", "grace")
_KEYS = (*_TEXTS, "parameters", "source")
_SOURCE = ("citation", "doi", "standing", "note")
_MAY_BE_EMPTY = ("grace", "citation", "doi", "note")
_MAY_LACK = ("grace", "parameters")
_STANDINGS = ("read", "unverified", "house")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DOI = re.compile(r"10\.\d{4,9}/[^\s{}<>\"]+")


def families() -> tuple[str, ...]:
    """Return the families of definitions that the package ships."""
    return tuple(sorted(p.name for p in _ROOT.iterdir() if p.is_dir() and _NAME.fullmatch(p.name)))


def names(family: str) -> tuple[str, ...]:
    """Return the names of the definitions of a family that the package ships."""
    folder = _ROOT / str(family)
    if not _NAME.fullmatch(str(family)) or not folder.is_dir():
        raise OutcomeError(
            "There is no family of definitions of that name",
            code="RE-N01",
            do=f"Name one of {', '.join(families())}." + nearest(str(family), families()),
        )
    return tuple(sorted(p.name[:-5] for p in folder.iterdir() if p.name.endswith(".toml")))


def load_definition(
    name_or_path: str | os.PathLike[str], *, family: str, root: Path | None = None
) -> NamedDefinition:
    """Return a definition by name (``"lee_2016"`` or ``"relapse.lee_2016"``), or from a TOML file.

    A text that ends in ``.toml`` is a path; with ``root`` it must lie inside it.
    """
    if not isinstance(name_or_path, str | os.PathLike):
        raise OutcomeError(
            "A definition is neither a name nor a path",
            code="RE-N02",
            do=f"Give a name that definitions('{family}') lists, or the path of a TOML file.",
        )
    if not isinstance(name_or_path, str) or name_or_path.lower().endswith(".toml"):
        path = Path(name_or_path)
        return _checked(_own(path if root is None else inside(root, path)), family)
    known = names(family)
    name = name_or_path.removeprefix(f"{family}.")
    if name not in known:
        raise OutcomeError(
            f"There is no definition of that name for {family}",
            code="RE-N02",
            do=f"definitions('{family}') lists them; a path of your own ends in .toml."
            + nearest(name, known),
        )
    return _shipped(family, name)


@cache
def _shipped(family: str, name: str) -> NamedDefinition:
    """Return a definition of the package, read once."""
    body = (_ROOT / family / f"{name}.toml").read_text(encoding="utf-8")
    found = _checked(_parsed(body), family)
    if found.id != f"{family}.{name}":
        raise _refusal("A definition's id is not its family and file name", "Correct it.", "id")
    return found


def _own(path: Path) -> dict[str, Any]:
    """Return the content of a user's file, which must be small, regular and text."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise OutcomeError(
                "The definition is not a file, or is larger than a definition can be",
                code="RE-N03",
                do=f"Give the path of a TOML file of at most {MAX_BYTES:,} bytes.",
            )
        return _parsed(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise OutcomeError(
            f"The definition could not be read ({type(error).__name__})",
            code="RE-N03",
            do="Check the path, and save the file as UTF-8 text.",
        ) from None


def _parsed(text: str) -> dict[str, Any]:
    """Return TOML as nested tables."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # The library's message may quote the text; its line number does not.
        line = re.search(r"at line \d+", str(error))
        raise _refusal(
            f"The definition is not valid TOML{f' ({line[0]})' if line else ''}",
            "Put texts in quotation marks, and close every bracket.",
        ) from None


def _checked(body: Mapping[str, Any], family: str) -> NamedDefinition:
    """Return the definition that a file's content makes, or say what is wrong with it."""
    source = body.get("source", {})
    parameters = body.get("parameters", {})
    if not isinstance(source, Mapping) or not isinstance(parameters, Mapping):
        raise _refusal("[source] or [parameters] is no table", "Write name = value below each.")
    _refuse_keys(body, _KEYS, _MAY_LACK)
    _refuse_keys(source, _SOURCE, ("doi", "note"))
    held = {k: _text(k, body.get(k, "")) for k in _TEXTS}
    held |= {k: _text(k, source.get(k, "")) for k in _SOURCE}
    _refuse_values(held, parameters, family)
    return NamedDefinition(family=family, parameters=dict(parameters), **held)  # type: ignore[arg-type]


def _refuse_keys(table: Mapping[str, Any], keys: tuple[str, ...], spare: tuple[str, ...]) -> None:
    """Raise on a key that is unknown, and on one that lacks."""
    for key in table:
        if key not in keys:
            raise _refusal(
                "A definition holds a key that is not known",
                f"The keys are: {', '.join(keys)}." + nearest(key, keys),
                key,
            )
    for key in keys:
        if key not in table and key not in spare:
            raise _refusal("A definition lacks a key", "Write it.", key)


def _text(key: str, value: Any) -> str:
    """Return a text on one line."""
    if not isinstance(value, str) or not (value.strip() or key in _MAY_BE_EMPTY):
        raise _refusal("A definition's key is no text, or is empty", "Write a text.", key)
    return " ".join(value.split())


def _refuse_values(held: Mapping[str, str], parameters: Mapping[str, Any], family: str) -> None:
    """Raise on texts that cannot be what their key says."""
    first, _, name = held["id"].partition(".")
    if first != family or not _NAME.fullmatch(name):
        raise _refusal(
            f"The definition's id is not '{family}.' and a name of small letters, digits and _",
            "Correct the id, or use the verb of the family that the id names.",
            "id",
        )
    if held["standing"] not in _STANDINGS:
        raise _refusal("The standing is unknown", f"Write {', '.join(_STANDINGS)}.", "standing")
    if held["standing"] != "house" and not held["citation"]:
        raise _refusal("A definition of others has no citation", "Cite its source.", "citation")
    if held["doi"] and not _DOI.fullmatch(held["doi"]):
        raise _refusal("The DOI is not one", "Write it as 10.1234/abc, or leave it empty.", "doi")
    for key in parameters:
        if not key.isidentifier():
            raise _refusal("A parameter's name is no plain name", "Rename it.", "parameters")
    try:
        asked = places(held["sentence"])
    except ValueError:
        asked = [""]
    if not set(asked) <= set(parameters):
        raise _refusal(
            "The sentence has a place in braces that is no parameter",
            f"The parameters are: {', '.join(parameters) or 'none'}.",
            "sentence",
        )


def _refusal(what: str, do: str, key: str | None = None) -> OutcomeError:
    """Return the error for a definition that cannot be read; ``key`` says where."""
    return OutcomeError(what, code="RE-N04", column=key, do=do)
