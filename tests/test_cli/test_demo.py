"""The demo and the report: everything is there, agrees with itself, and can be made again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from recoveryeval.cli import main
from recoveryeval.release.profile import MARK
from recoveryeval.results.result import Result

REPORTS = ("report.html", "report.docx")


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by name."""
    found = [p for p in folder.rglob("*") if p.is_file()]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def words(page: str) -> str:
    """Return a page's text without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_demo_holds_all_it_promises(made_once: Path) -> None:
    held = files(made_once)
    for name in ("study.toml", "mapping.toml", "exports/redcap.csv", ".gitignore"):
        assert name in held
    for name in REPORTS:
        assert f"report/{name}" in held
    assert {n for n in held if n.endswith(".png")} >= {"report/figures/figure_1.png"}
    names = ("flow", "people_served", "kaplan_meier", "kaplan_meier_by_arm", "logrank_by_arm")
    for name in names:
        assert f"report/tables/{name}.csv" in held
        assert f"report/results/{name}.json" in held


def test_every_file_of_the_demo_is_private(made_once: Path) -> None:
    assert {p.stat().st_mode & 0o777 for p in made_once.rglob("*") if p.is_file()} == {0o600}


def test_report_says_again_what_the_tables_hold(made_once: Path) -> None:
    curve = Result.from_json(
        (made_once / "report/results/kaplan_meier.json").read_text(encoding="utf-8")
    )
    table = pd.read_csv(made_once / "report/tables/kaplan_meier.csv")
    pd.testing.assert_series_equal(table["estimate"], curve.tidy()["estimate"])
    row = curve.at([90]).tidy().iloc[0]  # type: ignore[attr-defined]
    page = words((made_once / "report/report.html").read_text(encoding="utf-8"))
    assert (
        f"After 90\u00a0days, {row['estimate']:.0%} were still in the program"
        in page.replace("&nbsp;", "\u00a0")
        or f"After 90 days, {row['estimate']:.0%} were still in the program" in page
    )


def test_the_first_page_answers_six_questions(made_once: Path) -> None:
    page = words((made_once / "report/report.html").read_text(encoding="utf-8"))
    for question in (
        "How many people?",
        "Who are they?",
        "How long?",
        "Compared with whom?",
        "How sure is this?",
        "What is missing?",
    ):
        assert question in page
    assert "not assigned to these groups by chance" in page
    assert not re.search(r"\b(prove[sd]?|caused?|because of coaching)\b", page, re.IGNORECASE)
    assert page.count(MARK) == 1


def test_making_the_report_again_changes_nothing(folder: Path) -> None:
    first = files(folder)
    assert main(["report", str(folder / "study.toml")]) == 0
    second = files(folder)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_results_hold_no_row_of_a_person(made_once: Path) -> None:
    for path in (made_once / "report/results").glob("*.json"):
        body = json.loads(path.read_text(encoding="utf-8"))
        assert "person_id" not in json.dumps(body)
