"""One thing has one name: the glossary and the reference know every public name."""

from __future__ import annotations

import inspect
import re
import tomllib

from paths import ROOT

import recoveryeval

TERMS = set(
    re.findall(r"^([^\n:]+)\n: ", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)
)
with (ROOT / "docs" / "reference" / "groups.toml").open("rb") as file:
    GROUPED = [name for group in tomllib.load(file)["group"] for name in group["names"]]


def test_reference_places_every_public_name_once() -> None:
    public = [name for name in recoveryeval.__all__ if not name.startswith("__")]
    assert [name for name in public if name not in GROUPED] == []
    assert len(GROUPED) == len(set(GROUPED))


def test_glossary_defines_every_noun() -> None:
    values = {name: getattr(recoveryeval, name) for name in recoveryeval.__all__}
    nouns = {
        name
        for name, value in values.items()
        if inspect.isclass(value) and not issubclass(value, Exception)
    }
    assert nouns - TERMS == set()


def test_glossary_defines_each_term_once() -> None:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    found = [term.casefold() for term in re.findall(r"^([^\n:#]+)\n: ", text, re.MULTILINE)]
    # "event" is both what happened and its flag, told apart in the entry's name.
    assert len(found) == len(set(found))
    assert len(found) > 40
