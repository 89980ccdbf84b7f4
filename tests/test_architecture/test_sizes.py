"""One idea per file: files under 200 lines, the code of a function under 30."""

from __future__ import annotations

import ast

import pytest
from paths import ROOT

FILE_LIMIT = 200
FUNCTION_LIMIT = 30
FOLDERS = ("src", "tests", "docs", "benchmarks")

# "file" or "file::function" from the root, and why it may be longer. One not needed any more fails.
EXCEPTIONS: dict[str, str] = {
    "tests/small_program.py::small_tables": "one literal: a row of data in every table",
}

FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function below its signature and docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno - body[0].lineno + 1) if body else 0


def too_long(source: str, name: str) -> dict[str, int]:
    """What in one file is longer than it may be."""
    found = {}
    length = len(source.splitlines())
    if length >= FILE_LIMIT:
        found[name] = length
    for node in ast.walk(ast.parse(source)):
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and code_lines(node) >= FUNCTION_LIMIT:
            found[f"{name}::{node.name}"] = code_lines(node)
    return found


def test_files_and_functions_stay_short() -> None:
    found: dict[str, int] = {}
    for path in FILES:
        found |= too_long(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    assert {name: n for name, n in found.items() if name not in EXCEPTIONS} == {}
    assert set(EXCEPTIONS) <= set(found), "an exception that is no longer needed"


@pytest.mark.parametrize(
    ("lines", "found"), [(FUNCTION_LIMIT - 1, {}), (FUNCTION_LIMIT, {"f.py::f": FUNCTION_LIMIT})]
)
def test_the_measure_counts_code_only(lines: int, found: dict[str, int]) -> None:
    source = 'def f(\n    a,\n):\n    """Say.\n\n    More.\n    """\n' + "    a = 1\n" * lines
    assert too_long(source, "f.py") == found
