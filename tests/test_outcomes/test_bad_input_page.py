"""docs/explanation/bad_input.md names tests that exist, and checks that the code makes."""

from __future__ import annotations

import re

import pytest
from paths import ROOT

PAGE = (ROOT / "docs" / "explanation" / "bad_input.md").read_text(encoding="utf-8")
ROWS = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "::" in line]
NAMED = sorted({name for row in ROWS for name in re.findall(r"`([\w.]+::\w+)`", row[-1])})
ASKED = (
    "overlap", "day of the discharge", "inside another", "after death", "after the exit",
    "outside the enrollment", "without an end", "not observed", "never tested", "two lists",
    "change of clocks", "31st",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMED)
def test_the_tests_it_names_exist(name: str) -> None:
    file, _, test = name.partition("::")
    found = list((ROOT / "tests").rglob(file))
    assert len(found) == 1
    assert f"def {test}(" in found[0].read_text(encoding="utf-8")


def put_together(check: str, code: str) -> bool:
    """Return whether the code puts an id together from two parts, as ``f"contacts_{reason}"``."""
    words = check.split("_")
    parts = [("_".join(words[:k]), "_".join(words[k:])) for k in range(1, len(words))]
    return any(head + "_{" in code and f'"{tail}"' in code for head, tail in parts)


def test_the_checks_it_names_are_made_somewhere() -> None:
    files = [p for kind in ("py", "json") for p in (ROOT / "src").rglob(f"*.{kind}")]
    code = "\n".join(p.read_text("utf-8") for p in files)
    for row in ROWS:
        for check in re.findall(r"`([a-z_]+)`", row[2]):
            assert check in code or put_together(check, code), check
        for error in re.findall(r"`(RE-\w+)`", row[2]):
            assert error in code, error


@pytest.mark.parametrize("what", ASKED)
def test_every_bad_input_of_the_list_has_its_row(what: str) -> None:
    assert any(what in row[0] for row in ROWS)
