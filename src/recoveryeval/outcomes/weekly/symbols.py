"""The five symbols of a week, and which of them a definition counts."""

from __future__ import annotations

from typing import Literal

SYMBOLS = "+-*o_"
WORDS = {
    "+": "use",
    "-": "no use",
    "*": "mixed results",
    "o": "due, no result",
    "_": "not due",
}
Meaning = Literal["use", "no use", "unknown", "left out"]
MEANINGS: tuple[Meaning, ...] = ("use", "no use", "unknown", "left out")
COUNTED = ("use", "no use", "no result")


def counted_symbols(counted: str, *, missing: str, mixed: str) -> tuple[str, ...]:
    """Return the symbols that count, where ``o`` and ``*`` mean what the definition says."""
    if counted == "no result":
        return ("o",)
    sure = {"use": "+", "no use": "-"}[counted]
    also = [symbol for symbol, meaning in (("o", missing), ("*", mixed)) if meaning == counted]
    return (sure, *also)


def left_out_symbols(*, missing: str, mixed: str) -> tuple[str, ...]:
    """Return the symbols whose weeks the definition leaves out, as if they had not been."""
    return tuple(s for s, meaning in (("o", missing), ("*", mixed)) if meaning == "left out")
