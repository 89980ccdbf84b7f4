"""The output folder: run again, broken off, and in the way of someone's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoveryeval.errors import ReleaseError
from recoveryeval.reporting.study import folder as module
from recoveryeval.reporting.study.folder import RECORD, write_folder

FIRST = {"a.html": b"one", "tables/t.csv": b"x\n"}


def written(root: Path, files: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """Write, and return what lies in the folder."""
    write_folder(root / "out", FIRST if files is None else files, root=root, profile="internal")
    found = [p for p in (root / "out").rglob("*") if p.is_file() and p.name != RECORD]
    return {p.relative_to(root / "out").as_posix(): p.read_bytes() for p in found}


def test_a_second_run_gives_the_same_folder(tmp_path: Path) -> None:
    first = written(tmp_path)
    assert first.keys() == {"a.html", "tables/t.csv", ".gitignore"}
    assert first[".gitignore"].endswith(b"*\n")
    assert written(tmp_path) == first


def test_files_that_are_no_longer_made_go_away(tmp_path: Path) -> None:
    written(tmp_path)
    assert written(tmp_path, {"a.html": b"two"}).keys() == {"a.html", ".gitignore"}


def test_every_file_is_private(tmp_path: Path) -> None:
    written(tmp_path)
    modes = {p.stat().st_mode & 0o777 for p in (tmp_path / "out").rglob("*") if p.is_file()}
    assert modes == {0o600}


def test_an_edited_report_is_never_lost(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "out/a.html").write_bytes(b"edited by hand")
    with pytest.raises(ReleaseError, match=r"RE-R20.*a\.html"):
        written(tmp_path, {"a.html": b"two"})
    with pytest.raises(ReleaseError, match="RE-R20"):
        written(tmp_path, {"b.html": b"two"})
    assert (tmp_path / "out/a.html").read_bytes() == b"edited by hand"


def test_a_file_of_someone_else_is_neither_replaced_nor_removed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/notes.txt").write_bytes(b"mine")
    written(tmp_path)
    assert written(tmp_path, {})["notes.txt"] == b"mine"
    (tmp_path / "out/a.html").write_bytes(b"mine")
    with pytest.raises(ReleaseError, match="RE-R20"):
        written(tmp_path)


@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_a_run_broken_off_can_be_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    written(tmp_path)
    calls = iter(range(100))
    real = module.write_bytes

    def breaking(*args: object, **options: object) -> Path:
        if next(calls) == stop:
            raise KeyboardInterrupt
        return real(*args, **options)  # type: ignore[arg-type]

    later = {"a.html": b"two", "b.html": b"new"}
    with monkeypatch.context() as patch:
        patch.setattr(module, "write_bytes", breaking)
        with pytest.raises(KeyboardInterrupt):
            written(tmp_path, later)
    assert written(tmp_path, later).keys() == {"a.html", "b.html", ".gitignore"}


def test_a_damaged_record_stops_nothing_but_protects_everything(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "out" / RECORD).write_text("[1]")
    assert written(tmp_path) == {**FIRST, ".gitignore": module._IGNORE}
    (tmp_path / "out" / RECORD).write_text("{")
    with pytest.raises(ReleaseError, match="RE-R20"):
        written(tmp_path, {"a.html": b"two"})


def test_a_record_that_points_outside_removes_nothing(tmp_path: Path) -> None:
    written(tmp_path)
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / "out" / RECORD).write_text(f'{{"../victim": ["{module._hash(b"mine")}"]}}')
    with pytest.raises(ReleaseError, match="RE-P04"):
        written(tmp_path)
    assert victim.read_bytes() == b"mine"
