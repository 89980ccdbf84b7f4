"""study.toml: what it may hold, and how every mistake in it is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from recoveryeval.errors import RecoveryEvalError
from recoveryeval.reporting.study.read_study import read_study

GOOD = """
version = 1
title = "Peer recovery support, 2026 Q3"
program = "Example"
extract_date = 2026-06-30

[[sources]]
file = "exports/log.csv"
reader = "csv"
mapping = "mapping.toml"

[cohort]
between = [2025-01-01, 2026-06-30]
arm = "arm"

[retention]
horizon_days = 120
exits = { death = "censor" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds what the good file names."""
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports/log.csv").write_text("a\n1\n")
    (tmp_path / "mapping.toml").write_text("version = 1\n")
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "study.toml"
    path.write_bytes(text.encode())
    return path


def refused(folder: Path, old: str, new: str) -> str:
    """Return the message for the good file with one change."""
    assert old in GOOD
    with pytest.raises(RecoveryEvalError) as caught:
        read_study(write(folder, GOOD.replace(old, new, 1)))
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_a_good_file_becomes_a_study(folder: Path) -> None:
    study = read_study(write(folder, GOOD))
    assert study.sources[0].file == (folder / "exports/log.csv").resolve()
    assert study.extract_date == dt.date(2026, 6, 30)
    assert study.cohort.between == (dt.date(2025, 1, 1), dt.date(2026, 6, 30))
    assert study.retention.days == (30, 90)
    assert study.retention.exits == {"death": "censor"}
    assert study.report.folder == (folder / "report").resolve()
    assert study.report.formats == ("html", "docx")


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    assert read_study(write(folder, "\ufeff" + GOOD)).program == "Example"


def test_an_unknown_key_is_refused_with_the_nearest_name(folder: Path) -> None:
    told = refused(folder, "horizon_days", "horizon_day")
    assert "RE-Y02" in told
    assert told.endswith("The nearest valid name is 'horizon_days'.")


@pytest.mark.parametrize(
    ("old", "new", "code", "word"),
    [
        ("version = 1", "version = 2", "RE-Y03", "version"),
        ("version = 1", "", "RE-Y04", "version"),
        ('reader = "csv"', 'reader = "fax"', "RE-Y03", "csv, excel, redcap"),
        ('reader = "csv"', 'reader = "redcap"', "RE-Y04", "dictionary"),
        ("extract_date = 2026-06-30", 'extract_date = "soon"', "RE-Y03", "extract_date"),
        ("[2025-01-01, 2026-06-30]", "[2026-06-30, 2025-01-01]", "RE-Y03", "between"),
        ("horizon_days = 120", "horizon_days = true", "RE-Y03", "whole number"),
        ("horizon_days = 120", "horizon_days = 120\ndays = [30, 180]", "RE-Y06", "days"),
        ('death = "censor"', 'death = "ignore"', "RE-Y03", "exits"),
        ('arm = "arm"', 'arm = "arm"\nlandmark = "contact"', "RE-Y06", "both"),
        ('arm = "arm"', 'landmark = "contact"', "RE-Y06", "within_days"),
        ("exports/log.csv", "exports/gone.csv", "RE-Y05", "source 1"),
        ("exports/log.csv", "../log.csv", "RE-P04", "outside"),
        ("exports/log.csv", "/etc/passwd", "RE-P04", "outside"),
        ('title = "Peer', 'title = Peer"', "RE-Y01", "line 3"),
        ("[retention]", '[report]\nprofile = "public"\n[retention]', "RE-R02", "public"),
        ("[retention]", '[report]\nfolder = "../out"\n[retention]', "RE-P04", "outside"),
    ],
)
def test_each_mistake_is_told_with_its_place(
    folder: Path, old: str, new: str, code: str, word: str
) -> None:
    told = refused(folder, old, new)
    assert told.startswith(code)
    assert word in told


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path_factory: object) -> None:
    outside = folder.parent / f"{folder.name}-outside.csv"
    outside.write_text("a\n1\n")
    (folder / "exports/link.csv").symlink_to(outside)
    assert refused(folder, "exports/log.csv", "exports/link.csv").startswith("RE-P04")


def test_no_file_and_no_text_are_told(folder: Path) -> None:
    with pytest.raises(RecoveryEvalError, match="RE-Y01"):
        read_study(folder / "none.toml")
    (folder / "study.toml").write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(RecoveryEvalError, match="UTF-8"):
        read_study(folder / "study.toml")
