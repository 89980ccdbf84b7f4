"""The reference page of the named definitions, written from their files."""

from __future__ import annotations

import recoveryeval

STANDING = {
    "read": "read in the source or library named in the note",
    "unverified": "not verified against the source",
    "house": "defined by this package",
}


def definitions_page() -> str:
    """List every definition with its sentence, rule for missing results, and source."""
    lines = [
        "# Definitions of outcomes",
        "",
        "Each is a file of the package; `definitions()` lists them. Your own has the same keys.",
        "",
    ]
    listed = recoveryeval.definitions()
    for family, rows in listed.groupby("family", sort=True):
        lines += [f"## {str(family).replace('_', ' ')}", ""]
        for row in rows.to_dict("records"):
            lines += _entry(row)
    return "\n".join(lines)


def _entry(row: dict[str, str]) -> list[str]:
    """One definition as a definition list entry."""
    source = " ".join(
        part for part in (row["citation"], f"doi:{row['doi']}" if row["doi"] else "") if part
    )
    standing = STANDING[row["standing"]]
    told = {
        "In a paper": row["sentence"],
        "Counts": row["counts"],
        "Missing": row["missing"],
        "Clock": row["clock"],
        "Censoring": row["censoring"],
        "Grace": row["grace"],
        "Parameters": f"`{row['parameters']}`" if row["parameters"] else "",
        "Source": f"{source} ({standing})" if source else standing,
        "Note": row["note"],
    }
    items = [f"- {name}: {text}" for name, text in told.items() if text]
    return [f"### {row['title']}", "", f"`{row['id']}`, version {row['version']}", "", *items, ""]
