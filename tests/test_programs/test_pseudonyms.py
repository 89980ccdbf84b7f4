"""Pseudonyms need a key, and the key stays outside the project."""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
from pathlib import Path

import pandas as pd
import pytest

from recoveryeval.errors import ReleaseError, SchemaError
from recoveryeval.programs import pseudonyms as module
from recoveryeval.programs.pseudonyms import ENVIRONMENT, Key, load_key, make_key, pseudonyms

KEY = Key(b"k" * 64)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A project folder and a private one beside it."""
    project, home = tmp_path / "project", tmp_path / "home"
    project.mkdir()
    home.mkdir()
    return project, home


def test_a_made_key_can_be_loaded_and_is_private(folders: tuple[Path, Path]) -> None:
    project, home = folders
    path = make_key(home / "key.txt", project=project)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    key = load_key(path, project=project)
    assert len(key.secret) == 64
    assert key.secret.decode() not in repr(key)


def test_two_keys_differ_and_none_is_overwritten(folders: tuple[Path, Path]) -> None:
    project, home = folders
    first, second = (make_key(home / name, project=project) for name in ("a", "b"))
    assert first.read_bytes() != second.read_bytes()
    with pytest.raises(ReleaseError, match="RE-P11"):
        make_key(home / "a", project=project)


def test_the_environment_names_the_key(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, home = folders
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    with pytest.raises(ReleaseError, match="RE-P12"):
        load_key(project=project)
    monkeypatch.setenv(ENVIRONMENT, str(make_key(home / "key", project=project)))
    assert load_key(project=project).secret


def test_a_key_inside_the_project_is_refused(folders: tuple[Path, Path]) -> None:
    project, home = folders
    with pytest.raises(ReleaseError, match="RE-P15"):
        make_key(project / "secrets" / "key", project=project)
    link = home / "link"
    inside = project / "key"
    inside.write_text("k" * 64)
    link.symlink_to(inside)
    with pytest.raises(ReleaseError, match="RE-P15"):
        load_key(link, project=project)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_a_key_others_may_read_is_refused(folders: tuple[Path, Path]) -> None:
    project, home = folders
    path = make_key(home / "key", project=project)
    path.chmod(0o640)
    with pytest.raises(ReleaseError, match="RE-P16"):
        load_key(path, project=project)


def test_absent_and_short_keys_are_refused(folders: tuple[Path, Path]) -> None:
    project, home = folders
    with pytest.raises(ReleaseError, match="RE-P12"):
        load_key(home / "none", project=project)
    short = home / "short"
    short.write_text("secret\n")
    short.chmod(0o600)
    with pytest.raises(ReleaseError, match="RE-P13"):
        load_key(short, project=project)


def test_a_pseudonym_is_the_hmac_of_the_id() -> None:
    made = pseudonyms(pd.Series(["00123", None, "7"], name="person_id"), KEY)
    expected = hmac.new(KEY.secret, b"person_id\x1f00123", hashlib.sha256).hexdigest()[:20]
    assert made.iloc[0] == expected
    assert made.isna().tolist() == [False, True, False]
    assert made.dtype == "string"
    assert made.name == "person_id"


def test_ids_that_mean_the_same_get_the_same_pseudonym() -> None:
    made = pseudonyms(pd.Series(["ab1", " AB1", "'Ab1'", "ab2"]), KEY)
    assert made.nunique() == 2
    assert made.iloc[0] == made.iloc[1] == made.iloc[2]


def test_key_and_domain_change_the_pseudonym() -> None:
    ids = pd.Series(["a"])
    made = {
        pseudonyms(ids, KEY).iloc[0],
        pseudonyms(ids, KEY, domain="coach_id").iloc[0],
        pseudonyms(ids, Key(b"x" * 64)).iloc[0],
    }
    assert len(made) == 3


def test_a_collision_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LENGTH", 1)
    with pytest.raises(SchemaError, match="RE-P14"):
        pseudonyms(pd.Series([str(i) for i in range(40)]), KEY)
