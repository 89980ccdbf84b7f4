"""Every code that a message can carry is explained in the documentation."""

from __future__ import annotations

import re

import pytest
from paths import ROOT
from reference_page import reference_page

CODES = {
    code
    for path in (ROOT / "src" / "recoveryeval").rglob("*.py")
    for code in re.findall(r"\"(RE-[A-Z]+[0-9]+)\"", path.read_text(encoding="utf-8"))
}


@pytest.fixture(scope="module")
def page() -> str:
    """Return the reference page as the documentation writes it."""
    return reference_page("error_page", "errors_page")


def test_every_code_has_an_entry_that_says_something(page: str) -> None:
    entries = dict(re.findall(r"## (RE-[A-Z]+[0-9]+)\n\n(.+)", page))
    assert set(entries) == CODES
    assert len(CODES) > 200
    for code, told in entries.items():
        assert re.search(r"[a-z]{3}.*: .*[A-Za-z]{3}", told), code


def test_codes_of_mappings_are_not_codes_of_models(page: str) -> None:
    for entry in page.split("\n## ")[1:]:
        areas = set(re.findall(r"^- ([A-Z][a-z ]+):", entry, flags=re.MULTILINE))
        if "Reading files" in areas:
            assert not areas & {"Estimating", "Asking a result"}, entry
