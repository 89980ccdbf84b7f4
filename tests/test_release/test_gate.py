"""The gate to the disk: profiles, paths, whole files, escaped cells."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoveryeval.errors import ReleaseError
from recoveryeval.release import write as gate
from recoveryeval.release.escape import csv_bytes, escape_cell
from recoveryeval.release.paths import inside
from recoveryeval.release.write import write_bytes


@pytest.mark.parametrize("profile", ["public", "funder"])
def test_profiles_whose_rules_are_not_built_are_refused(profile: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="not built yet"):
        write_bytes("a.txt", b"x", profile=profile, root=tmp_path)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="not one of"):
        write_bytes("a.txt", b"x", profile="open", root=tmp_path)  # type: ignore[arg-type]


def test_a_private_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = write_bytes("sub/a.txt", b"x", profile="internal", root=tmp_path)
    assert path.read_bytes() == b"x"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("path", ["../a.txt", "sub/../../a.txt", "/etc/recoveryeval-test"])
def test_a_path_outside_the_project_is_refused(path: str, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="RE-P04"):
        write_bytes(path, b"x", profile="internal", root=tmp_path)


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "link").symlink_to(outside)
    with pytest.raises(ReleaseError, match="RE-P04"):
        inside(project, "link/a.txt")
    assert inside(project, "a.txt") == (project / "a.txt").resolve()


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bytes("a.txt", b"old", profile="internal", root=tmp_path)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gate.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_bytes("a.txt", b"new", profile="internal", root=tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


def test_a_folder_that_cannot_be_made_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReleaseError, match="could not be written"):
        write_bytes("file/a.txt", b"x", profile="internal", root=tmp_path)


@given(st.text())
def test_no_text_cell_starts_like_a_formula(text: str) -> None:
    assert not escape_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_stay_numbers_and_text_is_escaped() -> None:
    frame = pd.DataFrame({"=name": ["=1+1", "-x", "fine"], "value": [-1.5, 2.0, float("nan")]})
    rows = list(csv.reader(io.StringIO(csv_bytes(frame).decode())))
    assert rows[0] == ["'=name", "value"]
    assert rows[1] == ["'=1+1", "-1.5"]
    assert rows[2] == ["'-x", "2.0"]
    assert rows[3] == ["fine", ""]
