"""Reference values that lie beside the repository, for tests that use them when they are there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from paths import VARIABLE, shared_folder


def oracle(name: str) -> dict[str, Any]:
    """Return input and output of one oracle, or skip the test that asks for it."""
    path = shared_folder().parent / "reference" / "oracles" / f"{name}.json"
    if not path.is_file():
        pytest.skip(f"oracle {name} is not here (set {VARIABLE} to the shared data folder)")
    found: dict[str, Any] = json.loads(path.read_text())
    return found
