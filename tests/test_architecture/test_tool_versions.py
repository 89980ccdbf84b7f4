"""Contributors' hooks and the project's sessions run the same versions of the same tools."""

from __future__ import annotations

import re
import tomllib

import pytest
from paths import ROOT

with (ROOT / "pyproject.toml").open("rb") as file:
    PROJECT = tomllib.load(file)
PINS = dict(need.split("==") for need in PROJECT["dependency-groups"]["lint"])
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")


def revision(repository: str) -> str:
    """Version of a hook repository in the pre-commit file."""
    found = re.search(rf"repo: \S*/{re.escape(repository)}\n\s+rev: v(\S+)", HOOKS)
    assert found is not None, f"{repository} is not in .pre-commit-config.yaml"
    return found.group(1)


@pytest.mark.parametrize(
    ("tool", "repository"),
    [("ruff", "ruff-pre-commit"), ("mypy", "mirrors-mypy"), ("codespell", "codespell")],
)
def test_hook_and_session_agree(tool: str, repository: str) -> None:
    assert revision(repository) == PINS[tool]


def test_type_stubs_agree() -> None:
    hooked = dict(re.findall(r"- (types-\S+)==(\S+)", HOOKS))
    pinned = {name: version for name, version in PINS.items() if name.startswith("types-")}
    assert hooked == pinned


def test_noxfile_installs_the_pins() -> None:
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    assert 'dependency_groups(PROJECT, "lint")' in text
    assert re.findall(r'"(?:ruff|mypy|import-linter|numpydoc|codespell)[=<>~]', text) == []
