"""What the codes of reasons and repairs mean, in words."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Literal

from recoveryeval.reporting.wording import capital
from recoveryeval.schema.finding import kinds

_MISSING = "missing_code_"


def in_words(code: str, what: Literal["reasons", "repairs"]) -> str:
    """Return what a code means; a code without words of its own reads as its name."""
    if code.startswith(_MISSING):
        reason = code.removeprefix(_MISSING).replace("_", " ")
        return f"Code for a missing value read as: {reason}"
    known = _words()[what]
    if code in known:
        return known[code]
    if code in kinds():
        return str(kinds()[code]["meaning"])
    return capital(code.replace("_", " "))


@cache
def _words() -> dict[str, dict[str, str]]:
    """Return the data file."""
    path = files("recoveryeval.reporting.sections").joinpath("quality_words.json")
    content: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return content
