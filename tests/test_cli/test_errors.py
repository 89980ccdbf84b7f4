"""What the command line says and returns when something is wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from recoveryeval import cli
from recoveryeval.cli import main
from recoveryeval.reporting.study import read_study

SECRET = "Jane-Q-Planted"


def test_a_typed_error_is_one_line_and_code_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(tmp_path / f"{SECRET}.toml")]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("RE-Y01: ")
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert SECRET not in told.err


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reading the study fail as another library would, with a value in its text."""

    def fail(path: Path) -> None:
        raise ValueError(f"could not convert string to float: '{SECRET}'")

    monkeypatch.setattr(read_study, "read_study", fail)


def test_an_unexpected_error_names_its_kind_only(
    broken: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "study.toml"]) == 3
    told = capsys.readouterr()
    assert "ValueError" in told.err
    assert SECRET not in told.err + told.out


def test_debug_shows_it_with_a_warning(broken: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "study.toml", "--debug"]) == 3
    told = capsys.readouterr().err
    assert "may hold values" in told
    assert SECRET in told


def test_an_interrupt_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(read_study, "read_study", stop)
    assert main(["report", "study.toml"]) == 130
    assert "Stopped" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_control_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    command = [sys.executable, "-m", "recoveryeval", "demo", "demo"]
    run = subprocess.Popen(command, cwd=tmp_path, stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    shown = ""
    while "making up" not in shown:
        shown += os.read(ours, 1024).decode()
    run.send_signal(signal.SIGINT)
    while "Stopped" not in shown:
        shown += os.read(ours, 1024).decode()
    assert run.wait(timeout=60) == 130
    os.close(ours)
    assert "Traceback" not in shown
    left = [p.name for p in tmp_path.rglob("*") if p.is_file()]
    assert [name for name in left if name.startswith(".recoveryeval-")] == []


@pytest.mark.parametrize("arguments", [[], ["dance"], ["report"], ["init"]])
def test_wrong_usage_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: recoveryeval" in capsys.readouterr().err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    for flag in ("--version", "--help"):
        with pytest.raises(SystemExit) as ended:
            main([flag])
        assert ended.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("recoveryeval ")
    for command in ("demo", "report", "validate", "init"):
        assert command in told


def test_a_demo_never_enters_a_folder_with_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert main(["demo", str(tmp_path)]) == 2
    assert "RE-R21" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    assert main(["demo", str(tmp_path / "notes.txt")]) == 2


def test_the_one_place_that_prints_is_the_command_line() -> None:
    package = Path(cli.__file__).parent
    printing = [p.name for p in package.rglob("*.py") if "print(" in p.read_text(encoding="utf-8")]
    assert printing == ["cli.py"]
