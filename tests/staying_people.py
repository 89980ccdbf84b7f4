"""The people of docs/explanation/staying.md, as programs."""

from __future__ import annotations

import re

import pandas as pd
from paths import ROOT
from plain_program import day, plain_program

from recoveryeval.programs.program import Program

PAGE = (ROOT / "docs" / "explanation" / "staying.md").read_text(encoding="utf-8")


def page_rows(letters: str) -> dict[str, list[str]]:
    """Return the first row of the page for each person: the cells after the name."""
    found: dict[str, list[str]] = {}
    for who, cells in re.findall(rf"^\| ([{letters}]) \|(.*)\|$", PAGE, re.MULTILINE):
        found.setdefault(who, [cell.strip() for cell in cells.split("|")])
    return found


def page_definitions() -> dict[str, list[str]]:
    """Return the table of definitions: the cells of A to E for each."""
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE, re.MULTILINE)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in rows}


def of_contacts() -> Program:
    """Return the five people of the first table."""
    told = page_rows("A-E")
    people: dict[str, dict] = {who: {} for who in told}
    people["D"] = {"end": 60, "end_reason": "completed"}
    days = {who: [int(d) for d in re.findall(r"\d+", cells[0])] for who, cells in told.items()}
    return plain_program(people, days, extract=day(200))


def of_supplies() -> Program:
    """Return the five people of the second table."""
    rows = []
    for who, cells in page_rows("F-J").items():
        product = ""
        for word, first, supply in re.findall(r"(?:(\w+) )?(\d+) \((\d+)\)", cells[0]):
            product = word or product
            rows.append((who, product, day(int(first)), float(supply)))
    drug = pd.DataFrame(rows, columns=["person_id", "product", "date", "days_supply"])
    return plain_program({who: {} for who in "FGHIJ"}, extract=day(200), drug=drug)


def of_visits() -> Program:
    """Return the five people of the third table; N enrolled on day 60."""
    waves = {0: "baseline", 1: "month_3", 2: "month_6"}
    rows = []
    for who, cells in page_rows("K-O").items():
        late = 60 if who == "N" else 0
        for held, cell in enumerate((cells[1], cells[0])):
            for text in re.findall(r"\d+", cell):
                value = int(text)
                row = {"person_id": who, "wave": waves[round(value / 90)], "instrument": "GSE"}
                row["status"] = "complete" if held else "not_held"
                row["date" if held else "wave_due"] = day(late + value)
                rows.append(row)
    assessment = pd.DataFrame(rows)
    assessment["assessment_id"] = [f"a{i}" for i in range(len(rows))]
    people: dict[str, dict] = {who: {} for who in "KLMNO"}
    people["N"] = {"anchor": day(60)}
    return plain_program(people, extract=day(200), assessment=assessment)
