"""Public names load when first used, from one table that type checkers see too."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import recoveryeval

SOURCE = Path(recoveryeval.__file__).with_suffix(".pyi").read_text(encoding="utf-8")


def imported_for_types() -> dict[str, str]:
    """Return the names that a type checker imports, with their modules."""
    nodes = [n for n in ast.walk(ast.parse(SOURCE)) if isinstance(n, ast.ImportFrom)]
    ours = [n for n in nodes if n.module and n.module.startswith("recoveryeval.")]
    return {
        alias.name: str(node.module).removeprefix("recoveryeval.")
        for node in ours
        for alias in node.names
    }


def test_the_table_and_the_imports_for_types_agree() -> None:
    assert imported_for_types() == recoveryeval._HOME


@pytest.mark.parametrize("name", recoveryeval.__all__)
def test_every_name_loads_and_bears_its_name(name: str) -> None:
    assert getattr(recoveryeval, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'retentions'"):
        recoveryeval.retentions  # noqa: B018
    assert "retention" in dir(recoveryeval)


def test_importing_loads_no_estimation_library() -> None:
    code = (
        "import sys, recoveryeval as rv; rv.kaplan_meier, rv.cohort, rv.read_csv; "
        "print([m for m in ('scipy', 'matplotlib', 'statsmodels', 'lifelines', 'pingouin', "
        "'formulaic', 'docx', 'openpyxl', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
