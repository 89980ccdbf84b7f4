"""Where the shared reference data lie, for tests that use them when they are there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "RECOVERYEVAL_SHARED"


def shared_folder() -> Path:
    """Return the folder of shared data; it may not exist."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else ROOT.parent / "shared" / "data"


def shared_data(name: str) -> Path:
    """Return the path of one shared file, or skip the test that asks for it."""
    path = shared_folder() / name
    if not path.is_file():
        pytest.skip(f"shared file {name} is not here (set {VARIABLE} to its folder)")
    return path
