"""Reference pages as the documentation writes them."""

from __future__ import annotations

import importlib
import sys

from paths import ROOT


def reference_page(module: str, function: str) -> str:
    """Return the page that a function of a module in ``docs/_ext`` writes."""
    sys.path.insert(0, str(ROOT / "docs" / "_ext"))
    try:
        return str(getattr(importlib.import_module(module), function)())
    finally:
        sys.path.pop(0)
