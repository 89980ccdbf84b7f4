"""One small demo, made once for all tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from recoveryeval.cli import main
from recoveryeval.reporting.study import demo


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a demo folder; nobody may change it."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PEOPLE", 80)
        assert main(["demo", str(folder)]) == 0
    return folder


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    """Return a copy of the demo folder."""
    return Path(shutil.copytree(made_once, tmp_path / "demo"))
