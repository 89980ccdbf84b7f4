"""Planted values never reach the report or the terminal; hostile texts do no harm."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from test_cli.small_study import STUDY, roster, write_study

from recoveryeval.cli import main

PLANTED = [f"Canary{n:03d}Zq" for n in range(1000)]
SCRIPT = "<script>alert('x')</script>"
FORMULA = '=HYPERLINK("http://x";"y")'


def everything(folder: Path) -> str:
    """Return all text of all files that were written, documents and zips opened."""
    texts = []
    for path in sorted((folder / "report").rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                data = b"".join(parts.read(name) for name in parts.namelist())
        texts.append(data.decode("utf-8", errors="ignore"))
    return "\n".join(texts)


def spoiled(folder: Path) -> Path:
    """Write a study whose files hold the planted values in every column, good and bad."""
    people = roster(200)
    values = iter(PLANTED)
    people["client"] = [f"{next(values)}{number:04d}" for number in range(len(people))]
    people["note"] = [next(values) for _ in range(len(people))]
    people["first_name"] = [next(values) for _ in range(len(people))]
    people["born"] = people["born"].astype(str)
    people.loc[::9, "born"] = [next(values) for _ in people.index[::9]]
    people.loc[::11, "sex"] = [next(values) for _ in people.index[::11]]
    people.loc[::40, "intake"] = [next(values) for _ in people.index[::40]]
    study = write_study(folder, study=STUDY)
    people.to_csv(folder / "roster.csv", index=False)
    contacts = pd.read_csv(folder / "log.csv", dtype="string")
    good = people[people["intake"].str.startswith("2025-")]
    names = dict(zip(roster(200)["client"], good["client"], strict=False))
    contacts["client"] = contacts["client"].map(names)
    rest = list(values)
    contacts["comment"] = [rest[n % len(rest)] for n in range(len(contacts))]
    contacts.loc[::13, "status"] = [rest[n % len(rest)] for n in contacts.index[::13]]
    contacts.to_csv(folder / "log.csv", index=False)
    return study


@pytest.mark.parametrize("command", ["report", "validate"])
def test_no_planted_value_leaves_the_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str
) -> None:
    code = main([command, str(spoiled(tmp_path))])
    told = capfd.readouterr()
    assert code == (0 if command == "report" else 1), told.err
    text = told.out + told.err + everything(tmp_path)
    assert len(text) > 1000
    assert [value for value in PLANTED if value in text] == []


def test_a_refusal_quotes_no_value(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    study = spoiled(tmp_path)
    study.write_text(STUDY.replace('arm = "group"', 'arm = "note"'), encoding="utf-8")
    assert main(["report", str(study)]) == 2
    told = capfd.readouterr()
    assert told.err.startswith("RE-")
    assert [value for value in PLANTED if value in told.out + told.err] == []


def test_free_text_is_never_described(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    study = spoiled(tmp_path)
    mapping = (tmp_path / "mapping.toml").read_text(encoding="utf-8")
    mapping = mapping.replace('sex = "sex"', 'sex = "sex"\nnote = "note"')
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    study.write_text(STUDY.replace("[cohort]", '[cohort]\ndescribe = ["note"]'), encoding="utf-8")
    assert main(["report", str(study)]) == 2
    told = capfd.readouterr()
    assert "RE-K41" in told.err
    assert [value for value in PLANTED if value in told.err] == []


def hostile(folder: Path) -> Path:
    """Write a study whose title, group names and answers are hostile."""
    people = roster()
    people["group"] = people["group"].map({"peer": SCRIPT, "usual": FORMULA})
    study = STUDY.replace('title = "Small"', f'title = "{SCRIPT}"')
    study = study.replace("[cohort]", '[cohort]\ndescribe = ["mood"]')
    people["mood"] = ["@SUM(1)" if n % 2 else "<img src=x onerror=alert(1)>" for n in people.index]
    path = write_study(folder, people=people, study=study)
    mapping = (folder / "mapping.toml").read_text(encoding="utf-8")
    mapping = mapping.replace(
        'sex = "sex"', 'sex = "sex"\nmood = { column = "mood", known_at = "always" }'
    )
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    return path


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    assert main(["report", str(hostile(tmp_path))]) == 0
    html = (tmp_path / "report/report.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html
    with zipfile.ZipFile(tmp_path / "report/report.docx") as parts:
        body = parts.read("word/document.xml").decode()
    assert "<script" not in body
    assert "&lt;script&gt;" in body


def test_no_table_holds_a_live_formula(tmp_path: Path) -> None:
    assert main(["report", str(hostile(tmp_path))]) == 0
    tables = list((tmp_path / "report/tables").glob("*.csv"))
    cells = pd.concat([pd.read_csv(t, dtype="string").stack() for t in tables])  # noqa: PD013 - every cell, one below the other
    texts = [c for c in cells.dropna() if not re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", c)]
    assert any(text.startswith("'=HYPERLINK") for text in texts)
    assert any(text.startswith("'@SUM") for text in texts)
    assert [text for text in texts if text.startswith(("=", "+", "-", "@", "\t"))] == []
