"""validate counts what is in the exports; init proposes a first study for one's own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recoveryeval.cli import main
from recoveryeval.reporting.study.read_study import read_study

LOG = """client,intake,session date,status,minutes
007,2025-01-06,2025-01-13,completed,30
007,2025-01-06,2025-02-03,completed,45
008,2025-02-03,2025-02-10,Planted-Word,
"""


def test_validate_fails_on_planted_faults_and_counts_them(
    made_once: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(made_once / "study.toml")]) == 1
    told = capsys.readouterr().out
    assert "What was set aside, and why" in told
    assert "The end lies before the start" in told
    assert re.fullmatch(
        r"[1-9]\d* errors found; [1-9]\d* rows or cells set aside\.", told.splitlines()[-1]
    )


def test_validate_passes_sound_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log.csv").write_text("client,intake\n007,2025-01-06\n008,2025-02-03\n")
    (tmp_path / "mapping.toml").write_text(
        "version = 1\n[sources.log.tables.person]\nperson_id = 'client'\n"
        "[sources.log.tables.episode]\nperson_id = 'client'\nanchor = 'intake'\n"
    )
    (tmp_path / "study.toml").write_text(
        "version = 1\ntitle = 'T'\nprogram = 'P'\nextract_date = 2025-06-30\n"
        "[[sources]]\nfile = 'log.csv'\nreader = 'csv'\nmapping = 'mapping.toml'\n"
    )
    assert main(["validate", str(tmp_path / "study.toml")]) == 0
    assert "0 errors found; 0 rows or cells set aside." in capsys.readouterr().out


def test_init_writes_files_that_can_be_read_and_never_replaces_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.csv").write_text(LOG)
    assert main(["init", "log.csv"]) == 0
    study = read_study(tmp_path / "study.toml")
    assert [source.file.name for source in study.sources] == ["log.csv"]
    written = (tmp_path / "study.toml").read_text() + (tmp_path / "mapping.toml").read_text()
    for value in ("007", "2025-01-13", "Planted-Word"):
        assert value not in written
    before = (tmp_path / "study.toml").read_bytes()
    assert main(["init", "log.csv"]) == 2
    assert "RE-R22" in capsys.readouterr().err
    assert (tmp_path / "study.toml").read_bytes() == before


def test_init_refuses_files_elsewhere_or_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "log.csv").write_text(LOG)
    monkeypatch.chdir(home)
    assert main(["init", "../log.csv"]) == 2
    assert "RE-P04" in capsys.readouterr().err
    assert main(["init", "gone.csv"]) == 2
    assert list(home.iterdir()) == []
