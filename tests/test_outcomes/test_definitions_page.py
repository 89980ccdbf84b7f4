"""Every definition that ships can be loaded, and reads well where it is listed."""

from __future__ import annotations

import re

import pytest
from reference_page import reference_page

import recoveryeval as rv
from recoveryeval.outcomes.definition_file import families, load_definition, names

EVERY = [(family, name) for family in families() for name in names(family)]
TEXTS = ("sentence", "counts", "missing", "clock", "censoring", "grace", "note")


@pytest.fixture(scope="module")
def page() -> str:
    """Return the reference page as the documentation writes it."""
    return reference_page("definition_page", "definitions_page")


@pytest.mark.parametrize(("family", "name"), EVERY)
def test_each_file_loads_and_makes_a_definition(family: str, name: str) -> None:
    found = load_definition(name, family=family)
    made = found.definition()
    assert made.id == f"{family}.{name} v{found.version}"
    assert "{" not in made.sentence
    # A source that was not read says so wherever it is cited.
    assert (found.standing == "unverified") == made.source.endswith("source)")


def test_the_list_has_sentences_without_holes() -> None:
    listed = rv.definitions()
    assert len(listed) == len(EVERY)
    for row in listed.to_dict("records"):
        for key in TEXTS:
            text = row[key]
            assert not re.search(r"[{}]|\s{2,}|\bTODO\b", text), (row["id"], key)
            assert not text or text.endswith((".", ".)", "!")), (row["id"], key, text)
        assert " = ;" not in f"{row['parameters']};", row["id"]


def test_titles_tell_definitions_of_a_family_apart() -> None:
    listed = rv.definitions()
    assert not listed.duplicated(["family", "title"]).any()


def test_the_page_has_an_entry_for_each_with_its_standing(page: str) -> None:
    assert page.count("\n### ") == len(EVERY)
    assert not re.search(r"\{[a-z_]+\}", page)
    for family, name in EVERY:
        entry = page[page.index(f"`{family}.{name}`, version") :].split("\n### ", maxsplit=1)[0]
        for words in ("In a paper", "Counts", "Missing", "Clock", "Censoring", "Source"):
            assert f"- {words}: " in entry, (family, name, words)
