"""There is one door to the disk, and none to the network or to pickled objects."""

from __future__ import annotations

import ast

import pytest
from paths import ROOT

PACKAGE = ROOT / "src" / "recoveryeval"
TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
WRITERS = {"write_text", "write_bytes", "to_pickle", "to_parquet", "to_feather", "to_hdf", "to_sql"}
CLOSED = {
    "pickle",
    "shelve",
    "marshal",
    "socket",
    "http",
    "urllib",
    "requests",
    "ftplib",
    "smtplib",
}


def opened_to_write(call: ast.Call, place: int) -> bool:
    """Whether the mode of an open call, at that place or by keyword, allows writing."""
    given = [*call.args[place : place + 1], *(k.value for k in call.keywords if k.arg == "mode")]
    modes = [mode.value for mode in given if isinstance(mode, ast.Constant)]
    return any(set(str(mode)) & set("wxa+") for mode in modes)


def writes(node: ast.AST) -> bool:
    """Whether a call writes to the disk by itself."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "open" and opened_to_write(node, 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        name = node.func.attr
        return name in WRITERS or (name == "open" and opened_to_write(node, 0))
    return False


def imported(tree: ast.AST) -> set[str]:
    """Top-level names of everything a module imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_only_release_writes() -> None:
    found = {
        name: [node.lineno for node in ast.walk(tree) if writes(node)]
        for name, tree in TREES.items()
        if not name.startswith("release/")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_release_is_seen_to_write() -> None:
    ours = [tree for name, tree in TREES.items() if name.startswith("release/")]
    assert any("os" in imported(tree) for tree in ours)


def test_no_network_and_no_pickles() -> None:
    found = {name: imported(tree) & CLOSED for name, tree in TREES.items()}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("open('a', 'w')", True),
        ("path.open(mode='ab')", True),
        ("path.write_text('x')", True),
        ("open('a')", False),
        ("path.open('rb')", False),
        ("write_bytes(path, data)", False),
    ],
)
def test_the_search_sees_a_write(code: str, found: bool) -> None:
    assert any(writes(node) for node in ast.walk(ast.parse(code))) is found
