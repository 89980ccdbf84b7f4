"""Write the reference pages from the package itself: names, columns, tables, vocabularies."""

from __future__ import annotations

import json
import tomllib
from importlib import resources
from pathlib import Path

from definition_page import definitions_page
from error_page import errors_page
from instrument_page import instruments_page

import recoveryeval

HERE = Path(__file__).parent


def write(folder: Path) -> None:
    """Write every generated page into a folder that is not under version control."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "names.rst": names_page(),
        "columns.md": columns_page(),
        "tables.md": tables_page(),
        "vocabularies.md": vocabularies_page(),
        "definitions.md": definitions_page(),
        "instruments.md": instruments_page(),
        "errors.md": errors_page(),
    }
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def names_page() -> str:
    """List the public names under the questions of groups.toml."""
    with (HERE.parent / "reference" / "groups.toml").open("rb") as file:
        groups = tomllib.load(file)["group"]
    public = [name for name in recoveryeval.__all__ if not name.startswith("__")]
    placed = {name for group in groups for name in group["names"]}
    groups.append({"title": "More", "names": [name for name in public if name not in placed]})
    parts = ["Public names\n============\n", ".. currentmodule:: recoveryeval\n"]
    for group in groups:
        present = [name for name in group["names"] if name in public]
        if present:
            parts.append(_summary(group["title"], present))
    return "\n".join(parts)


def _summary(title: str, names: list[str]) -> str:
    """One heading and the table of its names."""
    rows = "\n".join(f"   {name}" for name in names)
    listed = ".. autosummary::\n   :toctree: names\n   :nosignatures:"
    return f"{title}\n{'-' * len(title)}\n\n{listed}\n\n{rows}\n"


def columns_page() -> str:
    """List the columns that results may have."""
    glossary = json.loads(_package_text("results", "glossary.json"))
    lines = [
        "# Columns of results",
        "",
        "Every result's tables use these columns and no others.",
        "",
    ]
    for kind, columns in glossary.items():
        if isinstance(columns, dict):
            rows = [[f"`{name}`", at["type"], at["meaning"]] for name, at in columns.items()]
            lines += [f"## `{kind}()`", "", *_table(["column", "type", "meaning"], rows), ""]
    return "\n".join(lines)


def tables_page() -> str:
    """Describe each tidy table, column by column."""
    lines = [
        "# Tidy tables",
        "",
        "What a program is made of. Every loader produces these tables.",
        "",
    ]
    for table in _package_json("schema", "tables"):
        lines += [f"## {table['name']}", "", str(table.get("description", "")), ""]
        rows = [_field_row(field) for field in table["fields"]]
        lines += [*_table(["column", "type", "known", "meaning"], rows), ""]
    return "\n".join(lines)


def _field_row(field: dict[str, object]) -> list[str]:
    """One row for one column of a table."""
    meaning = str(field.get("description", ""))
    words = field.get("vocabulary")
    told = f"{meaning} Terms: {words}." if words else meaning
    return [f"`{field['name']}`", str(field["type"]), str(field.get("known_at", "")), told]


def vocabularies_page() -> str:
    """List the terms of each vocabulary with the words that exports use for them."""
    lines = [
        "# Vocabularies",
        "",
        "The allowed terms of a column, and the synonyms read as each.",
        "",
    ]
    for vocabulary in _package_json("schema", "vocabularies"):
        lines += [f"## {vocabulary['name']}", ""]
        rows = [
            [
                f"`{term}`",
                str(entry.get("label", "")),
                ", ".join(map(str, entry.get("synonyms", []))),
            ]
            for term, entry in vocabulary["terms"].items()
        ]
        lines += [*_table(["term", "label", "also read from"], rows), ""]
    return "\n".join(lines)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    """Lay out a Markdown table."""
    cells = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]


def _package_text(*parts: str) -> str:
    """Read one data file of the package."""
    return resources.files("recoveryeval").joinpath(*parts).read_text(encoding="utf-8")


def _package_json(*parts: str) -> list[dict[str, object]]:
    """Read every JSON file of a folder of the package by name, none if there is no folder."""
    folder = resources.files("recoveryeval").joinpath(*parts)
    if not folder.is_dir():
        return []
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".json")), key=str)
    return [json.loads(item.read_text(encoding="utf-8")) for item in files]
