"""The top level exports names and only names; folders are layers."""

from __future__ import annotations

import ast

import pytest
from paths import ROOT

import recoveryeval

PACKAGE = ROOT / "src" / "recoveryeval"
INITIALIZERS = sorted(path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)
TOP = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
STUB = ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
SUBPACKAGES = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}


def test_subpackage_initializers_are_empty() -> None:
    assert [path.parent.name for path in INITIALIZERS if path.read_text(encoding="utf-8")] == []


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert sorted(f.name for f in folders if not (f / "__init__.py").is_file()) == []


def test_public_names_and_subpackages_are_disjoint() -> None:
    # `rv.cohort` the function and `recoveryeval.cohort` the folder would overwrite each other,
    # depending on which was imported last.
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert set(recoveryeval.__all__) & (SUBPACKAGES | modules) == set()


@pytest.mark.parametrize("name", recoveryeval.__all__)
def test_public_name_exists(name: str) -> None:
    assert getattr(recoveryeval, name) is not None


def test_public_names_are_listed_once() -> None:
    assert len(recoveryeval.__all__) == len(set(recoveryeval.__all__))


def test_top_initializer_holds_names_only() -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr, ast.If)
    others = [node for node in TOP.body if not isinstance(node, allowed)]
    assert {getattr(node, "name", type(node).__name__) for node in others} <= {
        "__getattr__",
        "__dir__",
    }


def test_names_for_type_checkers_are_the_public_names() -> None:
    ours = [
        alias.name
        for node in ast.walk(STUB)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("recoveryeval.")
        for alias in node.names
    ]
    public = [name for name in recoveryeval.__all__ if not name.startswith("__")]
    assert sorted(ours) == sorted(public)


def test_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()
