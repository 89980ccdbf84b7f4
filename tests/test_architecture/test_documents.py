"""What README, citation and documentation say is true of the package."""

from __future__ import annotations

import re
import tomllib

import pytest
from paths import ROOT

import recoveryeval

PAGES = sorted(
    [*ROOT.glob("*.md"), *(p for p in (ROOT / "docs").rglob("*.md") if "generated" not in p.parts)]
)
with (ROOT / "pyproject.toml").open("rb") as file:
    PROJECT = tomllib.load(file)["project"]


def readme_command(name: str) -> str:
    """The command in the README under the marker of that name."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {name} -->\n```sh\n(.+)\n```", text)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_pages_use_names_that_exist(path) -> None:
    used = set(re.findall(r"\brv\.(\w+)", path.read_text(encoding="utf-8")))
    assert used - set(recoveryeval.__all__) == set()


def test_readme_has_the_two_commands() -> None:
    assert readme_command("demo").endswith("recoveryeval demo")
    assert '-e ".[test]"' in readme_command("test")
    assert "python -m pytest" in readme_command("test")


def test_checks_run_the_readme_command_itself() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "readme_command test" in script
    assert "pytest" not in script


def test_contributors_are_told_the_same_command() -> None:
    assert readme_command("test") in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_citation_names_this_version_and_license() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert f"\nlicense: {PROJECT['license']}\n" in citation


def test_pandas_has_no_upper_bound_and_python_neither() -> None:
    assert [need for need in PROJECT["dependencies"] if "<" in need] == []
    assert PROJECT["requires-python"] == ">=3.11"
